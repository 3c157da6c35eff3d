/// Reductions: rows where the axis is contiguous, vectors of columns where it is not.
#include "micro/reduction.h"

#include <string.h>

#include "micro/templates/rows.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

CK_INLINE float reduce_row(ck_reduce_operation operation, const float *row, int64_t count) {
    switch (operation) {
    case CK_REDUCE_SUM:
        return row_sum(row, count);
    case CK_REDUCE_SUM_OF_SQUARES:
        return row_sum_of_squares(row, count);
    case CK_REDUCE_MAXIMUM:
        return row_extreme(row, count, true);
    case CK_REDUCE_MINIMUM:
        return row_extreme(row, count, false);
    case CK_REDUCE_COUNT:
        break;
    }
    return 0.0f;
}

CK_INLINE ck_vector start_of(ck_reduce_operation operation) {
    if (operation == CK_REDUCE_MAXIMUM) return vector_set1(-INFINITY);
    return operation == CK_REDUCE_MINIMUM ? vector_set1(INFINITY) : vector_zero();
}

CK_INLINE ck_vector combine(ck_reduce_operation operation, ck_vector reduced, ck_vector x) {
    switch (operation) {
    case CK_REDUCE_SUM:
        return vector_add(reduced, x);
    case CK_REDUCE_SUM_OF_SQUARES:
        return vector_multiply_add(x, x, reduced);
    case CK_REDUCE_MAXIMUM:
        return maximum_or_nan(reduced, x);
    case CK_REDUCE_MINIMUM:
        return minimum_or_nan(reduced, x);
    case CK_REDUCE_COUNT:
        break;
    }
    return reduced;
}

/// Reduces `vectors` neighbouring vectors of columns over all rows, in runs whose results are combined in turn.
CK_INLINE void reduce_vectors(ck_reduce_operation operation, const float *input, int64_t rows, int64_t stride,
                              int vectors, int64_t lanes, float beta, float *output) {
    enum { MOST_VECTORS = 4, ROWS_PER_RUN = 128 };
    const ck_reduce_operation outer = operation == CK_REDUCE_SUM_OF_SQUARES ? CK_REDUCE_SUM : operation;
    ck_vector total[MOST_VECTORS], run[MOST_VECTORS];
    for (int v = 0; v < vectors; v++) total[v] = start_of(operation);
    for (int64_t row = 0; row < rows;) {
        const int64_t stop = rows - row < ROWS_PER_RUN ? rows : row + ROWS_PER_RUN;
        for (int v = 0; v < vectors; v++) run[v] = start_of(operation);
        for (; row < stop; row++) {
            for (int v = 0; v < vectors; v++) {
                run[v] = combine(operation, run[v], load(input + row * stride + v * CK_LANES, lanes));
            }
        }
        for (int v = 0; v < vectors; v++) total[v] = combine(outer, total[v], run[v]);
    }
    for (int v = 0; v < vectors; v++) store_gradient(output + v * CK_LANES, total[v], beta, lanes);
}

CK_INLINE void reduce_columns(ck_reduce_operation operation, const float *input, int64_t rows, int64_t stride,
                              int64_t columns, float beta, float *output) {
    enum { GROUP = 4 };
    int64_t column = 0;
    for (; column + GROUP * CK_LANES <= columns; column += GROUP * CK_LANES) {
        reduce_vectors(operation, input + column, rows, stride, GROUP, CK_LANES, beta, output + column);
    }
    CK_FOR_VECTORS(column, columns,
                   { reduce_vectors(operation, input + i, rows, stride, 1, lanes, beta, output + i); });
}

CK_INLINE void reduce_range(ck_reduce_operation operation, const ck_reduce_call *call, int64_t begin, int64_t end) {
    while (begin < end) {
        const int64_t row = begin / call->inner, column = begin % call->inner;
        const int64_t first = row % call->blocks * call->block_length, left = call->axis - first;
        const int64_t length = left < call->block_length ? left : call->block_length;
        const float *input = call->input + (row / call->blocks * call->axis + first) * call->inner + column;
        float *output = call->output + begin;
        if (call->inner == 1) {
            const float reduced = reduce_row(operation, input, length);
            *output = call->beta == 0.0f ? reduced : *output + reduced;
            begin++;
            continue;
        }
        const int64_t in_row = call->inner - column, count = in_row < end - begin ? in_row : end - begin;
        reduce_columns(operation, input, length, call->inner, count, call->beta, output);
        begin += count;
    }
}

static void reduce(const void *argument, int64_t begin, int64_t end) {
    const ck_reduce_call *call = argument;
    switch (call->operation) {
    case CK_REDUCE_SUM:
        reduce_range(CK_REDUCE_SUM, call, begin, end);
        break;
    case CK_REDUCE_SUM_OF_SQUARES:
        reduce_range(CK_REDUCE_SUM_OF_SQUARES, call, begin, end);
        break;
    case CK_REDUCE_MAXIMUM:
        reduce_range(CK_REDUCE_MAXIMUM, call, begin, end);
        break;
    case CK_REDUCE_MINIMUM:
        reduce_range(CK_REDUCE_MINIMUM, call, begin, end);
        break;
    case CK_REDUCE_COUNT:
        break;
    }
}

static void argmax_of_columns(const float *input, int64_t rows, int64_t stride, int64_t columns, int32_t *output) {
    CK_FOR_VECTORS(0, columns, {
        ck_vector maximum = load(input + i, lanes);
        ck_int_vector position = int_vector_set1(0);
        for (int64_t row = 1; row < rows; row++) {
            ck_vector x = load(input + row * stride + i, lanes);
            ck_mask is_new = exceeds(x, maximum);
            maximum = vector_select(is_new, x, maximum);
            position = int_vector_select(is_new, int_vector_set1((int32_t)row), position);
        }
        int32_t positions[CK_LANES];
        int_vector_store(positions, position);
        memcpy(output + i, positions, (size_t)lanes * sizeof *positions);
    });
}

static void argmax(const void *argument, int64_t begin, int64_t end) {
    const ck_argmax_call *call = argument;
    while (begin < end) {
        const int64_t column = begin % call->inner;
        const float *input = call->input + begin / call->inner * call->axis * call->inner + column;
        const int64_t in_row = call->inner - column, count = in_row < end - begin ? in_row : end - begin;
        if (call->inner == 1) {
            call->output[begin] = (int32_t)row_argmax(input, call->axis);
        } else {
            argmax_of_columns(input, call->axis, call->inner, count, call->output + begin);
        }
        begin += count;
    }
}

CK_KERNELS_END

const ck_reduction_kernels CK_NAMED(ck_reduction) = {.grain = CK_GRAIN, .reduce = reduce, .argmax = argmax};
