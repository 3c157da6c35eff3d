/// The micro-kernel of matrix multiplication over vectors of any length. Before this header, define
/// - GEMM_ROWS, GEMM_VECTORS: the tile, as large as the registers hold next to one row of B and one value of A;
/// - GEMM_FOR_ROWS(one): one(1) ... one(GEMM_ROWS).
#include "micro/gemm.h"
#include "micro/templates/vector_math.h"
#include "micro/templates/vectors.h"

#define UNROLL _Pragma("clang loop unroll(full)")

CK_KERNELS_BEGIN

static inline ck_vector activate(const ck_gemm_tile *tile, ck_vector x) {
    switch (tile->activation) {
    case CK_ACTIVATION_NONE:
        return x;
    case CK_ACTIVATION_RELU:
        return vector_maximum(vector_zero(), x);
    case CK_ACTIVATION_LEAKY_RELU:
        return vector_select(vector_greater(x, vector_zero()), x,
                             vector_multiply(vector_set1(tile->negative_slope), x));
    case CK_ACTIVATION_SIGMOID:
        return sigmoid(x);
    case CK_ACTIVATION_TANH:
        return hyperbolic_tangent(x);
    }
    return x;
}

/// Scales the sums of a tile, adds what is to be added and writes them to C. Not inlined: every tile size shares it.
static __attribute__((noinline)) void write_tile(ck_vector sums[GEMM_ROWS][GEMM_VECTORS], int64_t rows, int64_t columns,
                                                 const ck_gemm_tile *tile) {
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < columns; j += CK_LANES) {
            float *c = tile->c + i * tile->ldc + j;
            const int64_t count = columns - j;
            const int is_full = count >= CK_LANES;
            ck_vector value = vector_multiply(vector_set1(tile->alpha), sums[i][j / CK_LANES]);
            if (tile->beta != 0.0f) {
                ck_vector old = is_full ? vector_load(c) : vector_load_partial(c, count);
                value = vector_multiply_add(vector_set1(tile->beta), old, value);
            }
            if (tile->row_bias != NULL) value = vector_add(value, vector_set1(tile->row_bias[i]));
            if (tile->column_bias != NULL) {
                const float *bias = tile->column_bias + j;
                value = vector_add(value, is_full ? vector_load(bias) : vector_load_partial(bias, count));
            }
            value = activate(tile, value);
            if (is_full) {
                vector_store(c, value);
            } else {
                vector_store_partial(c, value, count);
            }
        }
    }
}

/// The product of `rows` rows and `vectors` vectors of columns, both known where this is inlined, so that all sums stay
/// in registers. A sum takes the same steps whatever the tile's size.
CK_INLINE void multiply_tile(const int rows, const int vectors, int64_t columns, int64_t depth, const float *restrict a,
                             const float *restrict b, const ck_gemm_tile *tile) {
    ck_vector sums[GEMM_ROWS][GEMM_VECTORS];
    UNROLL for (int i = 0; i < rows; i++) {
        UNROLL for (int v = 0; v < vectors; v++) sums[i][v] = vector_zero();
    }
    for (int64_t p = 0; p < depth; p++) {
        ck_vector row[GEMM_VECTORS];
        UNROLL for (int v = 0; v < vectors; v++) row[v] = vector_load(b + v * CK_LANES);
        UNROLL for (int i = 0; i < rows; i++) {
            ck_vector left = vector_set1(a[i]);
            UNROLL for (int v = 0; v < vectors; v++) sums[i][v] = vector_multiply_add(left, row[v], sums[i][v]);
        }
        a += GEMM_ROWS;
        b += GEMM_VECTORS * CK_LANES;
    }
    // A copy, so that the sums themselves have no address and live in registers.
    ck_vector finished[GEMM_ROWS][GEMM_VECTORS];
    UNROLL for (int i = 0; i < rows; i++) {
        UNROLL for (int v = 0; v < vectors; v++) finished[i][v] = sums[i][v];
    }
    write_tile(finished, rows, columns, tile);
}

/// One function for each number of rows, so that the last rows of a matrix cost what they are worth.
#define MULTIPLY_ROWS(rows)                                                                                            \
    static void multiply_##rows(int64_t columns, int64_t depth, const float *a, const float *b,                        \
                                const ck_gemm_tile *tile) {                                                            \
        if (columns > (GEMM_VECTORS - 1) * CK_LANES) {                                                                 \
            multiply_tile(rows, GEMM_VECTORS, columns, depth, a, b, tile);                                             \
        } else {                                                                                                       \
            multiply_tile(rows, GEMM_VECTORS - 1, columns, depth, a, b, tile);                                         \
        }                                                                                                              \
    }
GEMM_FOR_ROWS(MULTIPLY_ROWS)

static void multiply(int64_t rows, int64_t columns, int64_t depth, const float *a, const float *b,
                     const ck_gemm_tile *tile) {
    switch (rows) {
#define CASE(rows)                                                                                                     \
    case rows:                                                                                                         \
        multiply_##rows(columns, depth, a, b, tile);                                                                   \
        break;
        GEMM_FOR_ROWS(CASE)
    }
}

CK_KERNELS_END

const ck_gemm_kernel CK_NAMED(ck_gemm_kernel) = {GEMM_ROWS, GEMM_VECTORS * CK_LANES, multiply};
