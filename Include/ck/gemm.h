/// General matrix multiplication with a fused epilogue.
#ifndef CK_GEMM_H
#define CK_GEMM_H

#include "ck/context.h"

CK_BEGIN

/// Activation fused after an operator.
typedef enum {
    CK_ACTIVATION_NONE = 0,
    CK_ACTIVATION_RELU = 1,
    /// x if x > 0, else slope * x.
    CK_ACTIVATION_LEAKY_RELU = 2,
    CK_ACTIVATION_SIGMOID = 3,
    CK_ACTIVATION_TANH = 4,
} ck_activation;

/// Where a bias vector is added.
typedef enum {
    CK_BIAS_NONE = 0,
    /// One value per row of C (length m).
    CK_BIAS_PER_ROW = 1,
    /// One value per column of C (length n).
    CK_BIAS_PER_COLUMN = 2,
} ck_bias;

/// C = activation(alpha * op(A) * op(B) + beta * C + bias), all row-major.
/// op(A) is m x k, op(B) is k x n, C is m x n. beta 0 never reads C (NaN there does not spread); alpha 0 does read A
/// and B, whose NaN and infinities make NaN.
typedef struct {
    bool transpose_a;
    bool transpose_b;
    int64_t m;
    int64_t n;
    int64_t k;
    /// Elements from one stored row to the next: lda >= k (m if transposed), ldb >= n (k if transposed), ldc >= n.
    int64_t lda;
    int64_t ldb;
    int64_t ldc;
    float alpha;
    float beta;
    ck_bias bias;
    ck_activation activation;
    /// Slope of the leaky ReLU below zero.
    float negative_slope;
} ck_gemm_descriptor;

CK_API ck_status ck_gemm_f32(ck_context *context, const ck_gemm_descriptor *descriptor, const float *a, const float *b,
                             const float *bias, float *c);

/// `batch` products of one descriptor, which has no bias: matrices number i begin at a + i * a_stride, b + i * b_stride
/// and output + i * output_stride. Strides of inputs may be 0; those of the output keep its matrices apart.
CK_API ck_status ck_gemm_batched_f32(ck_context *context, const ck_gemm_descriptor *descriptor, int64_t batch,
                                     int64_t a_stride, int64_t b_stride, int64_t output_stride, const float *a,
                                     const float *b, float *output);

CK_END

#endif
