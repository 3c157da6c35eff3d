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
    case CK_REDUCE_PRODUCT:
        return row_product(row, count);
    case CK_REDUCE_COUNT:
        break;
    }
    return 0.0f;
}

CK_INLINE ck_vector start_of(ck_reduce_operation operation) {
    if (operation == CK_REDUCE_MAXIMUM) return vector_set1(-INFINITY);
    if (operation == CK_REDUCE_PRODUCT) return vector_set1(1.0f);
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
    case CK_REDUCE_PRODUCT:
        return vector_multiply(reduced, x);
    case CK_REDUCE_COUNT:
        break;
    }
    return reduced;
}

/// Columns that are reduced at once: rows are read in order, as the CPU fetches ahead.
enum { MOST_COLUMNS = 1024 };

/// Reduces `columns` neighbouring columns, at most MOST_COLUMNS, over all rows, in runs whose results are combined in
/// turn.
CK_INLINE void reduce_columns(ck_reduce_operation operation, const float *input, int64_t rows, int64_t stride,
                              int64_t columns, float beta, float *output) {
    enum { ROWS_PER_RUN = 128 };
    const ck_reduce_operation outer = operation == CK_REDUCE_SUM_OF_SQUARES ? CK_REDUCE_SUM : operation;
    const int64_t padded = (columns + CK_LANES - 1) / CK_LANES * CK_LANES;
    float total[MOST_COLUMNS + CK_LANES], run[MOST_COLUMNS + CK_LANES];
    for (int64_t i = 0; i < padded; i += CK_LANES) vector_store(total + i, start_of(operation));
    for (int64_t row = 0; row < rows;) {
        const int64_t stop = rows - row < ROWS_PER_RUN ? rows : row + ROWS_PER_RUN;
        for (int64_t i = 0; i < padded; i += CK_LANES) vector_store(run + i, start_of(operation));
        for (; row < stop; row++) {
            CK_FOR_VECTORS(0, columns, {
                vector_store(run + i, combine(operation, vector_load(run + i), load(input + row * stride + i, lanes)));
            });
        }
        for (int64_t i = 0; i < padded; i += CK_LANES) {
            vector_store(total + i, combine(outer, vector_load(total + i), vector_load(run + i)));
        }
    }
    CK_FOR_VECTORS(0, columns, { store_gradient(output + i, vector_load(total + i), beta, lanes); });
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
        const int64_t in_row = call->inner - column, wanted = in_row < end - begin ? in_row : end - begin;
        const int64_t count = wanted < MOST_COLUMNS ? wanted : MOST_COLUMNS;
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
    case CK_REDUCE_PRODUCT:
        reduce_range(CK_REDUCE_PRODUCT, call, begin, end);
        break;
    case CK_REDUCE_COUNT:
        break;
    }
}

CK_INLINE void argmax_of_columns(const float *input, int64_t rows, int64_t stride, int64_t columns, bool is_minimum,
                                 int32_t *output) {
    CK_FOR_VECTORS(0, columns, {
        ck_vector maximum = load_or_negate(input + i, lanes, is_minimum);
        ck_int_vector position = int_vector_set1(0);
        for (int64_t row = 1; row < rows; row++) {
            ck_vector x = load_or_negate(input + row * stride + i, lanes, is_minimum);
            ck_mask is_new = exceeds(x, maximum);
            maximum = vector_select(is_new, x, maximum);
            position = int_vector_select(is_new, int_vector_set1((int32_t)row), position);
        }
        int32_t positions[CK_LANES];
        int_vector_store(positions, position);
        memcpy(output + i, positions, (size_t)lanes * sizeof *positions);
    });
}

CK_INLINE void argmax_range(const ck_argmax_call *call, bool is_minimum, int64_t begin, int64_t end) {
    while (begin < end) {
        const int64_t column = begin % call->inner;
        const float *input = call->input + begin / call->inner * call->axis * call->inner + column;
        const int64_t in_row = call->inner - column, count = in_row < end - begin ? in_row : end - begin;
        if (call->inner == 1) {
            call->output[begin] = (int32_t)row_argmax(input, call->axis, is_minimum);
        } else {
            argmax_of_columns(input, call->axis, call->inner, count, is_minimum, call->output + begin);
        }
        begin += count;
    }
}

static void argmax(const void *argument, int64_t begin, int64_t end) {
    const ck_argmax_call *call = argument;
    if (call->is_minimum) {
        argmax_range(call, true, begin, end);
    } else {
        argmax_range(call, false, begin, end);
    }
}

CK_KERNELS_END

const ck_reduction_kernels CK_NAMED(ck_reduction) = {.grain = CK_GRAIN, .reduce = reduce, .argmax = argmax};
