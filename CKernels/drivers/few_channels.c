#include <stddef.h>

#include "drivers/convolution.h"
#include "drivers/convolution_loops.h"
#include "drivers/few_channels.h"

// Convolution multiplies the image and its gradient the features; the transposed convolution does the reverse. Shapes
// that are none for these kernels go to the direct loops.

static const ck_conv_epilogue no_epilogue = {NULL, CK_ACTIVATION_NONE, 0.0f};

static ck_status forward(const ck_few_channels_kernel *kernel, ck_context *context, const ck_conv_shape *s,
                         const ck_conv_epilogue *epilogue, const float *input, const float *weights, float *output) {
    bool is_done;
    const ck_status status =
        ck_few_channels_multiply_source(context, kernel, s, false, epilogue, input, weights, 0.0f, output, &is_done);
    return is_done ? status : ck_conv_direct.forward(context, s, epilogue, input, weights, output);
}

static ck_status backward_data(const ck_few_channels_kernel *kernel, ck_context *context, const ck_conv_shape *s,
                               const float *output_gradient, const float *weights, float beta, float *input_gradient) {
    bool is_done;
    const ck_status status = ck_few_channels_multiply_source(context, kernel, s, true, &no_epilogue, output_gradient,
                                                             weights, beta, input_gradient, &is_done);
    return is_done ? status : ck_conv_direct.backward_data(context, s, output_gradient, weights, beta, input_gradient);
}

static ck_status backward_weights(const ck_few_channels_kernel *kernel, ck_context *context, const ck_conv_shape *s,
                                  const float *input, const float *output_gradient, float beta, float *weight_gradient,
                                  float *bias_gradient) {
    bool is_done;
    const ck_status status = ck_few_channels_weights(context, kernel, s, input, output_gradient, beta, weight_gradient,
                                                     bias_gradient, &is_done);
    return is_done ? status
                   : ck_conv_direct.backward_weights(context, s, input, output_gradient, beta, weight_gradient,
                                                     bias_gradient);
}

static ck_status transpose_forward(const ck_few_channels_kernel *kernel, ck_context *context, const ck_conv_shape *s,
                                   const ck_conv_epilogue *epilogue, const float *input, const float *weights,
                                   float *output) {
    bool is_done;
    const ck_status status =
        ck_few_channels_multiply_source(context, kernel, s, true, epilogue, input, weights, 0.0f, output, &is_done);
    return is_done ? status : ck_conv_transpose_direct.forward(context, s, epilogue, input, weights, output);
}

static ck_status transpose_backward_data(const ck_few_channels_kernel *kernel, ck_context *context,
                                         const ck_conv_shape *s, const float *output_gradient, const float *weights,
                                         float beta, float *input_gradient) {
    bool is_done;
    const ck_status status = ck_few_channels_multiply_source(context, kernel, s, false, &no_epilogue, output_gradient,
                                                             weights, beta, input_gradient, &is_done);
    return is_done ? status
                   : ck_conv_transpose_direct.backward_data(context, s, output_gradient, weights, beta, input_gradient);
}

static ck_status transpose_backward_weights(const ck_few_channels_kernel *kernel, ck_context *context,
                                            const ck_conv_shape *s, const float *input, const float *output_gradient,
                                            float beta, float *weight_gradient, float *bias_gradient) {
    bool is_done;
    const ck_status status =
        ck_few_channels_weights(context, kernel, s, output_gradient, input, beta, weight_gradient, NULL, &is_done);
    if (!is_done) {
        return ck_conv_transpose_direct.backward_weights(context, s, input, output_gradient, beta, weight_gradient,
                                                         bias_gradient);
    }
    if (status != CK_OK) return status;
    ck_conv_bias_gradient(context, s->batch, s->image_channels, s->image_height * s->image_width, output_gradient, beta,
                          bias_gradient);
    return CK_OK;
}

/// The functions of a variant: the ones above on the kernel of an instruction set.
#define VARIANT(set)                                                                                                   \
    static ck_status forward_##set(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,      \
                                   const float *input, const float *weights, float *output) {                          \
        return forward(&ck_few_channels_kernel_##set, context, s, epilogue, input, weights, output);                   \
    }                                                                                                                  \
    static ck_status backward_data_##set(ck_context *context, const ck_conv_shape *s, const float *gradient,           \
                                         const float *weights, float beta, float *input_gradient) {                    \
        return backward_data(&ck_few_channels_kernel_##set, context, s, gradient, weights, beta, input_gradient);      \
    }                                                                                                                  \
    static ck_status backward_weights_##set(ck_context *context, const ck_conv_shape *s, const float *input,           \
                                            const float *gradient, float beta, float *weight_gradient,                 \
                                            float *bias_gradient) {                                                    \
        return backward_weights(&ck_few_channels_kernel_##set, context, s, input, gradient, beta, weight_gradient,     \
                                bias_gradient);                                                                        \
    }                                                                                                                  \
    static ck_status transpose_forward_##set(ck_context *context, const ck_conv_shape *s,                              \
                                             const ck_conv_epilogue *epilogue, const float *input,                     \
                                             const float *weights, float *output) {                                    \
        return transpose_forward(&ck_few_channels_kernel_##set, context, s, epilogue, input, weights, output);         \
    }                                                                                                                  \
    static ck_status transpose_backward_data_##set(ck_context *context, const ck_conv_shape *s, const float *gradient, \
                                                   const float *weights, float beta, float *input_gradient) {          \
        return transpose_backward_data(&ck_few_channels_kernel_##set, context, s, gradient, weights, beta,             \
                                       input_gradient);                                                                \
    }                                                                                                                  \
    static ck_status transpose_backward_weights_##set(ck_context *context, const ck_conv_shape *s, const float *input, \
                                                      const float *gradient, float beta, float *weight_gradient,       \
                                                      float *bias_gradient) {                                          \
        return transpose_backward_weights(&ck_few_channels_kernel_##set, context, s, input, gradient, beta,            \
                                          weight_gradient, bias_gradient);                                             \
    }                                                                                                                  \
    const ck_conv_functions ck_conv_few_channels_##set = {forward_##set, backward_data_##set, backward_weights_##set}; \
    const ck_conv_functions ck_conv_transpose_few_channels_##set = {                                                   \
        transpose_forward_##set, transpose_backward_data_##set, transpose_backward_weights_##set};

VARIANT(generic)
#if defined(__x86_64__)
VARIANT(avx2)
VARIANT(avx512)
#endif
