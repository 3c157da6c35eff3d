/// The micro-kernels of matrix multiplication: one tile of C, kept in registers.
#ifndef CK_MICRO_GEMM_H
#define CK_MICRO_GEMM_H

#include "ck/gemm.h"

/// What a micro-kernel multiplies, wherever it lies. Offsets are in floats and come from tables, so that packed panels,
/// a matrix in place (transposed or not) and the windows of a convolution's image are one case, read by one loop.
typedef struct {
    /// Element (i, p) of A is at rows[i][a_offsets[p]].
    const float *const *rows;
    const int32_t *a_offsets;
    /// Row p of B begins at b + b_offsets[p]; its columns are contiguous, and readable up to whole vectors.
    const float *b;
    const int32_t *b_offsets;
} ck_gemm_operands;

/// Where a tile of C is and what happens to it on the way: C = activation(alpha * product + beta * C + bias).
typedef struct {
    float *c;
    /// Element (i, j) is at c + i * ldc + j; with `row_offsets`, at c + row_offsets[i] + j * column_stride.
    int64_t ldc;
    const int64_t *row_offsets;
    int64_t column_stride;
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

/// Most rows that any micro-kernel's tile has.
enum { CK_GEMM_TILE_ROWS = 14 };

/// A micro-kernel and the size of its tile.
typedef struct {
    int rows;
    /// Whole vectors.
    int columns;
    /// Columns of a vector.
    int lanes;
    /// Multiplies `rows` x `depth` values of A by `depth` x `columns` of B (at most the tile's rows and columns) and
    /// writes the product.
    void (*multiply)(int64_t rows, int64_t columns, int64_t depth, const ck_gemm_operands *operands,
                     const ck_gemm_tile *tile);
    /// Packs a panel: to[i * to_stride + j] = from[i * from_stride + j] for `rows` rows and `columns` columns of the
    /// source; j = columns ..< width become 0.
    void (*copy)(const float *from, int64_t from_stride, int64_t rows, int64_t columns, float *to, int64_t to_stride,
                 int64_t width);
    /// The same, transposed: to[j * to_stride + i] = from[i * from_stride + j] for `rows` rows and `columns` columns of
    /// the source; i = rows ..< width become 0.
    void (*transpose)(const float *from, int64_t from_stride, int64_t rows, int64_t columns, float *to,
                      int64_t to_stride, int64_t width);
} ck_gemm_kernel;

extern const ck_gemm_kernel ck_gemm_kernel_generic;
extern const ck_gemm_kernel ck_gemm_kernel_avx2;
extern const ck_gemm_kernel ck_gemm_kernel_avx512;

#endif
