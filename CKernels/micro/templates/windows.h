/// What pooling kernels share: the lanes of a vector are neighbouring outputs of a row, or neighbouring inputs.
#ifndef CK_MICRO_TEMPLATES_WINDOWS_H
#define CK_MICRO_TEMPLATES_WINDOWS_H

#include "micro/pool.h"

#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// One spatial axis of a window.
typedef struct {
    int64_t in;
    int64_t out;
    int64_t kernel;
    int64_t stride;
    int64_t padding;
    int64_t dilation;
} window_axis;

/// Lanes begin ..< end of a vector, or positions begin, begin + dilation, ... below end.
typedef struct {
    int64_t begin;
    int64_t end;
} span;

CK_INLINE window_axis rows_axis(const ck_pool_geometry *geometry) {
    const ck_pool2d_descriptor *size = &geometry->size;
    return (window_axis){size->in_height,     geometry->out_height, size->kernel_height,
                         size->stride_height, size->padding_height, size->dilation_height};
}
CK_INLINE window_axis columns_axis(const ck_pool_geometry *geometry) {
    const ck_pool2d_descriptor *size = &geometry->size;
    return (window_axis){size->in_width,     geometry->out_width, size->kernel_width,
                         size->stride_width, size->padding_width, size->dilation_width};
}

/// The part of an output's window that lies within the input.
CK_INLINE span window_inside(const window_axis *axis, int64_t output) {
    const int64_t first = output * axis->stride - axis->padding;
    const int64_t last = first + (axis->kernel - 1) * axis->dilation + 1;
    const int64_t skipped = first < 0 ? (axis->dilation - 1 - first) / axis->dilation : 0;
    return (span){first + skipped * axis->dilation, last > axis->in ? axis->in : last};
}

CK_INLINE int64_t clamped(int64_t value, int64_t low, int64_t high) {
    return value < low ? low : value > high ? high : value;
}

/// Those of `lanes` lanes for which first + lane * stride is in 0 ..< count.
CK_INLINE span lanes_inside(int64_t first, int64_t stride, int64_t count, int64_t lanes) {
    const int64_t begin = first < 0 ? (stride - 1 - first) / stride : 0;
    const int64_t end = first < count ? (count - first + stride - 1) / stride : 0;
    return (span){clamped(begin, 0, lanes), clamped(end, 0, lanes)};
}

/// from[lane * stride] in the lanes of the span, 0 in the others. Nothing before the first or behind the last is read.
CK_INLINE ck_vector load_spaced(const float *from, int64_t stride, span lanes) {
    const bool is_whole = lanes.begin == 0 && lanes.end == CK_LANES;
    if (stride == 1) return is_whole ? vector_load(from) : vector_load_range(from, lanes.begin, lanes.end);
    if (stride == 2) {
        // The second vector begins one early, so that it ends with the last value that is needed.
        enum { SECOND = CK_LANES - 1 };
        if (is_whole) return vector_every_second(vector_load(from), vector_load(from + SECOND));
        const int64_t first = 2 * lanes.begin, end = lanes.end > 0 ? 2 * lanes.end - 1 : 0;
        return vector_every_second(
            vector_load_range(from, clamped(first, 0, CK_LANES), clamped(end, 0, CK_LANES)),
            vector_load_range(from + SECOND, clamped(first - SECOND, 0, CK_LANES), clamped(end - SECOND, 0, CK_LANES)));
    }
    float values[CK_LANES] = {0};
    for (int64_t lane = lanes.begin; lane < lanes.end; lane++) values[lane] = from[lane * stride];
    return vector_load(values);
}

/// True in the lanes of the span.
CK_INLINE ck_mask lane_mask(span lanes) {
    const ck_vector number = vector_from_int(lane_numbers());
    return mask_and(vector_greater_or_equal(number, vector_set1((float)lanes.begin)),
                    vector_greater(vector_set1((float)lanes.end), number));
}

/// Whether the windows of all `lanes` outputs from `output` on lie within the input.
CK_INLINE bool all_inside(const window_axis *axis, int64_t output, int64_t lanes) {
    const int64_t first = output * axis->stride - axis->padding;
    return first >= 0 && first + (lanes - 1) * axis->stride + (axis->kernel - 1) * axis->dilation < axis->in;
}

/// The output that sees an input through a tap; -1 if none does.
CK_INLINE int64_t output_of(const window_axis *axis, int64_t input, int64_t tap) {
    const int64_t distance = input + axis->padding - tap * axis->dilation;
    if (distance < 0 || distance % axis->stride != 0) return -1;
    const int64_t output = distance / axis->stride;
    return output < axis->out ? output : -1;
}

/// Stores the gradient of the inputs of a row from `input` on: `even` alone with stride 1; with stride 2 in turns with
/// `odd`. At most `left` values.
CK_INLINE void store_row_gradient(float *to, int64_t stride, ck_vector even, ck_vector odd, float beta, int64_t left) {
    if (stride == 1) {
        store_gradient(to, even, beta, left < CK_LANES ? left : CK_LANES);
        return;
    }
    ck_vector low, high;
    vector_interleave(even, odd, &low, &high);
    store_gradient(to, low, beta, left < CK_LANES ? left : CK_LANES);
    if (left > CK_LANES) store_gradient(to + CK_LANES, high, beta, left < 2 * CK_LANES ? left - CK_LANES : CK_LANES);
}

CK_KERNELS_END

#endif
