/// The convolution family: what its kernels are given, and the loop nests that specify it.
///
/// All of it is one relation between an image and a feature map: the value of feature (h, w) meets the image at
/// (h * stride + i * dilation - padding, w * ...) through filter tap (i, j). Convolution goes from the image to the
/// features, its gradient and the transposed convolution go from the features to the image, and the weight gradient
/// takes both. One dimension is the case of height 1.
#ifndef CK_REFERENCE_CONVOLUTION_H
#define CK_REFERENCE_CONVOLUTION_H

#include "ck/convolution.h"

/// A checked shape. Weights are [feature_channels, image_channels / groups, kernel_height, kernel_width] for
/// convolution and transposed convolution alike.
typedef struct {
    int64_t batch;
    int64_t groups;
    int64_t image_channels;
    int64_t image_height;
    int64_t image_width;
    int64_t feature_channels;
    int64_t feature_height;
    int64_t feature_width;
    int64_t kernel_height;
    int64_t kernel_width;
    int64_t stride_height;
    int64_t stride_width;
    int64_t padding_height;
    int64_t padding_width;
    int64_t dilation_height;
    int64_t dilation_width;
} ck_conv_shape;

/// What follows a forward convolution: output = activation(sum + bias of the channel). `bias` may be NULL.
typedef struct {
    const float *bias;
    ck_activation activation;
    float negative_slope;
} ck_conv_epilogue;

/// The functions of one variant of a convolution or transposed convolution. Operands and shape have been checked;
/// gradients obey beta (0 or 1); `bias_gradient` may be NULL.
typedef struct {
    ck_status (*forward)(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                         const float *input, const float *weights, float *output);
    ck_status (*backward_data)(ck_context *context, const ck_conv_shape *shape, const float *output_gradient,
                               const float *weights, float beta, float *input_gradient);
    ck_status (*backward_weights)(ck_context *context, const ck_conv_shape *shape, const float *input,
                                  const float *output_gradient, float beta, float *weight_gradient,
                                  float *bias_gradient);
} ck_conv_functions;

extern const ck_conv_functions ck_conv_reference;
extern const ck_conv_functions ck_conv_transpose_reference;

/// Position in the image that tap `tap` meets from feature position `feature`, outside 0 ..< size if it is padding.
static inline int64_t ck_conv_position(int64_t feature, int64_t tap, int64_t stride, int64_t padding,
                                       int64_t dilation) {
    return feature * stride + tap * dilation - padding;
}

#endif
