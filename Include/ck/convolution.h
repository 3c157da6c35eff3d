/// Convolution and transposed convolution in one and two dimensions.
///
/// Gradients are accumulated into their destination: result = beta * destination + gradient, beta 0 or 1
/// (0 never reads the destination).
///
/// An infinite or NaN value reaches every result that it is a term of. Finite values add nothing where they meet
/// padding, or positions beyond the features on the way back to the image. What an infinite or NaN value adds there is
/// up to the variant: nothing where such places are skipped, as the reference and generic variants do, NaN where they
/// are multiplied as zeros. The winograd variants also spread an infinite or NaN value over the 4 x 4 results of a
/// tile, or over a whole filter's gradient, as NaN. Neither makes a number of a NaN.
#ifndef CK_CONVOLUTION_H
#define CK_CONVOLUTION_H

#include "ck/gemm.h"

CK_BEGIN

/// Cross-correlation of NCHW input with OIHW filters, zero padding.
/// Output size: floor((in + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1.
///
/// For the transposed form the same fields describe the transposed operator itself: `in_channels`, `in_height`,
/// `in_width` are those of its input, the filters are [in_channels, out_channels / groups, kernel_height,
/// kernel_width], and the output size is
/// (in - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1.
typedef struct {
    int64_t batch;
    int64_t in_channels;
    int64_t out_channels;
    int64_t groups;
    int64_t in_height;
    int64_t in_width;
    int64_t kernel_height;
    int64_t kernel_width;
    int64_t stride_height;
    int64_t stride_width;
    int64_t padding_height;
    int64_t padding_width;
    int64_t dilation_height;
    int64_t dilation_width;
    /// Transposed form only; must be 0 otherwise.
    int64_t output_padding_height;
    int64_t output_padding_width;
} ck_conv2d_descriptor;

/// The one-dimensional form: NCW input, OIW filters.
typedef struct {
    int64_t batch;
    int64_t in_channels;
    int64_t out_channels;
    int64_t groups;
    int64_t in_length;
    int64_t kernel_length;
    int64_t stride;
    int64_t padding;
    int64_t dilation;
    /// Transposed form only; must be 0 otherwise.
    int64_t output_padding;
} ck_conv1d_descriptor;

/// The activation applied after the bias of a forward convolution.
typedef struct {
    ck_activation activation;
    float negative_slope;
} ck_epilogue;

/// Output height and width; CK_INVALID_ARGUMENT if the descriptor is not valid.
CK_API ck_status ck_conv2d_output_size(ck_context *context, const ck_conv2d_descriptor *descriptor, int64_t *height,
                                       int64_t *width);
CK_API ck_status ck_conv_transpose2d_output_size(ck_context *context, const ck_conv2d_descriptor *descriptor,
                                                 int64_t *height, int64_t *width);
CK_API ck_status ck_conv1d_output_size(ck_context *context, const ck_conv1d_descriptor *descriptor, int64_t *length);
CK_API ck_status ck_conv_transpose1d_output_size(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                                 int64_t *length);

/// output = activation(conv(input, weights) + bias); `bias` (out_channels values) and `epilogue` may be NULL.
CK_API ck_status ck_conv2d_f32_forward(ck_context *context, const ck_conv2d_descriptor *descriptor,
                                       const ck_epilogue *epilogue, const float *input, const float *weights,
                                       const float *bias, float *output);
CK_API ck_status ck_conv2d_f32_backward_data(ck_context *context, const ck_conv2d_descriptor *descriptor,
                                             const float *output_gradient, const float *weights, float beta,
                                             float *input_gradient);
/// `bias_gradient` may be NULL.
CK_API ck_status ck_conv2d_f32_backward_weights(ck_context *context, const ck_conv2d_descriptor *descriptor,
                                                const float *input, const float *output_gradient, float beta,
                                                float *weight_gradient, float *bias_gradient);

CK_API ck_status ck_conv_transpose2d_f32_forward(ck_context *context, const ck_conv2d_descriptor *descriptor,
                                                 const ck_epilogue *epilogue, const float *input, const float *weights,
                                                 const float *bias, float *output);
CK_API ck_status ck_conv_transpose2d_f32_backward_data(ck_context *context, const ck_conv2d_descriptor *descriptor,
                                                       const float *output_gradient, const float *weights, float beta,
                                                       float *input_gradient);
CK_API ck_status ck_conv_transpose2d_f32_backward_weights(ck_context *context, const ck_conv2d_descriptor *descriptor,
                                                          const float *input, const float *output_gradient, float beta,
                                                          float *weight_gradient, float *bias_gradient);

CK_API ck_status ck_conv1d_f32_forward(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                       const ck_epilogue *epilogue, const float *input, const float *weights,
                                       const float *bias, float *output);
CK_API ck_status ck_conv1d_f32_backward_data(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                             const float *output_gradient, const float *weights, float beta,
                                             float *input_gradient);
CK_API ck_status ck_conv1d_f32_backward_weights(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                                const float *input, const float *output_gradient, float beta,
                                                float *weight_gradient, float *bias_gradient);

/// The gradients of ck_conv1d_f32_forward for an output gradient that is 0 but for one position of each example and
/// output channel, as a global maximum leaves it: `values` at `positions`, both [batch, out_channels]. A position
/// outside 0 ..< out_length is refused. They cost as much as one position of the output.
CK_API ck_status ck_conv1d_sparse_f32_backward_data(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                                    const float *values, const int32_t *positions, const float *weights,
                                                    float beta, float *input_gradient);
CK_API ck_status ck_conv1d_sparse_f32_backward_weights(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                                       const float *input, const float *values,
                                                       const int32_t *positions, float beta, float *weight_gradient,
                                                       float *bias_gradient);

CK_API ck_status ck_conv_transpose1d_f32_forward(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                                 const ck_epilogue *epilogue, const float *input, const float *weights,
                                                 const float *bias, float *output);
CK_API ck_status ck_conv_transpose1d_f32_backward_data(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                                       const float *output_gradient, const float *weights, float beta,
                                                       float *input_gradient);
CK_API ck_status ck_conv_transpose1d_f32_backward_weights(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                                          const float *input, const float *output_gradient, float beta,
                                                          float *weight_gradient, float *bias_gradient);

CK_END

#endif
