/// The micro-kernels of matrix multiplication: one tile of C, kept in registers, from two packed panels.
#ifndef CK_MICRO_GEMM_H
#define CK_MICRO_GEMM_H

#include "ck/gemm.h"

/// Where a tile of C is and what happens to it on the way: C = activation(alpha * product + beta * C + bias).
typedef struct {
    float *c;
    int64_t ldc;
    float alpha;
    /// 0: C is not read.
    float beta;
    /// One value per row, or NULL.
    const float *row_bias;
    /// One value per column, or NULL.
    const float *column_bias;
    ck_activation activation;
    float negative_slope;
} ck_gemm_tile;

/// A micro-kernel and the panels that it reads.
typedef struct {
    /// Rows of an A panel: element (i, p) of a panel is at [p * rows + i].
    int rows;
    /// Columns of a B panel: element (p, j) is at [p * columns + j].
    int columns;
    /// Multiplies a panel of A by a panel of B and writes the first `rows` x `columns` values (at most those above) of
    /// the product. Panels are padded to full width; what the padding holds does not matter.
    void (*multiply)(int64_t rows, int64_t columns, int64_t depth, const float *a_panel, const float *b_panel,
                     const ck_gemm_tile *tile);
} ck_gemm_kernel;

extern const ck_gemm_kernel ck_gemm_kernel_generic;
extern const ck_gemm_kernel ck_gemm_kernel_avx2;
extern const ck_gemm_kernel ck_gemm_kernel_avx512;

#endif
