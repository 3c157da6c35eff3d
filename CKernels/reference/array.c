#include "micro/array.h"

#include <math.h>
#include <string.h>

#include "reference/binary.h"

/// Where element number `item` of the loops is in one of their arrays.
static int64_t offset_of(const ck_loops *loops, int array, int64_t item) {
    int64_t offset = 0;
    for (int64_t axis = loops->rank - 1; axis >= 0; axis--) {
        offset += item % loops->sizes[axis] * loops->strides[array][axis];
        item /= loops->sizes[axis];
    }
    return offset;
}

static void copy(const void *argument, int64_t begin, int64_t end) {
    const ck_copy_call *call = argument;
    for (int64_t item = begin; item < end; item++) {
        memcpy((char *)call->output + offset_of(&call->loops, 1, item) * call->element_size,
               (const char *)call->input + offset_of(&call->loops, 0, item) * call->element_size,
               (size_t)call->element_size);
    }
}

static void binary(const void *argument, int64_t begin, int64_t end) {
    const ck_binary_loops_call *call = argument;
    for (int64_t item = begin; item < end; item++) {
        call->output[item] = ck_reference_binary(call->operation, call->a[offset_of(&call->loops, 0, item)],
                                                 call->b[offset_of(&call->loops, 1, item)]);
    }
}

static bool compares(ck_comparison comparison, float a, float b) {
    switch (comparison) {
    case CK_COMPARE_EQUAL:
        return a == b;
    case CK_COMPARE_NOT_EQUAL:
        return a != b;
    case CK_COMPARE_LESS:
        return a < b;
    case CK_COMPARE_LESS_EQUAL:
        return a <= b;
    case CK_COMPARE_GREATER:
        return a > b;
    case CK_COMPARE_GREATER_EQUAL:
        return a >= b;
    case CK_COMPARE_COUNT:
        break;
    }
    return false;
}

static void compare(const void *argument, int64_t begin, int64_t end) {
    const ck_compare_call *call = argument;
    for (int64_t item = begin; item < end; item++) {
        call->output[item] = compares(call->comparison, call->a[offset_of(&call->loops, 0, item)],
                                      call->b[offset_of(&call->loops, 1, item)]);
    }
}

static void where(const void *argument, int64_t begin, int64_t end) {
    const ck_where_call *call = argument;
    for (int64_t i = begin; i < end; i++) call->output[i] = call->condition[i] ? call->a[i] : call->b[i];
}

static void take(const void *argument, int64_t begin, int64_t end) {
    const ck_index_call *call = argument;
    for (int64_t row = begin; row < end; row++) {
        const int64_t from = row / call->count * call->axis + call->indices[row % call->count];
        for (int64_t i = 0; i < call->inner; i++) {
            call->output[row * call->inner + i] = call->input[from * call->inner + i];
        }
    }
}

static void clear(const void *argument, int64_t begin, int64_t end) {
    const ck_index_call *call = argument;
    for (int64_t i = begin; i < end; i++) call->output[i] = 0.0f;
}

static void add(const ck_index_call *call, int64_t place, bool has_index_of_its_own) {
    const int64_t o = place / call->inner, i = place % call->inner;
    for (int64_t j = 0; j < call->count; j++) {
        const int64_t from = (o * call->count + j) * call->inner + i;
        const int64_t x = call->indices[has_index_of_its_own ? from : j];
        call->output[(o * call->axis + x) * call->inner + i] += call->input[from];
    }
}

static void take_add(const void *argument, int64_t begin, int64_t end) {
    for (int64_t place = begin; place < end; place++) add(argument, place, false);
}

static void scatter_add(const void *argument, int64_t begin, int64_t end) {
    for (int64_t place = begin; place < end; place++) add(argument, place, true);
}

static void gather(const void *argument, int64_t begin, int64_t end) {
    const ck_index_call *call = argument;
    for (int64_t item = begin; item < end; item++) {
        const int64_t o = item / call->inner / call->count, i = item % call->inner;
        call->output[item] = call->input[(o * call->axis + call->indices[item]) * call->inner + i];
    }
}

static void cumulative_sum(const void *argument, int64_t begin, int64_t end) {
    const ck_cumulative_sum_call *call = argument;
    for (int64_t place = begin; place < end; place++) {
        const int64_t first = place / call->inner * call->axis * call->inner + place % call->inner;
        double sum = 0.0;
        for (int64_t step = 0; step < call->axis; step++) {
            const int64_t x = call->reversed ? call->axis - 1 - step : step;
            sum += (double)call->input[first + x * call->inner];
            call->output[first + x * call->inner] = (float)sum;
        }
    }
}

static bool comes_before(float a, float b, bool descending) {
    if (isnan(a) || isnan(b)) return descending ? isnan(a) && !isnan(b) : isnan(b) && !isnan(a);
    return descending ? a > b : a < b;
}

/// Insertion of one position after the other.
static void sort(const ck_sort_call *call, int64_t place, uint64_t *positions) {
    const int64_t o = place / call->inner, i = place % call->inner;
    const float *input = call->input + o * call->axis * call->inner + i;
    for (int64_t x = 0; x < call->axis; x++) {
        int64_t to = x;
        for (; to > 0; to--) {
            const float before = input[(int64_t)positions[to - 1] * call->inner];
            if (!comes_before(input[x * call->inner], before, call->descending)) break;
            positions[to] = positions[to - 1];
        }
        positions[to] = (uint64_t)x;
    }
    for (int64_t x = 0; x < call->k; x++) {
        const int64_t result = (o * call->k + x) * call->inner + i;
        if (call->output != NULL) call->output[result] = input[(int64_t)positions[x] * call->inner];
        if (call->indices != NULL) call->indices[result] = (int32_t)positions[x];
    }
}

const ck_array_kernels ck_array_reference = {
    .grain = CK_ONE_PIECE,
    .copy = copy,
    .binary = binary,
    .compare = compare,
    .where = where,
    .take = take,
    .clear = clear,
    .take_add = take_add,
    .gather = gather,
    .scatter_add = scatter_add,
    .cumulative_sum = cumulative_sum,
    .sort = sort,
};
