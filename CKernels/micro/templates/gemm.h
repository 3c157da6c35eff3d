/// The micro-kernel of matrix multiplication over vectors of any length. Before this header, define
/// - GEMM_ROWS, GEMM_VECTORS: the tile, as large as the registers hold next to one row of B and one value of A;
/// - GEMM_FOR_ROWS(one): one(1) ... one(GEMM_ROWS).
#include "micro/gemm.h"
#include "micro/templates/activation.h"
#include "micro/templates/vectors.h"

#define UNROLL _Pragma("clang loop unroll(full)")

CK_KERNELS_BEGIN

/// C = activation(alpha * sum + beta * old + bias) for one vector of a row, `count` of whose lanes count.
CK_INLINE ck_vector finish(const ck_gemm_tile *tile, ck_vector sum, const float *old, int64_t i, int64_t j,
                           int64_t count) {
    ck_vector value = vector_multiply(vector_set1(tile->alpha), sum);
    if (tile->beta != 0.0f) value = vector_multiply_add(vector_set1(tile->beta), load(old, count), value);
    if (tile->row_bias != NULL) value = vector_add(value, vector_set1(tile->row_bias[i]));
    if (tile->column_bias != NULL) value = vector_add(value, load(tile->column_bias + j, count));
    return activate(tile->activation, tile->negative_slope, value);
}

static inline int64_t lanes_from(int64_t j, int64_t columns) {
    return columns - j < CK_LANES ? columns - j : CK_LANES;
}

/// Writes a tile whose columns lie apart. A line of scratch per row makes vectors of them.
static void write_scattered(const float sums[GEMM_ROWS][GEMM_VECTORS * CK_LANES], int64_t rows, int64_t columns,
                            const ck_gemm_tile *tile) {
    float values[GEMM_ROWS][GEMM_VECTORS * CK_LANES];
    if (tile->beta != 0.0f) {
        for (int64_t j = 0; j < columns; j++) {
            const float *c = tile->c + j * tile->column_stride;
            for (int64_t i = 0; i < rows; i++) values[i][j] = c[tile->row_offsets[i]];
        }
    }
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < columns; j += CK_LANES) {
            ck_vector sum = vector_load(&sums[i][j]);
            vector_store(&values[i][j], finish(tile, sum, &values[i][j], i, j, lanes_from(j, columns)));
        }
    }
    for (int64_t j = 0; j < columns; j++) {
        float *c = tile->c + j * tile->column_stride;
        for (int64_t i = 0; i < rows; i++) c[tile->row_offsets[i]] = values[i][j];
    }
}

/// Scales the sums of a tile, adds what is to be added and writes them to C. Not inlined: every tile size shares it.
static __attribute__((noinline)) void write_tile(const float sums[GEMM_ROWS][GEMM_VECTORS * CK_LANES], int64_t rows,
                                                 int64_t columns, const ck_gemm_tile *tile) {
    if (tile->row_offsets != NULL) {
        write_scattered(sums, rows, columns, tile);
        return;
    }
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < columns; j += CK_LANES) {
            float *c = tile->c + i * tile->ldc + j;
            const int64_t count = lanes_from(j, columns);
            store(c, finish(tile, vector_load(&sums[i][j]), c, i, j, count), count);
        }
    }
}

/// The product of `rows` rows and `vectors` vectors of columns, both known where this is inlined, so that all sums stay
/// in registers. A sum takes the same steps whatever the tile's size.
CK_INLINE void multiply_tile(const int rows, const int vectors, int64_t columns, int64_t depth,
                             const ck_gemm_operands *operands, const ck_gemm_tile *tile) {
    const int32_t *restrict a_offsets = operands->a_offsets, *restrict b_offsets = operands->b_offsets;
    const float *restrict b = operands->b, *restrict a[GEMM_ROWS];
    ck_vector sums[GEMM_ROWS][GEMM_VECTORS];
    UNROLL for (int i = 0; i < rows; i++) {
        a[i] = operands->rows[i];
        UNROLL for (int v = 0; v < vectors; v++) sums[i][v] = vector_zero();
    }
    for (int64_t p = 0; p < depth; p++) {
        const int64_t a_offset = a_offsets[p], b_offset = b_offsets[p];
        ck_vector row[GEMM_VECTORS];
        UNROLL for (int v = 0; v < vectors; v++) row[v] = vector_load(b + b_offset + v * CK_LANES);
        UNROLL for (int i = 0; i < rows; i++) {
            ck_vector left = vector_set1(a[i][a_offset]);
            UNROLL for (int v = 0; v < vectors; v++) {
                sums[i][v] = vector_multiply_add(left, row[v], sums[i][v]);
                // Without this the compiler loads all of A's values first and runs out of registers for the sums.
                vector_pin(&sums[i][v]);
            }
        }
    }
    // A copy, so that the sums themselves have no address and live in registers.
    float finished[GEMM_ROWS][GEMM_VECTORS * CK_LANES];
    UNROLL for (int i = 0; i < rows; i++) {
        UNROLL for (int v = 0; v < vectors; v++) vector_store(&finished[i][v * CK_LANES], sums[i][v]);
    }
    write_tile(finished, rows, columns, tile);
}

/// One function for each number of rows, so that the last rows of a matrix cost what they are worth.
#define MULTIPLY_ROWS(rows)                                                                                            \
    static void multiply_##rows(int64_t columns, int64_t depth, const ck_gemm_operands *operands,                      \
                                const ck_gemm_tile *tile) {                                                            \
        if (columns > (GEMM_VECTORS - 1) * CK_LANES) {                                                                 \
            multiply_tile(rows, GEMM_VECTORS, columns, depth, operands, tile);                                         \
        } else {                                                                                                       \
            multiply_tile(rows, GEMM_VECTORS - 1, columns, depth, operands, tile);                                     \
        }                                                                                                              \
    }
GEMM_FOR_ROWS(MULTIPLY_ROWS)

static void multiply(int64_t rows, int64_t columns, int64_t depth, const ck_gemm_operands *operands,
                     const ck_gemm_tile *tile) {
    switch (rows) {
#define CASE(rows)                                                                                                     \
    case rows:                                                                                                         \
        multiply_##rows(columns, depth, operands, tile);                                                               \
        break;
        GEMM_FOR_ROWS(CASE)
    }
}

CK_KERNELS_END

const ck_gemm_kernel CK_NAMED(ck_gemm_kernel) = {GEMM_ROWS, GEMM_VECTORS * CK_LANES, CK_LANES, multiply};
