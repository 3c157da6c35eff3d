#include <stddef.h>

#include "drivers/convolution.h"
#include "drivers/convolution_loops.h"
#include "drivers/gather.h"
#include "drivers/gather_product.h"

// Convolution goes from the image to the features and its gradient back; the transposed convolution does the reverse.
// Shapes whose offsets or windows do not fit the gathering drivers are left to the direct kernel.

static const ck_conv_epilogue no_epilogue = {NULL, CK_ACTIVATION_NONE, 0.0f};

static ck_status to_features(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                             const float *image, const float *weights, float beta, float *features) {
    if (ck_product_suits(shape)) {
        return ck_product_features(context, shape, epilogue, image, weights, beta, features);
    }
    const ck_conv_shape s = ck_gather_upright(shape);
    return ck_gather_features(context, &s, epilogue, image, weights, beta, features);
}

static ck_status to_image(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                          const float *features, const float *weights, float beta, float *image) {
    if (ck_product_suits(shape)) {
        return ck_product_image(context, shape, epilogue, features, weights, beta, image);
    }
    const ck_conv_shape s = ck_gather_upright(shape);
    return ck_gather_image(context, &s, epilogue, features, weights, beta, image);
}

static ck_status forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                         const float *input, const float *weights, float *output) {
    const ck_status status = to_features(context, s, epilogue, input, weights, 0.0f, output);
    if (status != CK_UNSUPPORTED) return status;
    return ck_conv_direct.forward(context, s, epilogue, input, weights, output);
}

static ck_status backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                               const float *weights, float beta, float *input_gradient) {
    const ck_status status = to_image(context, s, &no_epilogue, output_gradient, weights, beta, input_gradient);
    if (status != CK_UNSUPPORTED) return status;
    return ck_conv_direct.backward_data(context, s, output_gradient, weights, beta, input_gradient);
}

static ck_status backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                  const float *output_gradient, float beta, float *weight_gradient,
                                  float *bias_gradient) {
    if (ck_product_suits(s)) {
        const ck_status status = ck_product_weights(context, s, input, output_gradient, beta, weight_gradient);
        if (status != CK_OK) return status;
        ck_conv_bias_gradient(context, s->batch, s->feature_channels, 1, output_gradient, beta, bias_gradient);
        return CK_OK;
    }
    const ck_conv_shape upright = ck_gather_upright(s);
    const ck_status status =
        ck_gather_weights(context, &upright, input, output_gradient, beta, weight_gradient, bias_gradient);
    if (status != CK_UNSUPPORTED) return status;
    return ck_conv_direct.backward_weights(context, s, input, output_gradient, beta, weight_gradient, bias_gradient);
}

static ck_status transpose_forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                                   const float *input, const float *weights, float *output) {
    const ck_status status = to_image(context, s, epilogue, input, weights, 0.0f, output);
    if (status != CK_UNSUPPORTED) return status;
    return ck_conv_transpose_direct.forward(context, s, epilogue, input, weights, output);
}

static ck_status transpose_backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                                         const float *weights, float beta, float *input_gradient) {
    const ck_status status = to_features(context, s, &no_epilogue, output_gradient, weights, beta, input_gradient);
    if (status != CK_UNSUPPORTED) return status;
    return ck_conv_transpose_direct.backward_data(context, s, output_gradient, weights, beta, input_gradient);
}

static ck_status transpose_backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                            const float *output_gradient, float beta, float *weight_gradient,
                                            float *bias_gradient) {
    ck_status status;
    if (ck_product_suits(s)) {
        status = ck_product_weights(context, s, output_gradient, input, beta, weight_gradient);
    } else {
        const ck_conv_shape upright = ck_gather_upright(s);
        status = ck_gather_weights(context, &upright, output_gradient, input, beta, weight_gradient, NULL);
    }
    if (status == CK_UNSUPPORTED) {
        return ck_conv_transpose_direct.backward_weights(context, s, input, output_gradient, beta, weight_gradient,
                                                         bias_gradient);
    }
    if (status != CK_OK) return status;
    ck_conv_bias_gradient(context, s->batch, s->image_channels, s->image_height * s->image_width, output_gradient, beta,
                          bias_gradient);
    return CK_OK;
}

const ck_conv_functions ck_conv_gather = {forward, backward_data, backward_weights};
const ck_conv_functions ck_conv_transpose_gather = {transpose_forward, transpose_backward_data,
                                                    transpose_backward_weights};
