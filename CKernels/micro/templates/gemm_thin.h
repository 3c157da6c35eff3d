/// Thin products over vectors of any length. They are as fast as the large matrix can be read, once.
#include "micro/gemm_thin.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// Rows that are read side by side, so that their sums do not wait for each other.
enum { ROWS = 4 };
/// Steps of the depth that are added at a time.
enum { STEPS = 4 };

/// Vectors run along the depth; `rows` and `vectors` are known where this is inlined.
CK_INLINE void multiply_rows(const int rows, const int vectors, const ck_gemm_thin_call *call, int64_t first) {
    ck_vector sums[ROWS][CK_THIN_VECTORS];
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = vector_zero();
    }
    const float *matrix = call->matrix + first * call->matrix_stride;
    CK_FOR_VECTORS(0, call->depth, {
        ck_vector right[CK_THIN_VECTORS];
        UNROLL for (int v = 0; v < vectors; v++) right[v] = load(call->vector + v * call->vector_stride + i, lanes);
        UNROLL for (int r = 0; r < rows; r++) {
            const ck_vector left = load(matrix + r * call->matrix_stride + i, lanes);
            UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = vector_multiply_add(left, right[v], sums[r][v]);
        }
    });
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < vectors; v++) call->sums[v * CK_THIN_ROWS + first + r] = vector_sum(sums[r][v]);
    }
}

/// Vectors run along the rows; a few steps of the depth at a time, so that the matrix is read in long runs and the
/// sums, which lie in the nearest cache, are touched once for all of them.
CK_INLINE void add_steps(const int steps, const int vectors, const ck_gemm_thin_call *call, int64_t p) {
    const float *matrix = call->matrix + p * call->matrix_stride;
    ck_vector left[CK_THIN_VECTORS][STEPS];
    UNROLL for (int v = 0; v < vectors; v++) {
        UNROLL for (int s = 0; s < steps; s++) left[v][s] = vector_set1(call->vector[v * call->vector_stride + p + s]);
    }
    CK_FOR_VECTORS(0, call->count, {
        ck_vector right[STEPS];
        UNROLL for (int s = 0; s < steps; s++) right[s] = load(matrix + s * call->matrix_stride + i, lanes);
        UNROLL for (int v = 0; v < vectors; v++) {
            float *sums = call->sums + v * CK_THIN_ROWS + i;
            ck_vector sum = p == 0 ? vector_zero() : load(sums, lanes);
            UNROLL for (int s = 0; s < steps; s++) sum = vector_multiply_add(left[v][s], right[s], sum);
            store(sums, sum, lanes);
        }
    });
}

/// One pair of functions for each number of vectors.
#define MULTIPLY_VECTORS(vectors)                                                                                      \
    static void by_rows_##vectors(const ck_gemm_thin_call *call) {                                                     \
        int64_t first = 0;                                                                                             \
        for (; first + ROWS <= call->count; first += ROWS) multiply_rows(ROWS, vectors, call, first);                  \
        for (; first < call->count; first++) multiply_rows(1, vectors, call, first);                                   \
    }                                                                                                                  \
    static void by_columns_##vectors(const ck_gemm_thin_call *call) {                                                  \
        int64_t p = 0;                                                                                                 \
        for (; p + STEPS <= call->depth; p += STEPS) add_steps(STEPS, vectors, call, p);                               \
        for (; p < call->depth; p++) add_steps(1, vectors, call, p);                                                   \
    }
MULTIPLY_VECTORS(1)
MULTIPLY_VECTORS(2)
MULTIPLY_VECTORS(3)
MULTIPLY_VECTORS(4)

static void by_rows(const ck_gemm_thin_call *call) {
    static void (*const functions[])(const ck_gemm_thin_call *) = {by_rows_1, by_rows_2, by_rows_3, by_rows_4};
    functions[call->vectors - 1](call);
}

static void by_columns(const ck_gemm_thin_call *call) {
    static void (*const functions[])(const ck_gemm_thin_call *) = {by_columns_1, by_columns_2, by_columns_3,
                                                                   by_columns_4};
    functions[call->vectors - 1](call);
}

CK_KERNELS_END

const ck_gemm_thin_kernel CK_NAMED(ck_gemm_thin) = {by_rows, by_columns};
