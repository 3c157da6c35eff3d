#include "drivers/gather_axis.h"

#include <stddef.h>

ck_gather_axis ck_gather_axis_forward(int64_t kernel, int64_t stride, int64_t padding, int64_t dilation,
                                      int64_t features) {
    return (ck_gather_axis){.first = 0,
                            .step = 1,
                            .count = features,
                            .stride = stride,
                            .taps = kernel,
                            .tap_first = 0,
                            .tap_step = 1,
                            .offset_first = -padding,
                            .offset_step = dilation};
}

static int64_t greatest_common_divisor(int64_t a, int64_t b) {
    while (b != 0) {
        const int64_t remainder = a % b;
        a = b;
        b = remainder;
    }
    return a;
}

ck_gather_axis ck_gather_axis_backward(int64_t phase, int64_t kernel, int64_t stride, int64_t padding, int64_t dilation,
                                       int64_t image) {
    // Image position = feature * stride + tap * dilation - padding: taps a period apart meet the same phase.
    const int64_t period = stride / greatest_common_divisor(stride, dilation);
    ck_gather_axis axis = {.first = phase,
                           .step = stride,
                           .count = (image - phase + stride - 1) / stride,
                           .stride = 1,
                           .tap_step = period,
                           .offset_step = -(period * dilation / stride)};
    for (int64_t tap = 0; tap < period && tap < kernel; tap++) {
        const int64_t shift = phase + padding - tap * dilation;
        if (shift % stride != 0) continue;
        axis.tap_first = tap;
        axis.offset_first = shift / stride;
        axis.taps = (kernel - tap + period - 1) / period;
        break;
    }
    return axis;
}

/// The taps through which position k meets the source.
static ck_gather_part part_at(const ck_gather_axis *axis, int64_t size, int64_t k) {
    ck_gather_part part = {.begin = k, .end = k + 1};
    for (int64_t tap = 0; tap < axis->taps; tap++) {
        const int64_t source = k * axis->stride + axis->offset_first + tap * axis->offset_step;
        if (source < 0 || source >= size) continue;
        if (part.taps == 0) part.first_tap = tap;
        part.taps = tap - part.first_tap + 1;
    }
    return part;
}

int64_t ck_gather_axis_parts(const ck_gather_axis *axis, int64_t size, ck_gather_part parts[CK_GATHER_PARTS]) {
    // Each part makes tiles of its own; less than this share of the taps is not worth it.
    const double least_saving = 1.0 / 24.0;
    const ck_gather_part whole = {0, axis->count, 0, axis->taps};
    int64_t count = 0, met = 0;
    for (int64_t k = 0; k < axis->count; k++) {
        const ck_gather_part part = part_at(axis, size, k);
        met += part.taps;
        ck_gather_part *last = count > 0 ? &parts[count - 1] : NULL;
        if (last != NULL && last->first_tap == part.first_tap && last->taps == part.taps) {
            last->end = part.end;
        } else if (count < CK_GATHER_PARTS) {
            parts[count++] = part;
        } else {
            parts[0] = whole;
            return 1;
        }
    }
    if (count == 0 || (double)met > (1.0 - least_saving) * (double)axis->taps * (double)axis->count) {
        parts[0] = whole;
        return 1;
    }
    return count;
}

void ck_gather_axis_reach(const ck_gather_axis *phases, int64_t count, int64_t *low, int64_t *high) {
    *low = 0;
    *high = -1;
    for (int64_t index = 0; index < count; index++) {
        const ck_gather_axis *axis = &phases[index];
        if (axis->taps == 0 || axis->count == 0) continue;
        const int64_t first = axis->offset_first, last = first + (axis->taps - 1) * axis->offset_step;
        const int64_t least = first < last ? first : last, most = first < last ? last : first;
        if (*low > *high) {
            *low = least;
            *high = most;
        } else {
            if (least < *low) *low = least;
            if (most > *high) *high = most;
        }
    }
}
