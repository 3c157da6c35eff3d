#include "reference/gemm.h"

#include "reference/activation.h"

void ck_gemm_reference(const ck_gemm_descriptor *d, const float *a, const float *b, const float *bias, float *c) {
    for (int64_t i = 0; i < d->m; i++) {
        for (int64_t j = 0; j < d->n; j++) {
            float sum = 0.0f;
            for (int64_t p = 0; p < d->k; p++) {
                float left = d->transpose_a ? a[p * d->lda + i] : a[i * d->lda + p];
                float right = d->transpose_b ? b[j * d->ldb + p] : b[p * d->ldb + j];
                sum += left * right;
            }
            float *target = &c[i * d->ldc + j];
            float value = d->alpha * sum;
            if (d->beta != 0.0f) value += d->beta * *target;
            if (d->bias == CK_BIAS_PER_ROW) value += bias[i];
            if (d->bias == CK_BIAS_PER_COLUMN) value += bias[j];
            *target = ck_activate(d->activation, d->negative_slope, value);
        }
    }
}
