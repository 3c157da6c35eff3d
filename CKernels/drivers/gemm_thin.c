#include "drivers/gemm_thin.h"

#include "core/scratch.h"
#include "drivers/gemm_pieces.h"
#include "drivers/gemm_plan.h"
#include "reference/activation.h"

/// A product while it runs, seen as a large matrix of `rows` rows that meets a few vectors. The large matrix is B for
/// a C of few rows, A for one of few columns.
typedef struct {
    const ck_gemm_thin_kernel *kernel;
    const ck_gemm_descriptor *descriptor;
    const float *bias;
    float *c;
    bool is_b;
    /// Whether the depth is contiguous in the large matrix, and from one row, or step of the depth, to the next.
    bool by_rows;
    int64_t rows;
    const float *matrix;
    int64_t matrix_stride;
    /// The vectors, side by side.
    int64_t vectors;
    const float *vector;
    int64_t vector_stride;
    int64_t piece_rows;
} thin_product;

bool ck_gemm_is_thin(const ck_gemm_descriptor *d) {
    return ck_minimum(d->m, d->n) <= CK_THIN_VECTORS;
}

/// C from the sums of some rows of the large matrix.
static void finish(const thin_product *job, int64_t first, int64_t count, const float *sums) {
    const ck_gemm_descriptor *d = job->descriptor;
    for (int64_t v = 0; v < job->vectors; v++) {
        for (int64_t r = 0; r < count; r++) {
            const int64_t i = job->is_b ? v : first + r, j = job->is_b ? first + r : v;
            float *c = job->c + i * d->ldc + j;
            float value = d->alpha * sums[v * CK_THIN_ROWS + r];
            if (d->beta != 0.0f) value += d->beta * *c;
            if (d->bias == CK_BIAS_PER_ROW) value += job->bias[i];
            if (d->bias == CK_BIAS_PER_COLUMN) value += job->bias[j];
            *c = ck_activate(d->activation, d->negative_slope, value);
        }
    }
}

static void multiply_piece(void *argument, int64_t index, int worker) {
    (void)worker;
    const thin_product *job = argument;
    const int64_t begin = index * job->piece_rows, end = ck_minimum(begin + job->piece_rows, job->rows);
    float sums[CK_THIN_VECTORS * CK_THIN_ROWS];
    for (int64_t first = begin; first < end; first += CK_THIN_ROWS) {
        const ck_gemm_thin_call call = {
            .count = ck_minimum(end - first, CK_THIN_ROWS),
            .vectors = job->vectors,
            .depth = job->descriptor->k,
            .matrix = job->matrix + first * (job->by_rows ? job->matrix_stride : 1),
            .matrix_stride = job->matrix_stride,
            .vector = job->vector,
            .vector_stride = job->vector_stride,
            .sums = sums,
        };
        if (job->by_rows) {
            job->kernel->by_rows(&call);
        } else {
            job->kernel->by_columns(&call);
        }
        finish(job, first, call.count, sums);
    }
}

size_t ck_gemm_thin_scratch_bytes(const ck_gemm_descriptor *d) {
    return (size_t)(ck_minimum(d->m, d->n) * d->k) * sizeof(float);
}

ck_status ck_gemm_thin(ck_context *context, const ck_gemm_thin_kernel *kernel, const ck_gemm_descriptor *d,
                       const float *a, const float *b, const float *bias, float *c) {
    const bool is_b = d->m <= d->n;
    thin_product job = {
        .kernel = kernel,
        .descriptor = d,
        .bias = bias,
        .c = c,
        .is_b = is_b,
        .by_rows = is_b ? d->transpose_b : !d->transpose_a,
        .rows = is_b ? d->n : d->m,
        .matrix = is_b ? b : a,
        .matrix_stride = is_b ? d->ldb : d->lda,
        .vectors = is_b ? d->m : d->n,
        .vector = is_b ? a : b,
        .vector_stride = is_b ? d->lda : d->ldb,
    };
    if (is_b ? d->transpose_a : !d->transpose_b) {
        // The vectors are interleaved: copies of them are side by side.
        float *copies = ck_scratch_reserve(context, (size_t)(job.vectors * d->k) * sizeof(float));
        if (copies == NULL) return CK_OUT_OF_MEMORY;
        for (int64_t v = 0; v < job.vectors; v++) {
            for (int64_t p = 0; p < d->k; p++) copies[v * d->k + p] = job.vector[p * job.vector_stride + v];
        }
        job.vector = copies;
        job.vector_stride = d->k;
    }
    const int64_t wanted = ck_piece_count(job.rows, CK_GEMM_WANTED_PIECES);
    // Pieces that read the matrix in runs of 2 KiB, whether these are rows or parts of them.
    job.piece_rows = ck_round_up(wanted, job.by_rows ? ck_piece_count(CK_THIN_ROWS, d->k) : CK_THIN_ROWS);
    ck_gemm_run_pieces(context, (double)d->m * (double)d->n * (double)d->k, ck_piece_count(job.rows, job.piece_rows),
                       multiply_piece, &job);
    return CK_OK;
}
