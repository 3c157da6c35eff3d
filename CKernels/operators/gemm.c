#include "drivers/gemm.h"
#include "drivers/gemm_thin.h"

#include <inttypes.h>

#include "core/denormals.h"
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

ck_status ck_gemm_f32(ck_context *context, const ck_gemm_descriptor *descriptor, const float *a, const float *b,
                      const float *bias, float *c) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    const ck_gemm_descriptor *d = descriptor;
    int64_t unused;
    CK_TRY(CK_CHECK_SIZES(context, &unused, CK_FIELD(d, m), CK_FIELD(d, n)));
    CK_TRY(CK_CHECK_SIZES(context, &unused, CK_FIELD(d, k)));
    int64_t a_count, b_count, c_count;
    CK_TRY(check_matrix(context, __func__, "lda", d->transpose_a ? d->k : d->m, d->transpose_a ? d->m : d->k, d->lda,
                        &a_count));
    CK_TRY(check_matrix(context, __func__, "ldb", d->transpose_b ? d->n : d->k, d->transpose_b ? d->k : d->n, d->ldb,
                        &b_count));
    CK_TRY(check_matrix(context, __func__, "ldc", d->m, d->n, d->ldc, &c_count));
    CK_TRY(ck_check_activation(context, __func__, d->activation));
    if ((int)d->bias < CK_BIAS_NONE || (int)d->bias > CK_BIAS_PER_COLUMN) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: bias must be none (0), per row (1) or per column (2), got %d",
                       __func__, (int)d->bias);
    }
    if (c_count == 0) return CK_OK;
    const int64_t bias_count = d->bias == CK_BIAS_NONE ? 0 : d->bias == CK_BIAS_PER_ROW ? d->m : d->n;
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT_ROWS(a, a_count, d->transpose_a ? d->m : d->k, d->lda),
                             CK_INPUT_ROWS(b, b_count, d->transpose_b ? d->k : d->n, d->ldb),
                             CK_INPUT(bias, bias_count), CK_OUTPUT_ROWS(c, c_count, d->n, d->ldc)));

    const ck_gemm_functions *functions = ck_select(context, CK_OPERATOR_GEMM, d);
    if (functions->kernel == NULL || d->k == 0) {
        ck_record_variant(context, CK_OPERATOR_GEMM, &ck_gemm_functions_reference);
        const ck_denormal_state saved = ck_flush_denormals();
        ck_gemm_reference(d, a, b, bias, c);
        ck_restore_denormals(saved);
        return CK_OK;
    }
    if (ck_gemm_is_thin(d)) return ck_gemm_thin(context, functions->thin, d, a, b, bias, c);
    return ck_gemm_parallel(context, functions->kernel, d, a, b, bias, c);
}
