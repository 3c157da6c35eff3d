#include "drivers/convolution.h"
#include "operators/convolution.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops", &ck_conv_reference},
    {"generic", CK_BASELINE, "direct: one row of products at a time, nothing copied", &ck_conv_direct},
    {"gather", CK_BASELINE, "windows of the image, read in place, times the filters on the gemm kernel",
     &ck_conv_gather, ck_conv_is_dense},
    {"winograd", CK_BASELINE, "4 x 4 results of 3 x 3 filters from 36 products, of 4 x 4 with stride 2 from 100",
     &ck_conv_winograd, ck_conv_suits_winograd, 0.75f},
    {"few-channels", CK_BASELINE, "vectors of 4 positions, tiles of channels by positions in registers",
     &ck_conv_few_channels_generic, ck_conv_makes_few_channels},
#if defined(__x86_64__)
    {"few-channels-avx2", CK_AVX2, "the same in vectors of 8 positions", &ck_conv_few_channels_avx2,
     ck_conv_makes_few_channels},
    {"few-channels-avx512", CK_AVX512, "the same in vectors of 16 positions", &ck_conv_few_channels_avx512,
     ck_conv_makes_few_channels},
#endif
};

const ck_operator ck_operator_conv2d = {"conv2d", variants, sizeof variants / sizeof *variants};

/// The entry point that calls this.
#define ENTRY (&(const ck_conv_entry){__func__, CK_OPERATOR_CONV2D, false, 2})

ck_status ck_conv2d_output_size(ck_context *context, const ck_conv2d_descriptor *descriptor, int64_t *height,
                                int64_t *width) {
    return ck_conv_output_size(context, ENTRY, descriptor, height, width);
}

ck_status ck_conv2d_f32_forward(ck_context *context, const ck_conv2d_descriptor *descriptor,
                                const ck_epilogue *epilogue, const float *input, const float *weights,
                                const float *bias, float *output) {
    return ck_conv_forward(context, ENTRY, descriptor, epilogue, input, weights, bias, output);
}

ck_status ck_conv2d_f32_backward_data(ck_context *context, const ck_conv2d_descriptor *descriptor,
                                      const float *output_gradient, const float *weights, float beta,
                                      float *input_gradient) {
    return ck_conv_backward_data(context, ENTRY, descriptor, output_gradient, weights, beta, input_gradient);
}

ck_status ck_conv2d_f32_backward_weights(ck_context *context, const ck_conv2d_descriptor *descriptor,
                                         const float *input, const float *output_gradient, float beta,
                                         float *weight_gradient, float *bias_gradient) {
    return ck_conv_backward_weights(context, ENTRY, descriptor, input, output_gradient, beta, weight_gradient,
                                    bias_gradient);
}
