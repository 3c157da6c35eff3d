#include <stddef.h>

#include "drivers/convolution.h"
#include "drivers/convolution_loops.h"
#include "drivers/im2col.h"

// Convolution gathers from the image and its gradient scatters into it; the transposed convolution does the reverse.

static const ck_conv_epilogue no_epilogue = {NULL, CK_ACTIVATION_NONE, 0.0f};

static ck_status forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                         const float *input, const float *weights, float *output) {
    return ck_im2col_gather(context, s, epilogue, input, weights, 0.0f, output);
}

static ck_status backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                               const float *weights, float beta, float *input_gradient) {
    return ck_im2col_scatter(context, s, &no_epilogue, output_gradient, weights, beta, input_gradient);
}

static ck_status backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                  const float *output_gradient, float beta, float *weight_gradient,
                                  float *bias_gradient) {
    ck_status status = ck_im2col_weights(context, s, input, output_gradient, beta, weight_gradient);
    if (status != CK_OK) return status;
    ck_conv_bias_gradient(context, s->batch, s->feature_channels, s->feature_height * s->feature_width, output_gradient,
                          beta, bias_gradient);
    return CK_OK;
}

static ck_status transpose_forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                                   const float *input, const float *weights, float *output) {
    return ck_im2col_scatter(context, s, epilogue, input, weights, 0.0f, output);
}

static ck_status transpose_backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                                         const float *weights, float beta, float *input_gradient) {
    return ck_im2col_gather(context, s, &no_epilogue, output_gradient, weights, beta, input_gradient);
}

static ck_status transpose_backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                            const float *output_gradient, float beta, float *weight_gradient,
                                            float *bias_gradient) {
    ck_status status = ck_im2col_weights(context, s, output_gradient, input, beta, weight_gradient);
    if (status != CK_OK) return status;
    ck_conv_bias_gradient(context, s->batch, s->image_channels, s->image_height * s->image_width, output_gradient, beta,
                          bias_gradient);
    return CK_OK;
}

const ck_conv_functions ck_conv_im2col = {forward, backward_data, backward_weights};
const ck_conv_functions ck_conv_transpose_im2col = {transpose_forward, transpose_backward_data,
                                                    transpose_backward_weights};
