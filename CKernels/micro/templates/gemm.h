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

/// C = activation(alpha * sum + beta * old + bias) for one vector of a row, `count` of whose lanes count.
CK_INLINE ck_vector finish(const ck_gemm_tile *tile, ck_vector sum, const float *old, int64_t i, int64_t j,
                           int64_t count) {
    ck_vector value = vector_multiply(vector_set1(tile->alpha), sum);
    if (tile->beta != 0.0f) value = vector_multiply_add(vector_set1(tile->beta), load(old, count), value);
    if (tile->row_bias != NULL) value = vector_add(value, vector_set1(tile->row_bias[i]));
    if (tile->column_bias != NULL) value = vector_add(value, load(tile->column_bias + j, count));
    return activate(tile, value);
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

/// Whether C is the sums, or what C was plus the sums: most tiles of a long product.
CK_INLINE int is_plain(const ck_gemm_tile *tile) {
    return tile->row_offsets == NULL && tile->alpha == 1.0f && (tile->beta == 0.0f || tile->beta == 1.0f) &&
           tile->row_bias == NULL && tile->column_bias == NULL && tile->activation == CK_ACTIVATION_NONE;
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
    if (tile->row_offsets == NULL) {
        // C is on its way to the cache while the sums are made.
        UNROLL for (int i = 0; i < rows; i++) {
            __builtin_prefetch(tile->c + i * tile->ldc, 1);
            __builtin_prefetch(tile->c + i * tile->ldc + columns - 1, 1);
        }
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
    if (is_plain(tile) && columns == vectors * CK_LANES) {
        const int adds = tile->beta != 0.0f;
        UNROLL for (int i = 0; i < rows; i++) {
            float *c = tile->c + i * tile->ldc;
            UNROLL for (int v = 0; v < vectors; v++) {
                ck_vector sum = sums[i][v];
                if (adds) sum = vector_add(vector_load(c + v * CK_LANES), sum);
                vector_store(c + v * CK_LANES, sum);
            }
        }
        return;
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

static void copy(const float *source, int64_t stride, int64_t count, int64_t depth, int64_t width, float *panel) {
    for (int64_t p = 0; p < depth; p++, source += stride, panel += width) {
        for (int64_t i = 0; i < width; i += CK_LANES) {
            store(panel + i, i < count ? load(source + i, lanes_from(i, count)) : vector_zero(), lanes_from(i, width));
        }
    }
}

/// LANES x LANES values at a time through registers; the rest one by one.
static void interleave(const float *source, int64_t stride, int64_t count, int64_t depth, int64_t width, float *panel) {
    for (int64_t i = 0; i < width; i += CK_LANES) {
        const int64_t rows = count - i < CK_LANES ? count - i : CK_LANES;
        const int64_t lanes = width - i < CK_LANES ? width - i : CK_LANES;
        for (int64_t p = 0; p < depth; p += CK_LANES) {
            const int64_t steps = depth - p < CK_LANES ? depth - p : CK_LANES;
            ck_vector block[CK_LANES];
            const float *from = source + i * stride + p;
            if (rows == CK_LANES && steps == CK_LANES) {
                UNROLL for (int row = 0; row < CK_LANES; row++) block[row] = vector_load(from + row * stride);
            } else {
                for (int row = 0; row < CK_LANES; row++) {
                    block[row] = row < rows ? load(from + row * stride, steps) : vector_zero();
                }
            }
            vectors_transpose(block);
            float *to = panel + p * width + i;
            if (lanes == CK_LANES && steps == CK_LANES) {
                UNROLL for (int step = 0; step < CK_LANES; step++) vector_store(to + step * width, block[step]);
            } else {
                for (int step = 0; step < steps; step++) store(to + step * width, block[step], lanes);
            }
        }
    }
}

CK_KERNELS_END

const ck_gemm_kernel CK_NAMED(ck_gemm_kernel) = {GEMM_ROWS, GEMM_VECTORS * CK_LANES, CK_LANES, multiply, copy,
                                                 interleave};
