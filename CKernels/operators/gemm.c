#include "drivers/gemm.h"
#include "drivers/gemm_thin.h"

#include <inttypes.h>

#include "core/denormals.h"
#include "core/scratch.h"
#include "drivers/gemm_plan.h"
#include "operators/check.h"
#include "operators/epilogue.h"
#include "reference/gemm.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "three plain loops", &ck_gemm_functions_reference},
    {"generic", CK_BASELINE, "packed panels, 4 x 8 tile in vectors of 4 lanes", &ck_gemm_functions_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "packed panels, 6 x 16 tile in vectors of 8 lanes", &ck_gemm_functions_avx2},
    {"avx512", CK_AVX512, "packed panels, 14 x 32 tile in vectors of 16 lanes", &ck_gemm_functions_avx512},
#endif
};

const ck_operator ck_operator_gemm = {"gemm", variants, sizeof variants / sizeof *variants};

/// Checks a stored matrix and counts the elements from its first to its last.
static ck_status check_matrix(ck_context *context, const char *function, const char *name, int64_t rows,
                              int64_t columns, int64_t stride, int64_t *count) {
    if (stride < columns) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: %s must be at least %" PRId64 ", got %" PRId64, function,
                       name, columns, stride);
    }
    *count = 0;
    if (rows == 0 || columns == 0) return CK_OK;
    const int64_t most = INT64_MAX / (int64_t)sizeof(float);
    if (__builtin_mul_overflow(rows - 1, stride, count) || __builtin_add_overflow(*count, columns, count) ||
        *count > most) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: %" PRId64 " rows with %s = %" PRId64 " are more than can be addressed", function, rows,
                       name, stride);
    }
    return CK_OK;
}

/// Elements from the first to the last of each matrix.
typedef struct {
    int64_t a;
    int64_t b;
    int64_t c;
} matrix_counts;

static ck_status check_descriptor(ck_context *context, const char *function, const ck_gemm_descriptor *d,
                                  matrix_counts *counts) {
    CK_TRY(ck_check_descriptor(context, function, d));
    const ck_size sizes[] = {CK_FIELD(d, m), CK_FIELD(d, n), CK_FIELD(d, k)};
    int64_t unused;
    CK_TRY(ck_check_sizes(context, function, &unused, sizes, 2));
    CK_TRY(ck_check_sizes(context, function, &unused, sizes + 2, 1));
    CK_TRY(check_matrix(context, function, "lda", d->transpose_a ? d->k : d->m, d->transpose_a ? d->m : d->k, d->lda,
                        &counts->a));
    CK_TRY(check_matrix(context, function, "ldb", d->transpose_b ? d->n : d->k, d->transpose_b ? d->k : d->n, d->ldb,
                        &counts->b));
    CK_TRY(check_matrix(context, function, "ldc", d->m, d->n, d->ldc, &counts->c));
    CK_TRY(ck_check_activation(context, function, d->activation));
    if ((int)d->bias < CK_BIAS_NONE || (int)d->bias > CK_BIAS_PER_COLUMN) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: bias must be none (0), per row (1) or per column (2), got %d",
                       function, (int)d->bias);
    }
    return CK_OK;
}

/// The functions of the variant that computes a product that is not empty, NULL for the reference.
static const ck_gemm_functions *select_functions(ck_context *context, const ck_gemm_descriptor *d) {
    const ck_gemm_functions *functions = ck_select(context, CK_OPERATOR_GEMM, d);
    if (functions->kernel != NULL && d->k > 0) return functions;
    ck_record_variant(context, CK_OPERATOR_GEMM, &ck_gemm_functions_reference);
    return NULL;
}

static ck_status multiply(ck_context *context, const ck_gemm_functions *functions, const ck_gemm_descriptor *d,
                          const float *a, const float *b, const float *bias, float *c) {
    if (functions == NULL) {
        const ck_denormal_state saved = ck_flush_denormals();
        ck_gemm_reference(d, a, b, bias, c);
        ck_restore_denormals(saved);
        return CK_OK;
    }
    if (ck_gemm_is_thin(d)) return ck_gemm_thin(context, functions->thin, d, a, b, bias, c);
    return ck_gemm_parallel(context, functions->kernel, d, a, b, bias, c);
}

ck_status ck_gemm_f32(ck_context *context, const ck_gemm_descriptor *descriptor, const float *a, const float *b,
                      const float *bias, float *c) {
    const ck_gemm_descriptor *d = descriptor;
    matrix_counts counts;
    CK_TRY(check_descriptor(context, __func__, d, &counts));
    if (counts.c == 0) return CK_OK;
    const int64_t bias_count = d->bias == CK_BIAS_NONE ? 0 : d->bias == CK_BIAS_PER_ROW ? d->m : d->n;
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT_ROWS(a, counts.a, d->transpose_a ? d->m : d->k, d->lda),
                             CK_INPUT_ROWS(b, counts.b, d->transpose_b ? d->k : d->n, d->ldb),
                             CK_INPUT(bias, bias_count), CK_OUTPUT_ROWS(c, counts.c, d->n, d->ldc)));
    return multiply(context, select_functions(context, d), d, a, b, bias, c);
}

// MARK: Many products

/// Multiply-adds of a product that is worth all threads: a third of a millisecond of one core.
static const double large_work = 1 << 24;

/// Elements from the first to the last of all matrices.
static ck_status count_all(ck_context *context, const char *function, const char *name, int64_t batch, int64_t stride,
                           int64_t *count) {
    const int64_t most = INT64_MAX / (int64_t)sizeof(float);
    int64_t reach;
    if (batch == 0) *count = 0;
    if (*count == 0) return CK_OK;
    if (__builtin_mul_overflow(batch - 1, stride, &reach) || reach > most - *count) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: %" PRId64 " matrices with %s = %" PRId64 " are more than can be addressed", function, batch,
                       name, stride);
    }
    *count += reach;
    return CK_OK;
}

typedef struct {
    ck_context *context;
    const ck_gemm_functions *functions;
    const ck_gemm_descriptor *descriptor;
    int64_t batch;
    int64_t a_stride;
    int64_t b_stride;
    int64_t output_stride;
    const float *a;
    const float *b;
    float *output;
    /// Products of a piece, and the scratch memory of a worker.
    int64_t per_piece;
    unsigned char *scratch;
    size_t worker_bytes;
} batch_job;

static ck_status multiply_one(ck_context *context, const batch_job *job, int64_t index) {
    return multiply(context, job->functions, job->descriptor, job->a + index * job->a_stride,
                    job->b + index * job->b_stride, NULL, job->output + index * job->output_stride);
}

static void multiply_some(void *argument, int64_t index, int worker) {
    const batch_job *job = argument;
    ck_context serial =
        ck_serial_context(job->context, job->scratch + (size_t)worker * job->worker_bytes, job->worker_bytes);
    const int64_t begin = index * job->per_piece, end = ck_minimum(begin + job->per_piece, job->batch);
    // Memory is there, and nothing else fails.
    for (int64_t i = begin; i < end; i++) (void)multiply_one(&serial, job, i);
}

static ck_status multiply_in_parallel(ck_context *context, batch_job *job, double work) {
    const ck_gemm_descriptor *d = job->descriptor;
    size_t bytes = 0;
    if (job->functions != NULL) {
        bytes =
            ck_gemm_is_thin(d) ? ck_gemm_thin_scratch_bytes(d) : ck_gemm_scratch_bytes(job->functions->kernel, d, 1);
    }
    job->per_piece = ck_minimum(job->batch, ck_maximum(1, (int64_t)(CK_GEMM_PIECE_WORK / (work > 1.0 ? work : 1.0))));
    const int64_t pieces = ck_piece_count(job->batch, job->per_piece);
    job->worker_bytes = ck_aligned_bytes(bytes) + CK_SCRATCH_GUARD_BYTES;
    job->scratch = ck_scratch_reserve(context, (size_t)ck_worker_count(context, pieces) * job->worker_bytes);
    if (job->scratch == NULL) return CK_OUT_OF_MEMORY;
    ck_parallel_for(context, pieces, multiply_some, job);
    return CK_OK;
}

ck_status ck_gemm_batched_f32(ck_context *context, const ck_gemm_descriptor *descriptor, int64_t batch,
                              int64_t a_stride, int64_t b_stride, int64_t output_stride, const float *a, const float *b,
                              float *output) {
    const ck_gemm_descriptor *d = descriptor;
    matrix_counts counts;
    int64_t unused;
    CK_TRY(check_descriptor(context, __func__, d, &counts));
    if (d->bias != CK_BIAS_NONE) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: bias must be none (0), got %d", __func__, (int)d->bias);
    }
    CK_TRY(CK_CHECK_SIZES(context, &unused, CK_SIZE(batch)));
    CK_TRY(CK_CHECK_SIZES(context, &unused, CK_SIZE(a_stride)));
    CK_TRY(CK_CHECK_SIZES(context, &unused, CK_SIZE(b_stride)));
    CK_TRY(CK_CHECK_SIZES(context, &unused, {"output_stride", output_stride, batch > 1 ? counts.c : 0}));
    CK_TRY(count_all(context, __func__, "a_stride", batch, a_stride, &counts.a));
    CK_TRY(count_all(context, __func__, "b_stride", batch, b_stride, &counts.b));
    CK_TRY(count_all(context, __func__, "output_stride", batch, output_stride, &counts.c));
    if (counts.c == 0) return CK_OK;
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(a, counts.a), CK_INPUT(b, counts.b), CK_OUTPUT(output, counts.c)));
    batch_job job = {.context = context,
                     .functions = select_functions(context, d),
                     .descriptor = d,
                     .batch = batch,
                     .a_stride = a_stride,
                     .b_stride = b_stride,
                     .output_stride = output_stride,
                     .a = a,
                     .b = b,
                     .output = output};
    const double work = (double)d->m * (double)d->n * (double)d->k;
    if (batch > 1 && work < large_work) return multiply_in_parallel(context, &job, work);
    for (int64_t i = 0; i < batch; i++) CK_TRY(multiply_one(context, &job, i));
    return CK_OK;
}
