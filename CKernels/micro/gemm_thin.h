/// Micro-kernels of thin products, those with at most four rows or columns: a large matrix meets a few vectors.
#ifndef CK_MICRO_GEMM_THIN_H
#define CK_MICRO_GEMM_THIN_H

#include <stdint.h>

enum {
    /// Most vectors that meet the large matrix.
    CK_THIN_VECTORS = 4,
    /// Most rows of the large matrix that a kernel is given at a time.
    CK_THIN_ROWS = 512,
};

/// `count` rows of a large matrix and `vectors` vectors, `depth` values each: sums[v * CK_THIN_ROWS + r] becomes the
/// product of row r and vector v. Value p of vector v is at vector[v * vector_stride + p].
typedef struct {
    int64_t count;
    int64_t vectors;
    int64_t depth;
    const float *matrix;
    int64_t matrix_stride;
    const float *vector;
    int64_t vector_stride;
    float *sums;
} ck_gemm_thin_call;

typedef struct {
    /// Value p of row r is at matrix[r * matrix_stride + p].
    void (*by_rows)(const ck_gemm_thin_call *call);
    /// Value p of row r is at matrix[p * matrix_stride + r].
    void (*by_columns)(const ck_gemm_thin_call *call);
} ck_gemm_thin_kernel;

extern const ck_gemm_thin_kernel ck_gemm_thin_generic;
extern const ck_gemm_thin_kernel ck_gemm_thin_avx2;
extern const ck_gemm_thin_kernel ck_gemm_thin_avx512;

#endif
