/// The micro-kernels of matrix multiplication: one tile of C, kept in registers.
#ifndef CK_MICRO_GEMM_H
#define CK_MICRO_GEMM_H

#include "ck/gemm.h"

/// Ways to read the tables of offsets: name, steps that are unrolled, in which the offsets of B are even; length of the
/// runs of A's offsets, and their distance within a run. A matrix in place is contiguous, and so are the taps of a
/// convolution's window; gradients meet them backwards, and those of a stride of 2 every second one.
#define CK_GEMM_FOR_RUNS(one)                                                                                          \
    one(CK_GEMM_RUNS_4, 4, 4, 1) one(CK_GEMM_RUNS_7, 7, 7, 1) one(CK_GEMM_RUNS_5, 5, 5, 1)                             \
        one(CK_GEMM_RUNS_3, 3, 3, 1) one(CK_GEMM_ALTERNATE_RUNS_4, 4, 4, 2) one(CK_GEMM_BACKWARD_RUNS_4, 4, 4, -1)     \
            one(CK_GEMM_BACKWARD_RUNS_7, 7, 7, -1) one(CK_GEMM_BACKWARD_RUNS_5, 5, 5, -1)                              \
                one(CK_GEMM_BACKWARD_RUNS_3, 3, 3, -1) one(CK_GEMM_TWO_RUNS_2, 4, 2, 1)                                \
                    one(CK_GEMM_TWO_BACKWARD_RUNS_2, 4, 2, -1) one(CK_GEMM_EVEN_B, 4, 1, 0)                            \
                        one(CK_GEMM_RUNS_2, 2, 2, 1) one(CK_GEMM_BACKWARD_RUNS_2, 2, 2, -1)

typedef enum {
    /// Nothing is known: each step looks its offset up.
    CK_GEMM_NO_RUNS,
#define CK_GEMM_RUNS_NAME(name, steps, length, distance) name,
    CK_GEMM_FOR_RUNS(CK_GEMM_RUNS_NAME)
#undef CK_GEMM_RUNS_NAME
    /// Both operands are panels as wide as the tile.
    CK_GEMM_PANELS,
} ck_gemm_runs;

/// What a micro-kernel multiplies, wherever it lies. Offsets are in floats and come from tables, so that packed panels,
/// a matrix in place (transposed or not) and the windows of a convolution's image are one case. Looking offsets up
/// costs a quarter of the time, so where they come in runs only the first of each is read.
typedef struct {
    /// Element (i, p) of A is at rows[i][a_offsets[p]].
    const float *const *rows;
    const int32_t *a_offsets;
    /// Row p of B begins at b + b_offsets[p]; its columns are contiguous, and readable up to whole vectors.
    const float *b;
    const int32_t *b_offsets;
    /// How the tables may be read, from step 0 on; where the offsets of B are even they rise by `b_step`.
    ck_gemm_runs runs;
    int64_t b_step;
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
