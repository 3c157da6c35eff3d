// Sums and products are accumulated in double.
#include "micro/reduction.h"

#include <math.h>

static double start(ck_reduce_operation operation) {
    if (operation == CK_REDUCE_MAXIMUM) return -INFINITY;
    if (operation == CK_REDUCE_PRODUCT) return 1.0;
    return operation == CK_REDUCE_MINIMUM ? INFINITY : 0.0;
}

/// A NaN is the maximum and the minimum.
static double combine(ck_reduce_operation operation, double reduced, double value) {
    switch (operation) {
    case CK_REDUCE_SUM:
        return reduced + value;
    case CK_REDUCE_SUM_OF_SQUARES:
        return reduced + value * value;
    case CK_REDUCE_MAXIMUM:
        return isnan(reduced) || reduced > value ? reduced : value;
    case CK_REDUCE_MINIMUM:
        return isnan(reduced) || reduced < value ? reduced : value;
    case CK_REDUCE_PRODUCT:
        return reduced * value;
    case CK_REDUCE_COUNT:
        break;
    }
    return reduced;
}

static void reduce(const void *argument, int64_t begin, int64_t end) {
    const ck_reduce_call *call = argument;
    for (int64_t item = begin; item < end; item++) {
        int64_t i = item % call->inner, row = item / call->inner, o = row / call->blocks;
        int64_t first = row % call->blocks * call->block_length, last = first + call->block_length;
        double reduced = start(call->operation);
        for (int64_t x = first; x < last && x < call->axis; x++) {
            reduced = combine(call->operation, reduced, call->input[(o * call->axis + x) * call->inner + i]);
        }
        call->output[item] = (float)(call->beta == 0.0f ? reduced : call->output[item] + reduced);
    }
}

static void around_axis(const void *argument, int64_t begin, int64_t end) {
    const ck_reduce_around_axis_call *call = argument;
    const ck_reduce_descriptor size = call->size;
    for (int64_t x = begin; x < end; x++) {
        double reduced = start(call->operation);
        for (int64_t o = 0; o < size.outer; o++) {
            for (int64_t i = 0; i < size.inner; i++) {
                reduced = combine(call->operation, reduced, call->input[(o * size.axis + x) * size.inner + i]);
            }
        }
        call->output[x] = (float)(call->beta == 0.0f ? reduced : call->output[x] + reduced);
    }
}

static void argmax(const void *argument, int64_t begin, int64_t end) {
    const ck_argmax_call *call = argument;
    for (int64_t item = begin; item < end; item++) {
        const float *first = call->input + item / call->inner * call->axis * call->inner + item % call->inner;
        int64_t best = 0;
        for (int64_t x = 1; x < call->axis; x++) {
            const float value = first[x * call->inner], known = first[best * call->inner];
            const bool is_better = call->is_minimum ? value < known : value > known;
            if (!isnan(known) && (is_better || isnan(value))) best = x;
        }
        call->output[item] = (int32_t)best;
    }
}

const ck_reduction_kernels ck_reduction_reference = {
    .grain = CK_ONE_PIECE,
    .reduce = reduce,
    .around_axis = around_axis,
    .argmax = argmax,
};
