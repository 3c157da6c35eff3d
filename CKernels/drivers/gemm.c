#include "drivers/gemm.h"

#include "core/scratch.h"
#include "drivers/gemm_panels.h"
#include "drivers/gemm_pieces.h"

const ck_gemm_functions ck_gemm_functions_reference = {NULL};
const ck_gemm_functions ck_gemm_functions_generic = {&ck_gemm_kernel_generic};
#if defined(__x86_64__)
const ck_gemm_functions ck_gemm_functions_avx2 = {&ck_gemm_kernel_avx2};
const ck_gemm_functions ck_gemm_functions_avx512 = {&ck_gemm_kernel_avx512};
#endif

/// How a product is cut up: by its shape alone.
typedef struct {
    /// Rows, columns and depth that are packed at a time.
    int64_t block_rows;
    int64_t block_columns;
    int64_t block_depth;
    /// Rows and columns of one piece of work: whole panels.
    int64_t piece_rows;
    int64_t piece_columns;
    size_t a_bytes;
    size_t b_bytes;
} plan;

/// A product while it runs; the fields below `b_panels` change from block to block.
typedef struct {
    const ck_gemm_kernel *kernel;
    const ck_gemm_descriptor *descriptor;
    plan plan;
    const float *a;
    const float *b;
    float *a_panels;
    float *b_panels;
    int64_t first_row;
    int64_t first_column;
    int64_t first_depth;
    int64_t rows;
    int64_t columns;
    int64_t depth;
    bool packs_b;
    /// The upper left corner of the block.
    ck_gemm_tile tile;
} product;

static plan plan_product(const ck_gemm_kernel *kernel, const ck_gemm_descriptor *d) {
    plan p = {
        .block_rows = ck_minimum(ck_round_up(CK_GEMM_BLOCK_ROWS, kernel->rows), ck_round_up(d->m, kernel->rows)),
        .block_columns =
            ck_minimum(ck_round_up(CK_GEMM_BLOCK_COLUMNS, kernel->columns), ck_round_up(d->n, kernel->columns)),
        .block_depth = ck_gemm_depth_block(d->k),
        .piece_rows = ck_round_up(CK_GEMM_PIECE_ROWS, kernel->rows),
        .piece_columns = ck_round_up(CK_GEMM_PIECE_COLUMNS, kernel->columns),
    };
    p.a_bytes = ck_aligned_bytes((size_t)(p.block_rows * p.block_depth) * sizeof(float));
    p.b_bytes = ck_aligned_bytes((size_t)(p.block_columns * p.block_depth) * sizeof(float));
    return p;
}

/// Packs one piece's worth of A, or, behind those, of B.
static void pack_piece(void *argument, int64_t index, int worker) {
    (void)worker;
    const product *job = argument;
    const ck_gemm_descriptor *d = job->descriptor;
    const int64_t a_pieces = ck_piece_count(job->rows, job->plan.piece_rows);
    if (index < a_pieces) {
        const int64_t row_stride = d->transpose_a ? 1 : d->lda, depth_stride = d->transpose_a ? d->lda : 1;
        const int64_t row = index * job->plan.piece_rows;
        ck_gemm_pack(job->a + (job->first_row + row) * row_stride + job->first_depth * depth_stride, row_stride,
                     depth_stride, ck_minimum(job->rows - row, job->plan.piece_rows), job->depth, job->depth,
                     job->kernel->rows, job->a_panels + row * job->depth);
    } else {
        const int64_t column_stride = d->transpose_b ? d->ldb : 1, depth_stride = d->transpose_b ? 1 : d->ldb;
        const int64_t column = (index - a_pieces) * job->plan.piece_columns;
        ck_gemm_pack(job->b + (job->first_column + column) * column_stride + job->first_depth * depth_stride,
                     column_stride, depth_stride, ck_minimum(job->columns - column, job->plan.piece_columns),
                     job->depth, job->depth, job->kernel->columns, job->b_panels + column * job->depth);
    }
}

static void multiply_piece(void *argument, int64_t index, int worker) {
    (void)worker;
    const product *job = argument;
    const int64_t row_pieces = ck_piece_count(job->rows, job->plan.piece_rows);
    const int64_t row = index % row_pieces * job->plan.piece_rows;
    const int64_t column = index / row_pieces * job->plan.piece_columns;
    const ck_gemm_tile tile = ck_gemm_tile_at(&job->tile, row, column);
    ck_gemm_multiply_panels(job->kernel, ck_minimum(job->rows - row, job->plan.piece_rows),
                            ck_minimum(job->columns - column, job->plan.piece_columns), job->depth,
                            job->a_panels + row * job->depth, job->b_panels + column * job->depth, &tile);
}

static void multiply_block(ck_context *context, product *job) {
    const int64_t row_pieces = ck_piece_count(job->rows, job->plan.piece_rows);
    const int64_t column_pieces = ck_piece_count(job->columns, job->plan.piece_columns);
    const double multiply_adds = (double)job->rows * (double)job->columns * (double)job->depth;
    ck_gemm_run_pieces(context, multiply_adds, row_pieces + (job->packs_b ? column_pieces : 0), pack_piece, job);
    ck_gemm_run_pieces(context, multiply_adds, row_pieces * column_pieces, multiply_piece, job);
}

ck_status ck_gemm_parallel(ck_context *context, const ck_gemm_kernel *kernel, const ck_gemm_descriptor *d,
                           const float *a, const float *b, const float *bias, float *c) {
    product job = {.kernel = kernel, .descriptor = d, .plan = plan_product(kernel, d), .a = a, .b = b};
    unsigned char *scratch = ck_scratch_reserve(context, job.plan.a_bytes + job.plan.b_bytes);
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    job.a_panels = (float *)scratch;
    job.b_panels = (float *)(scratch + job.plan.a_bytes);
    for (int64_t j = 0; j < d->n; j += job.plan.block_columns) {
        for (int64_t p = 0; p < d->k; p += job.plan.block_depth) {
            for (int64_t i = 0; i < d->m; i += job.plan.block_rows) {
                job.first_row = i;
                job.first_column = j;
                job.first_depth = p;
                job.rows = ck_minimum(d->m - i, job.plan.block_rows);
                job.columns = ck_minimum(d->n - j, job.plan.block_columns);
                job.depth = ck_minimum(d->k - p, job.plan.block_depth);
                job.packs_b = i == 0;
                const ck_gemm_tile whole = {
                    .c = c + i * d->ldc + j,
                    .ldc = d->ldc,
                    .alpha = d->alpha,
                    .beta = d->beta,
                    .row_bias = d->bias == CK_BIAS_PER_ROW ? bias + i : NULL,
                    .column_bias = d->bias == CK_BIAS_PER_COLUMN ? bias + j : NULL,
                    .activation = d->activation,
                    .negative_slope = d->negative_slope,
                };
                job.tile = ck_gemm_tile_of_block(&whole, p == 0, p + job.depth == d->k);
                multiply_block(context, &job);
            }
        }
    }
    return CK_OK;
}
