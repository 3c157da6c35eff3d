/// Packed panels: the layout in which the micro-kernels read A and B, and the loop over all tiles of a block.
#ifndef CK_DRIVERS_GEMM_PANELS_H
#define CK_DRIVERS_GEMM_PANELS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "drivers/gemm_plan.h"

/// Block sizes, in elements (Goto and van de Geijn 2008).
enum {
    /// Depth of a block. A panel of B (16 or 32 columns of this depth, 16 or 32 KiB) stays in the L1 cache while the
    /// panels of A pass by, and a tile of C is touched only once in this many steps.
    CK_GEMM_DEPTH = 256,
    /// Rows of A that one piece of work takes: at full depth about 96 KiB, which stays in the L2 cache while the
    /// panels of B pass by.
    CK_GEMM_PIECE_ROWS = 96,
    /// Columns of C in one piece of work: with the rows above about 6 million multiply-adds, far more than handing
    /// out a piece costs, and small enough to spread evenly.
    CK_GEMM_PIECE_COLUMNS = 256,
    /// Rows and columns that are packed at a time: bounds the scratch memory (4 MiB for each side) and what the L3
    /// cache must hold.
};

/// Cuts `depth` into equal blocks of at most CK_GEMM_DEPTH: their size (the last may be less).
static inline int64_t ck_gemm_depth_block(int64_t depth) {
    int64_t blocks = (depth + CK_GEMM_DEPTH - 1) / CK_GEMM_DEPTH;
    return (depth + blocks - 1) / blocks;
}

/// Copies one step of a full panel. The widest panels get copies of fixed size, which are a few vector moves.
static inline void ck_gemm_copy_step(const float *from, int width, float *panel) {
    if (width == 16) {
        memcpy(panel, from, 16 * sizeof(float));
    } else if (width == 32) {
        memcpy(panel, from, 32 * sizeof(float));
    } else {
        memcpy(panel, from, (size_t)width * sizeof(float));
    }
}

/// Packs `count` vectors of `depth` values into panels of `width` vectors: value p of vector i is at
/// source[i * vector_stride + p * depth_stride], and one of the strides is 1. The last panel is filled up with zeros.
/// Panels have room for `panel_depth` values; what is packed here goes to the first `depth`.
void ck_gemm_pack(const float *source, int64_t vector_stride, int64_t depth_stride, int64_t count, int64_t depth,
                  int64_t panel_depth, int width, float *panels);

/// C = epilogue(A * B) for packed `m` rows and `n` columns; `tile` describes C's upper left corner.
void ck_gemm_multiply_panels(const ck_gemm_kernel *kernel, int64_t m, int64_t n, int64_t depth, const float *a_panels,
                             const float *b_panels, const ck_gemm_tile *tile);

/// The tile that begins at row i, column j of another.
static inline ck_gemm_tile ck_gemm_tile_at(const ck_gemm_tile *whole, int64_t i, int64_t j) {
    ck_gemm_tile tile = *whole;
    tile.c += i * tile.ldc + j;
    if (tile.row_bias != NULL) tile.row_bias += i;
    if (tile.column_bias != NULL) tile.column_bias += j;
    return tile;
}

/// What one block of the depth does to C: only the first scales the old C, only the last adds bias and activates.
static inline ck_gemm_tile ck_gemm_tile_of_block(const ck_gemm_tile *whole, bool is_first, bool is_last) {
    ck_gemm_tile tile = *whole;
    if (!is_first) tile.beta = 1.0f;
    if (!is_last) {
        tile.row_bias = NULL;
        tile.column_bias = NULL;
        tile.activation = CK_ACTIVATION_NONE;
    }
    return tile;
}

#endif
