/// Selection by index along an axis of [outer, axis, inner], and sums along it.
#ifndef CK_MICRO_TEMPLATES_ARRAY_INDEX_H
#define CK_MICRO_TEMPLATES_ARRAY_INDEX_H

#include <string.h>

#include "micro/array.h"
#include "micro/templates/contiguous.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// Runs the statements for each part of the range with a common outer position `o`: `count` places from `i` of
/// `inner` on.
#define CK_FOR_PLACES(inner, begin, end, ...)                                                                          \
    do {                                                                                                               \
        while ((begin) < (end)) {                                                                                      \
            const int64_t o = (begin) / (inner), i = (begin) % (inner);                                                \
            const int64_t count = (inner) - i < (end) - (begin) ? (inner) - i : (end) - (begin);                       \
            __VA_ARGS__(begin) += count;                                                                               \
        }                                                                                                              \
    } while (0)

static void take(const void *argument, int64_t begin, int64_t end) {
    const ck_index_call *call = argument;
    const int64_t inner = call->inner;
    CK_FOR_PLACES(call->count, begin, end, {
        const float *input = call->input + o * call->axis * inner;
        const int32_t *indices = call->indices + i;
        float *restrict output = call->output + begin * inner;
        if (inner == 1) {
            for (int64_t j = 0; j < count; j++) output[j] = input[indices[j]];
        } else {
            for (int64_t j = 0; j < count; j++) {
                float *to = output + j * inner;
                copy_contiguous(input + indices[j] * inner, to, inner, can_stream_row(call->is_streamed, to, inner));
            }
        }
    });
}

static void clear(const void *argument, int64_t begin, int64_t end) {
    const ck_index_call *call = argument;
    const bool streams = can_stream(call->is_streamed, call->output);
    CK_FOR_VECTORS(begin, end, { store_output(call->output + i, vector_zero(), lanes, streams); });
}

static void take_add(const void *argument, int64_t begin, int64_t end) {
    const ck_index_call *call = argument;
    const int64_t inner = call->inner;
    CK_FOR_PLACES(inner, begin, end, {
        const float *from = call->input + o * call->count * inner + i;
        float *output = call->output + o * call->axis * inner + i;
        for (int64_t j = 0; j < call->count; j++, from += inner) {
            float *to = output + call->indices[j] * inner;
            if (inner == 1) {
                *to += *from;
            } else {
                CK_FOR_VECTORS(0, count,
                               { store(to + i, vector_add(load(to + i, lanes), load(from + i, lanes)), lanes); });
            }
        }
    });
}

static void gather(const void *argument, int64_t begin, int64_t end) {
    const ck_index_call *call = argument;
    const int64_t inner = call->inner;
    if (inner == 1) {
        CK_FOR_PLACES(call->count, begin, end, {
            const float *input = call->input + o * call->axis;
            const int32_t *indices = call->indices + o * call->count + i;
            float *restrict output = call->output + o * call->count + i;
            for (int64_t j = 0; j < count; j++) output[j] = input[indices[j]];
        });
        return;
    }
    // Here `o` counts the rows [o, j].
    CK_FOR_PLACES(inner, begin, end, {
        const float *input = call->input + o / call->count * call->axis * inner + i;
        const int32_t *indices = call->indices + begin;
        float *restrict output = call->output + begin;
        for (int64_t x = 0; x < count; x++) output[x] = input[indices[x] * inner + x];
    });
}

static void scatter_add(const void *argument, int64_t begin, int64_t end) {
    const ck_index_call *call = argument;
    const int64_t inner = call->inner;
    CK_FOR_PLACES(inner, begin, end, {
        const int64_t first = o * call->count * inner + i;
        float *output = call->output + o * call->axis * inner + i;
        for (int64_t j = 0; j < call->count; j++) {
            const int32_t *indices = call->indices + first + j * inner;
            const float *input = call->input + first + j * inner;
            for (int64_t x = 0; x < count; x++) output[indices[x] * inner + x] += input[x];
        }
    });
}

static void cumulative_sum(const void *argument, int64_t begin, int64_t end) {
    enum { COLUMNS = 256 };
    const ck_cumulative_sum_call *call = argument;
    const int64_t inner = call->inner, axis = call->axis;
    const int64_t first = call->reversed ? axis - 1 : 0, step = call->reversed ? -1 : 1;
    CK_FOR_PLACES(inner, begin, end, {
        const int64_t start = (o * axis + first) * inner + i;
        for (int64_t column = 0; column < count; column += COLUMNS) {
            const int64_t width = count - column < COLUMNS ? count - column : COLUMNS;
            const float *restrict input = call->input + start + column;
            float *restrict output = call->output + start + column;
            if (inner == 1) {
                double sum = 0.0;
                for (int64_t x = 0; x < axis; x++) output[x * step] = (float)(sum += (double)input[x * step]);
                continue;
            }
            double sums[COLUMNS] = {0.0};
            for (int64_t x = 0; x < axis; x++, input += step * inner, output += step * inner) {
                for (int64_t c = 0; c < width; c++) output[c] = (float)(sums[c] += (double)input[c]);
            }
        }
    });
}

CK_KERNELS_END

#endif
