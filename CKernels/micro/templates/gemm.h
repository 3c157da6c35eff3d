/// The micro-kernel of matrix multiplication over vectors of any length. Before this header, define
/// - GEMM_ROWS, GEMM_VECTORS: the tile, as large as the registers hold next to one row of B and one value of A;
/// - GEMM_FOR_ROWS(one): one(1) ... one(GEMM_ROWS);
/// - GEMM_READS_RUNS: 1 where steps are so short that looking their offsets up is felt, else 0.
#include "micro/gemm.h"
#include "micro/templates/activation.h"
#include "micro/templates/vectors.h"

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

/// Rows first ..< first + count of a tile whose elements in a column lie `step` apart; none behind the last row.
typedef struct {
    int64_t first;
    int64_t count;
    int64_t step;
} row_run;

static inline row_run next_run(const int64_t *offsets, int64_t first, int64_t rows) {
    row_run run = {first, first < rows, 1};
    if (first + 1 < rows) run.step = offsets[first + 1] - offsets[first];
    while (first + run.count < rows && offsets[first + run.count] - offsets[first + run.count - 1] == run.step) {
        run.count++;
    }
    return run;
}

/// values += beta * C for the rows of a run.
static void add_run(float (*values)[CK_LANES], const row_run *run, int64_t columns, const ck_gemm_tile *tile) {
    const int64_t column_stride = tile->column_stride, step = run->step, count = run->count;
    const float *c = tile->c + tile->row_offsets[run->first];
    const ck_vector beta = vector_set1(tile->beta);
    for (int64_t j = 0; j < columns; j++, c += column_stride) {
        float *value = values[j] + run->first;
        if (step == 1) {
            const ck_vector sum = vector_load_partial(value, count);
            vector_store_partial(value, vector_multiply_add(beta, vector_load_partial(c, count), sum), count);
        } else {
            for (int64_t i = 0; i < count; i++) value[i] += tile->beta * c[i * step];
        }
    }
}

static void store_run(float (*values)[CK_LANES], const row_run *run, int64_t columns, const ck_gemm_tile *tile) {
    const int64_t column_stride = tile->column_stride, step = run->step, count = run->count;
    float *c = tile->c + tile->row_offsets[run->first];
    if (step == 1) {
        for (int64_t j = 0; j < columns; j++, c += column_stride) {
            vector_store_partial(c, vector_load(values[j] + run->first), count);
        }
    } else if (step == 2) {
        for (int64_t j = 0; j < columns; j++, c += column_stride) {
            vector_store_alternate(c, vector_load(values[j] + run->first), count);
        }
    } else {
        for (int64_t j = 0; j < columns; j++, c += column_stride) {
            for (int64_t i = 0; i < count; i++) c[i * step] = values[j][run->first + i];
        }
    }
}

/// Writes a tile whose columns lie apart: it is transposed, so that vectors run along them.
static void write_scattered(const float sums[GEMM_ROWS][GEMM_VECTORS * CK_LANES], int64_t rows, int64_t columns,
                            const ck_gemm_tile *tile) {
    // One vector per column, and room to read a vector from the middle of the last one.
    float values[GEMM_VECTORS * CK_LANES + 1][CK_LANES];
    const ck_vector alpha = vector_set1(tile->alpha);
    for (int64_t j = 0; j < columns; j += CK_LANES) {
        ck_vector square[CK_LANES];
        UNROLL for (int i = 0; i < CK_LANES; i++) {
            square[i] = i < GEMM_ROWS && i < rows ? vector_load(&sums[i < GEMM_ROWS ? i : 0][j]) : vector_zero();
        }
        vectors_transpose(square);
        UNROLL for (int i = 0; i < CK_LANES; i++) vector_store(values[j + i], vector_multiply(alpha, square[i]));
    }
    vector_store(values[GEMM_VECTORS * CK_LANES], vector_zero());
    if (tile->beta != 0.0f) {
        for (row_run run = next_run(tile->row_offsets, 0, rows); run.count > 0;
             run = next_run(tile->row_offsets, run.first + run.count, rows)) {
            add_run(values, &run, columns, tile);
        }
    }
    if (tile->row_bias != NULL || tile->column_bias != NULL || tile->activation != CK_ACTIVATION_NONE) {
        const ck_vector row_bias = tile->row_bias == NULL ? vector_zero() : vector_load_partial(tile->row_bias, rows);
        for (int64_t j = 0; j < columns; j++) {
            ck_vector value = vector_add(vector_load(values[j]), row_bias);
            if (tile->column_bias != NULL) value = vector_add(value, vector_set1(tile->column_bias[j]));
            vector_store(values[j], activate(tile->activation, tile->negative_slope, value));
        }
    }
    for (row_run run = next_run(tile->row_offsets, 0, rows); run.count > 0;
         run = next_run(tile->row_offsets, run.first + run.count, rows)) {
        store_run(values, &run, columns, tile);
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

/// Fetches the lines of C that a tile is about to write, while it is being computed.
CK_INLINE void prefetch_tile(int64_t rows, int64_t columns, const ck_gemm_tile *tile) {
    if (tile->row_offsets == NULL) {
        for (int64_t i = 0; i < rows; i++) {
            __builtin_prefetch(tile->c + i * tile->ldc, 1);
            __builtin_prefetch(tile->c + i * tile->ldc + columns - 1, 1);
        }
    } else {
        const float *first = tile->c + tile->row_offsets[0], *last = tile->c + tile->row_offsets[rows - 1];
        for (int64_t j = 0; j < columns; j++) {
            __builtin_prefetch(first + j * tile->column_stride, 1);
            __builtin_prefetch(last + j * tile->column_stride, 1);
        }
    }
}

/// One step of the depth: a column of A, `offset` from the rows' beginnings, times a row of B.
CK_INLINE void multiply_step(const int rows, const int vectors, const float *restrict const *a, int64_t offset,
                             const float *b, ck_vector sums[GEMM_ROWS][GEMM_VECTORS]) {
    ck_vector row[GEMM_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) row[v] = vector_load(b + v * CK_LANES);
    UNROLL for (int i = 0; i < rows; i++) {
        ck_vector left = vector_set1(a[i][offset]);
        UNROLL for (int v = 0; v < vectors; v++) {
            sums[i][v] = vector_multiply_add(left, row[v], sums[i][v]);
            // Without this the compiler loads all of A's values first and runs out of registers for the sums.
            vector_pin(&sums[i][v]);
        }
    }
}

/// The product of `rows` rows and `vectors` vectors of columns; `steps` are unrolled, with the offsets of A in runs of
/// `length`, `distance` apart. All five are known where this is inlined, so that all sums stay in registers. A sum
/// takes the same steps whatever they are.
CK_INLINE void multiply_tile(const int rows, const int vectors, const int steps, const int length, const int distance,
                             int64_t columns, int64_t depth, const ck_gemm_operands *operands,
                             const ck_gemm_tile *tile) {
    const int32_t *restrict a_offsets = operands->a_offsets, *restrict b_offsets = operands->b_offsets;
    const float *restrict b = operands->b, *restrict a[GEMM_ROWS];
    const int64_t b_step = operands->b_step;
    ck_vector sums[GEMM_ROWS][GEMM_VECTORS];
    prefetch_tile(rows, columns, tile);
    UNROLL for (int i = 0; i < rows; i++) {
        a[i] = operands->rows[i];
        UNROLL for (int v = 0; v < vectors; v++) sums[i][v] = vector_zero();
    }
    int64_t p = 0;
    if (steps > 1) {
        for (; p + steps <= depth; p += steps) {
            const float *row = b + b_offsets[p];
            int64_t offset = 0;
            UNROLL for (int step = 0; step < steps; step++, row += b_step) {
                if (step % length == 0) offset = a_offsets[p + step];
                multiply_step(rows, vectors, a, offset + step % length * distance, row, sums);
            }
        }
    }
    for (; p < depth; p++) multiply_step(rows, vectors, a, a_offsets[p], b + b_offsets[p], sums);
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

#if GEMM_READS_RUNS
#define MULTIPLY_RUNS(name, steps, length, distance)                                                                   \
    case name:                                                                                                         \
        multiply_tile(ROWS, GEMM_VECTORS, steps, length, distance, columns, depth, operands, tile);                    \
        break;

#define MULTIPLY_ANY_RUNS                                                                                              \
    switch (operands->runs) {                                                                                          \
        CK_GEMM_FOR_RUNS(MULTIPLY_RUNS)                                                                                \
        MULTIPLY_RUNS(CK_GEMM_PANELS, 4, 4, GEMM_VECTORS * CK_LANES)                                                   \
    case CK_GEMM_NO_RUNS:                                                                                              \
        multiply_tile(ROWS, GEMM_VECTORS, 1, 1, 0, columns, depth, operands, tile);                                    \
        break;                                                                                                         \
    }
#else
#define MULTIPLY_ANY_RUNS multiply_tile(ROWS, GEMM_VECTORS, 1, 1, 0, columns, depth, operands, tile);
#endif

/// One function for each number of rows, so that the last rows of a matrix cost what they are worth.
#define MULTIPLY_ROWS(rows)                                                                                            \
    static void multiply_##rows(int64_t columns, int64_t depth, const ck_gemm_operands *operands,                      \
                                const ck_gemm_tile *tile) {                                                            \
        enum { ROWS = rows };                                                                                          \
        if (columns > (GEMM_VECTORS - 1) * CK_LANES) {                                                                 \
            MULTIPLY_ANY_RUNS                                                                                          \
        } else {                                                                                                       \
            /* The last columns of a matrix: not worth the code for each kind of run. */                               \
            multiply_tile(ROWS, GEMM_VECTORS - 1, 1, 1, 0, columns, depth, operands, tile);                            \
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

static void copy(const float *from, int64_t from_stride, int64_t rows, int64_t columns, float *to, int64_t to_stride,
                 int64_t width) {
    for (int64_t i = 0; i < rows; i++, from += from_stride, to += to_stride) {
        for (int64_t j = 0; j < width; j += CK_LANES) {
            store(to + j, j < columns ? load(from + j, lanes_from(j, columns)) : vector_zero(), lanes_from(j, width));
        }
    }
}

/// Distance in floats between what is transposed and what is fetched.
enum { PREFETCHED = 64 };

/// LANES x LANES values at a time through registers.
static void transpose(const float *from, int64_t from_stride, int64_t rows, int64_t columns, float *to,
                      int64_t to_stride, int64_t width) {
    for (int64_t j = 0; j < columns; j += CK_LANES) {
        const int64_t column_count = lanes_from(j, columns);
        for (int64_t i = 0; i < width; i += CK_LANES) {
            const int64_t row_count = lanes_from(i, rows), width_count = lanes_from(i, width);
            ck_vector square[CK_LANES];
            UNROLL for (int k = 0; k < CK_LANES; k++) {
                // So many rows at once are more than the CPU's own prefetching follows.
                if (k < row_count) __builtin_prefetch(from + (i + k) * from_stride + j + PREFETCHED);
                square[k] = k < row_count ? load(from + (i + k) * from_stride + j, column_count) : vector_zero();
            }
            vectors_transpose(square);
            UNROLL for (int k = 0; k < CK_LANES; k++) {
                if (k < column_count) store(to + (j + k) * to_stride + i, square[k], width_count);
            }
        }
    }
}

CK_KERNELS_END

const ck_gemm_kernel CK_NAMED(ck_gemm_kernel) = {GEMM_ROWS, GEMM_VECTORS * CK_LANES, CK_LANES, multiply, copy,
                                                 transpose};
