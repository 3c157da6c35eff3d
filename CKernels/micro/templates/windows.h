/// What pooling kernels share. The lanes of a vector are neighbouring outputs of a row; in the backward pass, inputs
/// that are as far apart as windows.
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

/// Numbers begin ..< end, or begin, begin + dilation, ... below end.
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

CK_INLINE bool is_axis(const window_axis *axis, int64_t kernel, int64_t stride) {
    return axis->kernel == kernel && axis->stride == stride && axis->dilation == 1;
}

/// The axis with numbers that the compiler knows.
CK_INLINE window_axis fixed_axis(const window_axis *axis, int64_t kernel, int64_t stride) {
    return (window_axis){axis->in, axis->out, kernel, stride, axis->padding, 1};
}

/// Runs `planes(call, rows, columns, begin, end)`, compiled once for each of the most frequent windows, for windows in
/// one dimension, and for the strides 1 and 2, at which vectors are loaded and stored whole.
#define CK_FOR_WINDOW(planes, call, rows, columns, begin, end)                                                         \
    do {                                                                                                               \
        const window_axis down = (rows);                                                                               \
        window_axis across = (columns);                                                                                \
        if (is_axis(&down, 2, 2) && is_axis(&across, 2, 2)) {                                                          \
            planes(call, fixed_axis(&down, 2, 2), fixed_axis(&across, 2, 2), begin, end);                              \
        } else if (is_axis(&down, 3, 2) && is_axis(&across, 3, 2)) {                                                   \
            planes(call, fixed_axis(&down, 3, 2), fixed_axis(&across, 3, 2), begin, end);                              \
        } else if (is_axis(&down, 3, 1) && is_axis(&across, 3, 1)) {                                                   \
            planes(call, fixed_axis(&down, 3, 1), fixed_axis(&across, 3, 1), begin, end);                              \
        } else if (is_axis(&down, 1, 1) && across.stride == 1) {                                                       \
            across.stride = 1;                                                                                         \
            planes(call, fixed_axis(&down, 1, 1), across, begin, end);                                                 \
        } else if (is_axis(&down, 1, 1) && across.stride == 2) {                                                       \
            across.stride = 2;                                                                                         \
            planes(call, fixed_axis(&down, 1, 1), across, begin, end);                                                 \
        } else if (across.stride == 1) {                                                                               \
            across.stride = 1;                                                                                         \
            planes(call, down, across, begin, end);                                                                    \
        } else if (across.stride == 2) {                                                                               \
            across.stride = 2;                                                                                         \
            planes(call, down, across, begin, end);                                                                    \
        } else {                                                                                                       \
            planes(call, down, across, begin, end);                                                                    \
        }                                                                                                              \
    } while (0)

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

/// The outputs whose windows lie within the input.
CK_INLINE span outputs_inside(const window_axis *axis) {
    const int64_t room = axis->in + axis->padding - (axis->kernel - 1) * axis->dilation;
    const int64_t begin = clamped((axis->padding + axis->stride - 1) / axis->stride, 0, axis->out);
    return (span){begin, clamped(room <= 0 ? 0 : (room - 1) / axis->stride + 1, begin, axis->out)};
}

/// The outputs whose windows lie over an input, without dilation: `count` of them from `first` on, if the plane had no
/// borders.
typedef struct {
    int64_t first;
    int64_t count;
} output_range;

CK_INLINE output_range outputs_over(const window_axis *axis, int64_t input) {
    const int64_t padded = input + axis->padding, rest = padded % axis->stride;
    const int64_t count = rest < axis->kernel ? (axis->kernel - 1 - rest) / axis->stride + 1 : 0;
    return (output_range){padded / axis->stride - count + 1, count};
}

/// Those that exist.
CK_INLINE span existing_outputs_over(const window_axis *axis, int64_t input) {
    const output_range outputs = outputs_over(axis, input);
    return (span){clamped(outputs.first, 0, axis->out), clamped(outputs.first + outputs.count, 0, axis->out)};
}

/// The groups of `stride` inputs (1 or 2) over which only outputs of the span lie.
CK_INLINE span groups_under(const window_axis *axis, span outputs) {
    const output_range even = outputs_over(axis, 0), odd = outputs_over(axis, axis->stride - 1);
    const int64_t first = even.first < odd.first ? even.first : odd.first;
    const int64_t even_end = even.first + even.count, odd_end = odd.first + odd.count;
    const int64_t begin = clamped(outputs.begin - first, 0, axis->in / axis->stride);
    const int64_t end = outputs.end - (even_end > odd_end ? even_end : odd_end) + 1;
    return (span){begin, clamped(end, begin, axis->in / axis->stride)};
}

/// Where a row of gradients goes.
typedef struct {
    float *row;
    float beta;
    bool is_streamed;
} gradient_row;

CK_INLINE void store_part(const gradient_row *to, int64_t at, ck_vector gradient, int64_t lanes) {
    if (to->is_streamed) {
        store_output(to->row + at, gradient, lanes, true);
    } else {
        store_gradient(to->row + at, gradient, to->beta, lanes);
    }
}

CK_INLINE void store_one(const gradient_row *to, int64_t at, float gradient) {
    to->row[at] = to->beta == 0.0f ? gradient : to->row[at] + gradient;
}

/// Stores the gradients of `groups` groups of `stride` inputs from w on: those of `even`, with stride 2 in turns with
/// those of `odd`.
CK_INLINE void store_groups(const gradient_row *to, int64_t w, int64_t stride, int64_t groups, ck_vector even,
                            ck_vector odd) {
    if (stride == 1) {
        store_part(to, w, even, groups);
        return;
    }
    ck_vector low, high;
    vector_interleave(even, odd, &low, &high);
    const int64_t count = 2 * groups;
    store_part(to, w, low, count < CK_LANES ? count : CK_LANES);
    if (count > CK_LANES) store_part(to, w + CK_LANES, high, count - CK_LANES);
}

CK_KERNELS_END

#endif
