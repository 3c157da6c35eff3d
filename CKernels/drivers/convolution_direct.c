#include <stddef.h>

#include "core/parallel.h"
#include "drivers/convolution.h"
#include "drivers/convolution_loops.h"
#include "reference/activation.h"

// Each loop below runs along one row of the feature map, so that compilers turn it into vectors; taps that meet padding
// are cut off before it.

/// A convolution while it runs.
typedef struct {
    const ck_conv_shape *shape;
    const ck_conv_epilogue *epilogue;
    const float *weights;
    const float *from;
    float beta;
    float *to;
} direct_call;

static void begin_plane(float *plane, int64_t count, float beta) {
    if (beta != 0.0f) return;
    for (int64_t index = 0; index < count; index++) plane[index] = 0.0f;
}

static void finish_plane(float *plane, int64_t count, const ck_conv_epilogue *epilogue, int64_t channel) {
    if (epilogue == NULL) return;
    const float bias = epilogue->bias == NULL ? 0.0f : epilogue->bias[channel];
    for (int64_t index = 0; index < count; index++) {
        plane[index] = ck_activate(epilogue->activation, epilogue->negative_slope, plane[index] + bias);
    }
}

/// One feature plane: the image, weighted.
static void gather_plane(void *argument, int64_t index, int worker) {
    (void)worker;
    const direct_call *call = argument;
    const ck_conv_shape *s = call->shape;
    const int64_t group_images = s->image_channels / s->groups, group_features = s->feature_channels / s->groups;
    const int64_t n = index / s->feature_channels, f = index % s->feature_channels;
    const int64_t plane = s->feature_height * s->feature_width;
    float *to = call->to + index * plane;
    begin_plane(to, plane, call->beta);
    const float *weight = call->weights + f * group_images * s->kernel_height * s->kernel_width;
    for (int64_t c = 0; c < group_images; c++) {
        const int64_t channel = f / group_features * group_images + c;
        const float *image = call->from + (n * s->image_channels + channel) * s->image_height * s->image_width;
        for (int64_t i = 0; i < s->kernel_height; i++) {
            const ck_conv_range rows = ck_conv_rows(s, i);
            for (int64_t j = 0; j < s->kernel_width; j++, weight++) {
                const ck_conv_range columns = ck_conv_columns(s, j);
                const int64_t offset =
                    ck_conv_position(columns.begin, j, s->stride_width, s->padding_width, s->dilation_width);
                for (int64_t h = rows.begin; h < rows.end; h++) {
                    const float *restrict x =
                        image + offset +
                        ck_conv_position(h, i, s->stride_height, s->padding_height, s->dilation_height) *
                            s->image_width;
                    float *restrict y = to + h * s->feature_width + columns.begin;
                    const int64_t count = columns.end - columns.begin;
                    if (s->stride_width == 1) {
                        for (int64_t w = 0; w < count; w++) y[w] += *weight * x[w];
                    } else {
                        for (int64_t w = 0; w < count; w++) y[w] += *weight * x[w * s->stride_width];
                    }
                }
            }
        }
    }
    finish_plane(to, plane, call->epilogue, f);
}

/// One image plane: the features, weighted, each added where it belongs.
static void scatter_plane(void *argument, int64_t index, int worker) {
    (void)worker;
    const direct_call *call = argument;
    const ck_conv_shape *s = call->shape;
    const int64_t group_images = s->image_channels / s->groups, group_features = s->feature_channels / s->groups;
    const int64_t n = index / s->image_channels, channel = index % s->image_channels;
    const int64_t plane = s->image_height * s->image_width, taps = s->kernel_height * s->kernel_width;
    float *to = call->to + index * plane;
    begin_plane(to, plane, call->beta);
    for (int64_t k = 0; k < group_features; k++) {
        const int64_t f = channel / group_images * group_features + k;
        const float *features = call->from + (n * s->feature_channels + f) * s->feature_height * s->feature_width;
        const float *weight = call->weights + (f * group_images + channel % group_images) * taps;
        for (int64_t i = 0; i < s->kernel_height; i++) {
            const ck_conv_range rows = ck_conv_rows(s, i);
            for (int64_t j = 0; j < s->kernel_width; j++, weight++) {
                const ck_conv_range columns = ck_conv_columns(s, j);
                const int64_t offset =
                    ck_conv_position(columns.begin, j, s->stride_width, s->padding_width, s->dilation_width);
                for (int64_t h = rows.begin; h < rows.end; h++) {
                    float *restrict x =
                        to + offset +
                        ck_conv_position(h, i, s->stride_height, s->padding_height, s->dilation_height) *
                            s->image_width;
                    const float *restrict y = features + h * s->feature_width + columns.begin;
                    const int64_t count = columns.end - columns.begin;
                    if (s->stride_width == 1) {
                        for (int64_t w = 0; w < count; w++) x[w] += *weight * y[w];
                    } else {
                        for (int64_t w = 0; w < count; w++) x[w * s->stride_width] += *weight * y[w];
                    }
                }
            }
        }
    }
    finish_plane(to, plane, call->epilogue, channel);
}

typedef struct {
    const ck_conv_shape *shape;
    const float *image;
    const float *features;
    float beta;
    float *weight_gradient;
} weight_call;

/// The dot product of two rows, in eight interleaved sums that vectors can hold.
static float dot(const float *x, int64_t stride, const float *y, int64_t count) {
    float sums[8] = {0};
    int64_t w = 0;
    if (stride == 1) {
        for (; w + 8 <= count; w += 8) {
            for (int lane = 0; lane < 8; lane++) sums[lane] += x[w + lane] * y[w + lane];
        }
    }
    float tail = 0.0f;
    for (; w < count; w++) tail += x[w * stride] * y[w];
    for (int half = 4; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
    }
    return sums[0] + tail;
}

/// The gradient of the filter between one feature channel and one image channel.
static void filter_gradient(void *argument, int64_t index, int worker) {
    (void)worker;
    const weight_call *call = argument;
    const ck_conv_shape *s = call->shape;
    const int64_t group_images = s->image_channels / s->groups, group_features = s->feature_channels / s->groups;
    const int64_t f = index / group_images, channel = f / group_features * group_images + index % group_images;
    float *weight = call->weight_gradient + index * s->kernel_height * s->kernel_width;
    for (int64_t i = 0; i < s->kernel_height; i++) {
        const ck_conv_range rows = ck_conv_rows(s, i);
        for (int64_t j = 0; j < s->kernel_width; j++, weight++) {
            const ck_conv_range columns = ck_conv_columns(s, j);
            const int64_t offset =
                ck_conv_position(columns.begin, j, s->stride_width, s->padding_width, s->dilation_width);
            double sum = 0.0;
            for (int64_t n = 0; n < s->batch; n++) {
                const float *image = call->image + (n * s->image_channels + channel) * s->image_height * s->image_width;
                const float *features =
                    call->features + (n * s->feature_channels + f) * s->feature_height * s->feature_width;
                for (int64_t h = rows.begin; h < rows.end; h++) {
                    const int64_t row = ck_conv_position(h, i, s->stride_height, s->padding_height, s->dilation_height);
                    sum += dot(image + row * s->image_width + offset, s->stride_width,
                               features + h * s->feature_width + columns.begin, columns.end - columns.begin);
                }
            }
            *weight = (float)(call->beta == 0.0f ? sum : *weight + sum);
        }
    }
}

static void weight_gradient(ck_context *context, const ck_conv_shape *s, const float *image, const float *features,
                            float beta, float *gradient) {
    weight_call call = {s, image, features, beta, gradient};
    ck_parallel_for(context, s->feature_channels * (s->image_channels / s->groups), filter_gradient, &call);
}

static ck_status forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                         const float *input, const float *weights, float *output) {
    direct_call call = {s, epilogue, weights, input, 0.0f, output};
    ck_parallel_for(context, s->batch * s->feature_channels, gather_plane, &call);
    return CK_OK;
}

static ck_status backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                               const float *weights, float beta, float *input_gradient) {
    direct_call call = {s, NULL, weights, output_gradient, beta, input_gradient};
    ck_parallel_for(context, s->batch * s->image_channels, scatter_plane, &call);
    return CK_OK;
}

static ck_status backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                  const float *output_gradient, float beta, float *gradient, float *bias_gradient) {
    weight_gradient(context, s, input, output_gradient, beta, gradient);
    ck_conv_bias_gradient(context, s->batch, s->feature_channels, s->feature_height * s->feature_width, output_gradient,
                          beta, bias_gradient);
    return CK_OK;
}

static ck_status transpose_forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                                   const float *input, const float *weights, float *output) {
    direct_call call = {s, epilogue, weights, input, 0.0f, output};
    ck_parallel_for(context, s->batch * s->image_channels, scatter_plane, &call);
    return CK_OK;
}

static ck_status transpose_backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                                         const float *weights, float beta, float *input_gradient) {
    direct_call call = {s, NULL, weights, output_gradient, beta, input_gradient};
    ck_parallel_for(context, s->batch * s->feature_channels, gather_plane, &call);
    return CK_OK;
}

static ck_status transpose_backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                            const float *output_gradient, float beta, float *gradient,
                                            float *bias_gradient) {
    weight_gradient(context, s, output_gradient, input, beta, gradient);
    ck_conv_bias_gradient(context, s->batch, s->image_channels, s->image_height * s->image_width, output_gradient, beta,
                          bias_gradient);
    return CK_OK;
}

const ck_conv_functions ck_conv_direct = {forward, backward_data, backward_weights};
const ck_conv_functions ck_conv_transpose_direct = {transpose_forward, transpose_backward_data,
                                                    transpose_backward_weights};
