#include "drivers/gemm.h"

#include "core/scratch.h"
#include "drivers/gemm_pack.h"
#include "drivers/gemm_pieces.h"
#include "drivers/gemm_plan.h"
#include "drivers/gemm_runs.h"
#include "drivers/gemm_tile.h"
#include "reference/activation.h"

const ck_gemm_functions ck_gemm_functions_reference = {NULL, NULL};
const ck_gemm_functions ck_gemm_functions_generic = {&ck_gemm_kernel_generic, &ck_gemm_thin_generic};
#if defined(__x86_64__)
const ck_gemm_functions ck_gemm_functions_avx2 = {&ck_gemm_kernel_avx2, &ck_gemm_thin_avx2};
const ck_gemm_functions ck_gemm_functions_avx512 = {&ck_gemm_kernel_avx512, &ck_gemm_thin_avx512};
#endif

/// A product while it runs; what is below `worker_bytes` changes from block to block.
typedef struct {
    const ck_gemm_kernel *kernel;
    /// What was asked for, and what is computed: the same, or its transpose.
    const ck_gemm_descriptor *asked;
    const ck_gemm_descriptor *descriptor;
    bool is_transposed;
    ck_gemm_plan plan;
    ck_gemm_matrix a;
    ck_gemm_matrix b;
    const float *bias;
    float *c;
    /// Where the steps of the depth are in A, in B in place, in a packed panel of B, and in one of a single vector.
    int32_t a_offsets[CK_GEMM_BLOCK_DEPTH];
    int32_t b_offsets[CK_GEMM_BLOCK_DEPTH];
    int32_t panel_offsets[CK_GEMM_BLOCK_DEPTH];
    int32_t vector_offsets[CK_GEMM_BLOCK_DEPTH];
    /// Of the steps in A; those in B are even.
    ck_gemm_runs runs;
    /// Panels that are packed once, block behind block, and how large one block is.
    float *a_panels;
    float *b_panels;
    int64_t a_block;
    int64_t b_block;
    /// From one packed row of A to the next.
    int64_t a_stride;
    /// One product per chunk of the depth; not used if there is one chunk.
    float *partial_sums;
    unsigned char *worker_scratch;
    size_t worker_a_bytes;
    size_t worker_bytes;
    /// What is worked on now.
    int64_t first_column;
    int64_t columns;
    int64_t first_depth;
    int64_t depth;
} product;

/// Where the pieces of one operand are: what a micro-kernel needs to know of its panels.
typedef struct {
    const float *data;
    /// From one panel (tile of rows, or of columns) to the next, and from one of its rows to the next.
    int64_t panel_stride;
    int64_t vector_stride;
    const int32_t *offsets;
    /// From one offset to the next; of B only.
    int64_t step;
} panels;

/// All tiles of an area of C.
static void multiply_area(const product *job, int64_t m, int64_t n, int64_t depth, const panels *a, const panels *b,
                          const ck_gemm_tile *tile) {
    const int64_t tile_rows = job->plan.tile_rows, tile_columns = job->kernel->columns;
    const float *rows[CK_GEMM_TILE_ROWS];
    ck_gemm_operands operands = {rows, a->offsets, b->data, b->offsets, job->runs, b->step};
    if (depth <= CK_GEMM_SHORT_DEPTH) {
        // Next to nothing but writing C, which is best done along its rows.
        for (int64_t i = 0; i < m; i += tile_rows) {
            const int64_t height = ck_minimum(m - i, tile_rows);
            for (int64_t row = 0; row < height; row++) {
                rows[row] = a->data + i / tile_rows * a->panel_stride + row * a->vector_stride;
            }
            operands.b = b->data;
            for (int64_t j = 0; j < n; j += tile_columns, operands.b += b->panel_stride) {
                const ck_gemm_tile here = ck_gemm_tile_at(tile, i, j);
                job->kernel->multiply(height, ck_minimum(n - j, tile_columns), depth, &operands, &here);
            }
        }
        return;
    }
    for (int64_t j = 0; j < n; j += tile_columns, operands.b += b->panel_stride) {
        const float *first_row = a->data;
        for (int64_t i = 0; i < m; i += tile_rows, first_row += a->panel_stride) {
            const int64_t height = ck_minimum(m - i, tile_rows);
            for (int64_t row = 0; row < height; row++) rows[row] = first_row + row * a->vector_stride;
            const ck_gemm_tile here = ck_gemm_tile_at(tile, i, j);
            job->kernel->multiply(height, ck_minimum(n - j, tile_columns), depth, &operands, &here);
        }
    }
}

/// Where a piece reads rows of A in one block of the depth; packs them first if that is its own to do.
static panels panels_of_a(const product *job, int64_t row, int64_t rows, int64_t block, int64_t first_depth,
                          int64_t depth, float *own) {
    const int64_t width = job->plan.tile_rows;
    if (job->plan.a == CK_GEMM_IN_PLACE) {
        return (panels){job->a.data + row * job->a.vector_stride + first_depth * job->a.depth_stride,
                        width * job->a.vector_stride, job->a.vector_stride, job->a_offsets, 0};
    }
    const float *data = own;
    if (job->plan.a == CK_GEMM_PACKED_BY_PIECE) {
        ck_gemm_pack_rows(job->kernel, &job->a, row, rows, first_depth, depth, own, job->a_stride);
    } else {
        data = job->a_panels + block * job->a_block + row * job->a_stride;
    }
    return (panels){data, width * job->a_stride, job->a_stride, job->a_offsets, 0};
}

/// Columns that a piece packs at a time. One panel is then still in the nearest caches, but where the columns lie side
/// by side, memory is read in longer runs if many are packed together.
static int64_t columns_packed_by_piece(const product *job) {
    const int64_t width = job->kernel->columns;
    if (job->plan.b == CK_GEMM_IN_PLACE || job->b.depth_stride == 1) return width;
    return ck_minimum(job->plan.piece_columns, ck_round_up(CK_GEMM_OWN_COLUMNS, width));
}

/// One block of the depth of one piece. Columns of B are read in place as whole vectors only.
static void multiply_block(const product *job, int64_t row, int64_t rows, int64_t column, int64_t columns,
                           int64_t block, int64_t first_depth, int64_t depth, float *own_a, float *own_b,
                           const ck_gemm_tile *tile) {
    const panels a = panels_of_a(job, row, rows, block, first_depth, depth, own_a);
    const int64_t width = job->kernel->columns;
    const int64_t in_place = job->plan.b == CK_GEMM_IN_PLACE ? columns - columns % job->kernel->lanes : 0;
    if (in_place > 0) {
        const panels b = {job->b.data + (job->first_column + column) + first_depth * job->b.depth_stride, width, 0,
                          job->b_offsets, job->b.depth_stride};
        multiply_area(job, rows, in_place, depth, &a, &b, tile);
    }
    panels b = {own_b, width * depth, 0, job->panel_offsets, width};
    if (job->plan.b == CK_GEMM_PACKED_ONCE) {
        b.data = job->b_panels + block * job->b_block + column * depth;
        multiply_area(job, rows, columns, depth, &a, &b, tile);
        return;
    }
    const int64_t step = columns_packed_by_piece(job);
    for (int64_t j = in_place; j < columns; j += step) {
        const int64_t here = ck_minimum(columns - j, step);
        // Columns left over from those in place are less than a vector.
        if (in_place > 0) b = (panels){own_b, 0, 0, job->vector_offsets, job->kernel->lanes};
        ck_gemm_pack_panels(job->kernel, &job->b, job->first_column + column + j, here, first_depth, depth,
                            in_place > 0 ? job->kernel->lanes : width, own_b);
        const ck_gemm_tile rest = ck_gemm_tile_at(tile, 0, j);
        multiply_area(job, rows, here, depth, &a, &b, &rest);
    }
}

static int64_t row_pieces(const product *job) {
    return ck_piece_count(job->descriptor->m, job->plan.piece_rows);
}
static int64_t column_pieces(const product *job) {
    return ck_piece_count(job->columns, job->plan.piece_columns);
}

/// The tile at the upper left of C, or of a chunk's own sums. The rows of a transposed C lie side by side.
static ck_gemm_tile tile_of_chunk(const product *job, int64_t chunk) {
    static const int64_t side_by_side[CK_GEMM_TILE_ROWS] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
    const ck_gemm_descriptor *d = job->descriptor;
    const int64_t *row_offsets = job->is_transposed ? side_by_side : NULL;
    if (job->plan.chunks > 1) {
        const int64_t stride = job->asked->n;
        return (ck_gemm_tile){.c = job->partial_sums + chunk * d->m * d->n,
                              .ldc = stride,
                              .row_offsets = row_offsets,
                              .column_stride = stride,
                              .alpha = 1.0f};
    }
    return (ck_gemm_tile){
        .c = job->c,
        .ldc = d->ldc,
        .row_offsets = row_offsets,
        .column_stride = d->ldc,
        .alpha = d->alpha,
        .beta = d->beta,
        .row_bias = d->bias == CK_BIAS_PER_ROW ? job->bias : NULL,
        .column_bias = d->bias == CK_BIAS_PER_COLUMN ? job->bias : NULL,
        .activation = d->activation,
        .negative_slope = d->negative_slope,
    };
}

static void multiply_piece(void *argument, int64_t index, int worker) {
    const product *job = argument;
    const ck_gemm_descriptor *d = job->descriptor;
    const int64_t row = index % row_pieces(job) * job->plan.piece_rows;
    const int64_t column = index / row_pieces(job) % column_pieces(job) * job->plan.piece_columns;
    const int64_t chunk = index / row_pieces(job) / column_pieces(job);
    const int64_t rows = ck_minimum(d->m - row, job->plan.piece_rows);
    const int64_t columns = ck_minimum(job->columns - column, job->plan.piece_columns);
    unsigned char *scratch = job->worker_scratch + (size_t)worker * job->worker_bytes;

    const ck_gemm_tile whole = tile_of_chunk(job, chunk);
    const ck_gemm_tile corner = ck_gemm_tile_at(&whole, row, job->first_column + column);
    const int64_t piece_depth = job->plan.piece_blocks * job->plan.block_depth;
    const int64_t begin = job->first_depth + chunk * piece_depth, end = ck_minimum(begin + piece_depth, d->k);
    const int64_t last = job->plan.chunks > 1 ? end : d->k, first = job->plan.chunks > 1 ? begin : 0;
    for (int64_t p = begin, block = 0; p < end; p += job->plan.block_depth, block++) {
        const int64_t depth = ck_minimum(end - p, job->plan.block_depth);
        const ck_gemm_tile tile = ck_gemm_tile_of_block(&corner, p == first, p + depth == last);
        multiply_block(job, row, rows, column, columns, block, p, depth, (float *)scratch,
                       (float *)(scratch + job->worker_a_bytes), &tile);
    }
}

/// Packs a piece's worth of rows of A or, behind those, of columns of B, in one block of the depth.
static void pack_piece(void *argument, int64_t index, int worker) {
    (void)worker;
    const product *job = argument;
    const int64_t blocks = ck_piece_count(job->depth, job->plan.block_depth);
    const int64_t block = index % blocks, piece = index / blocks;
    const int64_t p = job->first_depth + block * job->plan.block_depth;
    const int64_t depth = ck_minimum(job->first_depth + job->depth - p, job->plan.block_depth);
    const int64_t a_pieces = job->plan.a == CK_GEMM_PACKED_ONCE ? row_pieces(job) : 0;
    if (piece < a_pieces) {
        const int64_t row = piece * job->plan.piece_rows;
        ck_gemm_pack_rows(job->kernel, &job->a, row, ck_minimum(job->descriptor->m - row, job->plan.piece_rows), p,
                          depth, job->a_panels + block * job->a_block + row * job->a_stride, job->a_stride);
    } else {
        const int64_t column = (piece - a_pieces) * job->plan.piece_columns;
        ck_gemm_pack_panels(job->kernel, &job->b, job->first_column + column,
                            ck_minimum(job->columns - column, job->plan.piece_columns), p, depth, job->kernel->columns,
                            job->b_panels + block * job->b_block + column * depth);
    }
}

/// Adds the chunks' sums of one row of C in order, and applies what follows the product. Some columns at a time, in
/// loops that compilers turn into vectors.
static void add_chunks(void *argument, int64_t row, int worker) {
    (void)worker;
    enum { COLUMNS = 64 };
    const product *job = argument;
    const ck_gemm_descriptor *d = job->asked;
    const float row_bias = d->bias == CK_BIAS_PER_ROW ? job->bias[row] : 0.0f;
    for (int64_t first = 0; first < d->n; first += COLUMNS) {
        const int64_t count = ck_minimum(d->n - first, COLUMNS);
        const float *restrict sums = job->partial_sums + row * d->n + first;
        float *restrict c = job->c + row * d->ldc + first;
        float total[COLUMNS];
        for (int64_t j = 0; j < count; j++) total[j] = sums[j];
        for (int64_t chunk = 1; chunk < job->plan.chunks; chunk++) {
            sums += d->m * d->n;
            for (int64_t j = 0; j < count; j++) total[j] += sums[j];
        }
        for (int64_t j = 0; j < count; j++) total[j] = d->alpha * total[j] + row_bias;
        if (d->beta != 0.0f) {
            for (int64_t j = 0; j < count; j++) total[j] += d->beta * c[j];
        }
        if (d->bias == CK_BIAS_PER_COLUMN) {
            for (int64_t j = 0; j < count; j++) total[j] += job->bias[first + j];
        }
        for (int64_t j = 0; j < count; j++) c[j] = total[j];
        if (d->activation == CK_ACTIVATION_NONE) continue;
        for (int64_t j = 0; j < count; j++) c[j] = ck_activate(d->activation, d->negative_slope, c[j]);
    }
}

static size_t float_bytes(int64_t count) {
    return ck_aligned_bytes((size_t)count * sizeof(float));
}

/// The scratch memory of a product, in this order, and then a part for each worker.
typedef struct {
    size_t a_bytes;
    size_t b_bytes;
    size_t partial_bytes;
    size_t total_bytes;
} scratch_layout;

static scratch_layout lay_out_scratch(product *job, int threads) {
    const ck_gemm_plan *plan = &job->plan;
    const ck_gemm_descriptor *d = job->descriptor;
    const int64_t padded_rows = ck_round_up(d->m, plan->tile_rows);
    const int64_t padded_columns = ck_round_up(plan->block_columns, job->kernel->columns);
    job->a_stride = ck_round_up(plan->block_depth, CK_GEMM_ROW_GAP) + CK_GEMM_ROW_GAP;
    job->a_block = padded_rows * job->a_stride;
    job->b_block = padded_columns * plan->block_depth;
    scratch_layout layout = {
        .a_bytes = plan->a == CK_GEMM_PACKED_ONCE ? float_bytes(job->a_block * plan->piece_blocks) : 0,
        .b_bytes = plan->b == CK_GEMM_PACKED_ONCE ? float_bytes(job->b_block * plan->piece_blocks) : 0,
        .partial_bytes = plan->chunks > 1 ? float_bytes(plan->chunks * d->m * d->n) : 0,
    };
    job->worker_a_bytes =
        plan->a == CK_GEMM_PACKED_BY_PIECE ? float_bytes(ck_minimum(plan->piece_rows, padded_rows) * job->a_stride) : 0;
    job->worker_bytes = job->worker_a_bytes;
    if (plan->b != CK_GEMM_PACKED_ONCE) {
        job->worker_bytes += float_bytes(columns_packed_by_piece(job) * plan->block_depth);
    }
    layout.total_bytes = layout.a_bytes + layout.b_bytes + layout.partial_bytes + (size_t)threads * job->worker_bytes;
    return layout;
}

/// Reserves the scratch memory and divides it.
static bool reserve(ck_context *context, product *job) {
    const scratch_layout layout = lay_out_scratch(job, ck_context_threads(context));
    unsigned char *scratch = ck_scratch_reserve(context, layout.total_bytes);
    if (scratch == NULL) return false;
    job->a_panels = (float *)scratch;
    job->b_panels = (float *)(scratch + layout.a_bytes);
    job->partial_sums = (float *)(scratch + layout.a_bytes + layout.b_bytes);
    job->worker_scratch = scratch + layout.a_bytes + layout.b_bytes + layout.partial_bytes;
    return true;
}

/// Whether it is better to compute the transpose of C: rows of B then are read where they lie, and the fewer rows of A
/// are packed in their place.
static bool gains_from_transposing(const ck_gemm_descriptor *d) {
    return d->transpose_b && !d->transpose_a && d->n > d->m && d->m <= CK_GEMM_TRANSPOSED_ROWS &&
           d->k >= CK_GEMM_TRANSPOSED_DEPTH;
}

/// The product whose C is the transpose of another's; both lie in memory as that one does.
static ck_gemm_descriptor transpose(const ck_gemm_descriptor *d) {
    ck_gemm_descriptor transposed = *d;
    transposed.m = d->n;
    transposed.n = d->m;
    transposed.transpose_a = !d->transpose_b;
    transposed.transpose_b = !d->transpose_a;
    transposed.lda = d->ldb;
    transposed.ldb = d->lda;
    if (d->bias == CK_BIAS_PER_ROW) transposed.bias = CK_BIAS_PER_COLUMN;
    if (d->bias == CK_BIAS_PER_COLUMN) transposed.bias = CK_BIAS_PER_ROW;
    return transposed;
}

/// A product with its plan, the operands apart.
static product plan_product(const ck_gemm_kernel *kernel, const ck_gemm_descriptor *asked,
                            ck_gemm_descriptor *computed) {
    const bool is_transposed = gains_from_transposing(asked);
    *computed = is_transposed ? transpose(asked) : *asked;
    return (product){.kernel = kernel,
                     .asked = asked,
                     .descriptor = computed,
                     .is_transposed = is_transposed,
                     .plan = ck_gemm_plan_product(kernel, computed),
                     .a = {NULL, computed->transpose_a ? 1 : computed->lda, computed->transpose_a ? computed->lda : 1},
                     .b = {NULL, computed->transpose_b ? computed->ldb : 1, computed->transpose_b ? 1 : computed->ldb}};
}

size_t ck_gemm_scratch_bytes(const ck_gemm_kernel *kernel, const ck_gemm_descriptor *descriptor, int threads) {
    ck_gemm_descriptor computed;
    product job = plan_product(kernel, descriptor, &computed);
    return lay_out_scratch(&job, threads).total_bytes;
}

ck_status ck_gemm_parallel(ck_context *context, const ck_gemm_kernel *kernel, const ck_gemm_descriptor *asked,
                           const float *a, const float *b, const float *bias, float *c) {
    ck_gemm_descriptor computed;
    product job = plan_product(kernel, asked, &computed);
    const ck_gemm_descriptor *d = &computed;
    job.a.data = job.is_transposed ? b : a;
    job.b.data = job.is_transposed ? a : b;
    job.bias = bias;
    job.c = c;
    const ck_gemm_plan *plan = &job.plan;
    if (!reserve(context, &job)) return CK_OUT_OF_MEMORY;
    const int64_t a_step = plan->a == CK_GEMM_IN_PLACE ? job.a.depth_stride : 1;
    for (int64_t p = 0; p < plan->block_depth; p++) {
        job.a_offsets[p] = (int32_t)(p * a_step);
        job.b_offsets[p] = (int32_t)(p * job.b.depth_stride);
        job.panel_offsets[p] = (int32_t)(p * kernel->columns);
        job.vector_offsets[p] = (int32_t)(p * kernel->lanes);
    }
    job.runs = ck_gemm_runs_of(job.a_offsets, job.panel_offsets, kernel->columns, plan->block_depth);
    for (job.first_column = 0; job.first_column < d->n; job.first_column += plan->block_columns) {
        job.columns = ck_minimum(d->n - job.first_column, plan->block_columns);
        const int64_t step = plan->chunks > 1 ? d->k : plan->piece_blocks * plan->block_depth;
        for (job.first_depth = 0; job.first_depth < d->k; job.first_depth += step) {
            job.depth = ck_minimum(d->k - job.first_depth, step);
            const double work = (double)d->m * (double)job.columns * (double)job.depth;
            const int64_t packed = (plan->a == CK_GEMM_PACKED_ONCE ? row_pieces(&job) : 0) +
                                   (plan->b == CK_GEMM_PACKED_ONCE ? column_pieces(&job) : 0);
            if (packed > 0) {
                ck_gemm_run_pieces(context, work, packed * ck_piece_count(job.depth, plan->block_depth), pack_piece,
                                   &job);
            }
            ck_gemm_run_pieces(context, work, row_pieces(&job) * column_pieces(&job) * plan->chunks, multiply_piece,
                               &job);
        }
    }
    if (plan->chunks > 1) {
        ck_gemm_run_pieces(context, (double)(d->m * d->n * plan->chunks), asked->m, add_chunks, &job);
    }
    return CK_OK;
}
