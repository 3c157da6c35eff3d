/// Padding of images with values of their own.
#ifndef CK_PADDING_H
#define CK_PADDING_H

#include "ck/context.h"

CK_BEGIN

/// Rows and columns that are added around NCHW input, each number less than the side that is reflected.
/// Output size: in_height + padding_top + padding_bottom by in_width + padding_left + padding_right.
typedef struct {
    int64_t batch;
    int64_t channels;
    int64_t in_height;
    int64_t in_width;
    int64_t padding_top;
    int64_t padding_bottom;
    int64_t padding_left;
    int64_t padding_right;
} ck_reflection_pad2d_descriptor;

/// The image reflected at its first and last row and column, which are not repeated: output[y, x] =
/// input[r(y - padding_top, in_height), r(x - padding_left, in_width)] with r(i, n) = n - 1 - |n - 1 - |i||.
CK_API ck_status ck_reflection_pad2d_f32_forward(ck_context *context, const ck_reflection_pad2d_descriptor *descriptor,
                                                 const float *input, float *output);
/// input_gradient = beta * input_gradient + the sum of the output gradients of all positions that show an element.
CK_API ck_status ck_reflection_pad2d_f32_backward(ck_context *context, const ck_reflection_pad2d_descriptor *descriptor,
                                                  const float *output_gradient, float beta, float *input_gradient);

CK_END

#endif
