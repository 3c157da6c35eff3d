/// Where a tile of C is, and what one block of the depth does to it.
#ifndef CK_DRIVERS_GEMM_TILE_H
#define CK_DRIVERS_GEMM_TILE_H

#include <stdbool.h>
#include <stddef.h>

#include "micro/gemm.h"

/// The tile that begins at row i, column j of another, whose rows, if they are scattered, lie side by side.
static inline ck_gemm_tile ck_gemm_tile_at(const ck_gemm_tile *whole, int64_t i, int64_t j) {
    ck_gemm_tile tile = *whole;
    tile.c += tile.row_offsets == NULL ? i * tile.ldc + j : i + j * tile.column_stride;
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
