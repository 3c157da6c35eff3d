/// What the loops of all convolution drivers share.
#ifndef CK_DRIVERS_CONVOLUTION_LOOPS_H
#define CK_DRIVERS_CONVOLUTION_LOOPS_H

#include "reference/convolution.h"

/// Feature positions begin ..< end.
typedef struct {
    int64_t begin;
    int64_t end;
} ck_conv_range;

/// The features whose tap lies inside an image of `size` positions.
static inline ck_conv_range ck_conv_inside(int64_t tap, int64_t stride, int64_t padding, int64_t dilation, int64_t size,
                                           int64_t features) {
    // 0 <= feature * stride + shift < size.
    const int64_t shift = ck_conv_position(0, tap, stride, padding, dilation);
    ck_conv_range range = {shift >= 0 ? 0 : (stride - 1 - shift) / stride,
                           shift >= size ? 0 : (size - 1 - shift) / stride + 1};
    if (range.end > features) range.end = features;
    if (range.begin > range.end) range.begin = range.end;
    return range;
}

static inline ck_conv_range ck_conv_rows(const ck_conv_shape *s, int64_t tap) {
    return ck_conv_inside(tap, s->stride_height, s->padding_height, s->dilation_height, s->image_height,
                          s->feature_height);
}
static inline ck_conv_range ck_conv_columns(const ck_conv_shape *s, int64_t tap) {
    return ck_conv_inside(tap, s->stride_width, s->padding_width, s->dilation_width, s->image_width, s->feature_width);
}

/// bias_gradient[c] = beta * bias_gradient[c] + sum of the gradient of channel c over batch and positions. Does nothing
/// if `bias_gradient` is NULL.
void ck_conv_bias_gradient(ck_context *context, int64_t batch, int64_t channels, int64_t positions,
                           const float *gradient, float beta, float *bias_gradient);

#endif
