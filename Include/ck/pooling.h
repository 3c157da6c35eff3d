/// Max and average pooling in one and two dimensions, and global pooling.
///
/// The maximum of a window with NaN is NaN, at the position of the first; its average is NaN, as with infinities of
/// both signs. Windows beside it do not notice.
#ifndef CK_POOLING_H
#define CK_POOLING_H

#include "ck/context.h"

CK_BEGIN

/// A pooling window over NCHW input. Padding is at most half the kernel. Padded positions count as minus infinity for
/// max pooling; for average pooling they count as zeros in the divisor only if `count_include_padding`.
/// Output size: floor((in + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1 (dilation 1 for average pooling).
typedef struct {
    int64_t batch;
    int64_t channels;
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
    bool count_include_padding;
} ck_pool2d_descriptor;

/// The one-dimensional form over NCW input.
typedef struct {
    int64_t batch;
    int64_t channels;
    int64_t in_length;
    int64_t kernel_length;
    int64_t stride;
    int64_t padding;
    int64_t dilation;
    bool count_include_padding;
} ck_pool1d_descriptor;

/// Pooling over all positions of [batch, channels, length] to [batch, channels].
typedef struct {
    int64_t batch;
    int64_t channels;
    int64_t length;
} ck_global_pool_descriptor;

CK_API ck_status ck_pool2d_output_size(ck_context *context, const ck_pool2d_descriptor *descriptor, int64_t *height,
                                       int64_t *width);
CK_API ck_status ck_pool1d_output_size(ck_context *context, const ck_pool1d_descriptor *descriptor, int64_t *length);

/// `indices` receives, for each output, the flat position of the maximum within its input plane (first of equals).
/// A window that lies wholly in padding gives minus infinity and index -1, and passes no gradient back.
CK_API ck_status ck_max_pool2d_f32_forward(ck_context *context, const ck_pool2d_descriptor *descriptor,
                                           const float *input, float *output, int32_t *indices);
CK_API ck_status ck_max_pool2d_f32_backward(ck_context *context, const ck_pool2d_descriptor *descriptor,
                                            const float *output_gradient, const int32_t *indices, float beta,
                                            float *input_gradient);
CK_API ck_status ck_max_pool1d_f32_forward(ck_context *context, const ck_pool1d_descriptor *descriptor,
                                           const float *input, float *output, int32_t *indices);
CK_API ck_status ck_max_pool1d_f32_backward(ck_context *context, const ck_pool1d_descriptor *descriptor,
                                            const float *output_gradient, const int32_t *indices, float beta,
                                            float *input_gradient);
CK_API ck_status ck_average_pool2d_f32_forward(ck_context *context, const ck_pool2d_descriptor *descriptor,
                                               const float *input, float *output);
CK_API ck_status ck_average_pool2d_f32_backward(ck_context *context, const ck_pool2d_descriptor *descriptor,
                                                const float *output_gradient, float beta, float *input_gradient);
CK_API ck_status ck_average_pool1d_f32_forward(ck_context *context, const ck_pool1d_descriptor *descriptor,
                                               const float *input, float *output);
CK_API ck_status ck_average_pool1d_f32_backward(ck_context *context, const ck_pool1d_descriptor *descriptor,
                                                const float *output_gradient, float beta, float *input_gradient);

/// Global pooling. `valid_lengths` (batch values in 1 ... length; NULL: all of `length`) limits each example to its
/// first positions, so that padding never enters the result; gradients of the others are 0.
CK_API ck_status ck_global_max_pool_f32_forward(ck_context *context, const ck_global_pool_descriptor *descriptor,
                                                const float *input, const int32_t *valid_lengths, float *output,
                                                int32_t *indices);
CK_API ck_status ck_global_max_pool_f32_backward(ck_context *context, const ck_global_pool_descriptor *descriptor,
                                                 const float *output_gradient, const int32_t *indices, float beta,
                                                 float *input_gradient);
CK_API ck_status ck_global_average_pool_f32_forward(ck_context *context, const ck_global_pool_descriptor *descriptor,
                                                    const float *input, const int32_t *valid_lengths, float *output);
CK_API ck_status ck_global_average_pool_f32_backward(ck_context *context, const ck_global_pool_descriptor *descriptor,
                                                     const float *output_gradient, const int32_t *valid_lengths,
                                                     float beta, float *input_gradient);

CK_END

#endif
