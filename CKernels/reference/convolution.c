#include "reference/activation.h"
#include "reference/convolution_index.h"

static ck_status forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                         const float *input, const float *weights, float *output) {
    (void)context;
    const int64_t group_images = s->image_channels / s->groups, group_features = s->feature_channels / s->groups;
    for (int64_t n = 0; n < s->batch; n++)
        for (int64_t f = 0; f < s->feature_channels; f++)
            for (int64_t h = 0; h < s->feature_height; h++)
                for (int64_t w = 0; w < s->feature_width; w++) {
                    float sum = 0.0f;
                    for (int64_t c = 0; c < group_images; c++)
                        for (int64_t i = 0; i < s->kernel_height; i++)
                            for (int64_t j = 0; j < s->kernel_width; j++) {
                                int64_t row, column;
                                if (!image_position(s, h, w, i, j, &row, &column)) continue;
                                int64_t channel = f / group_features * group_images + c;
                                sum += input[image_index(s, n, channel, row, column)] *
                                       weights[weight_index(s, f, c, i, j)];
                            }
                    if (epilogue->bias != NULL) sum += epilogue->bias[f];
                    output[feature_index(s, n, f, h, w)] =
                        ck_activate(epilogue->activation, epilogue->negative_slope, sum);
                }
    return CK_OK;
}

static ck_status backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                               const float *weights, float beta, float *input_gradient) {
    (void)context;
    const int64_t group_images = s->image_channels / s->groups, group_features = s->feature_channels / s->groups;
    if (beta == 0.0f) {
        const int64_t count = s->batch * s->image_channels * s->image_height * s->image_width;
        for (int64_t index = 0; index < count; index++) input_gradient[index] = 0.0f;
    }
    for (int64_t n = 0; n < s->batch; n++)
        for (int64_t f = 0; f < s->feature_channels; f++)
            for (int64_t h = 0; h < s->feature_height; h++)
                for (int64_t w = 0; w < s->feature_width; w++)
                    for (int64_t c = 0; c < group_images; c++)
                        for (int64_t i = 0; i < s->kernel_height; i++)
                            for (int64_t j = 0; j < s->kernel_width; j++) {
                                int64_t row, column;
                                if (!image_position(s, h, w, i, j, &row, &column)) continue;
                                int64_t channel = f / group_features * group_images + c;
                                input_gradient[image_index(s, n, channel, row, column)] +=
                                    output_gradient[feature_index(s, n, f, h, w)] *
                                    weights[weight_index(s, f, c, i, j)];
                            }
    return CK_OK;
}

/// Sums over the whole batch are long, so they are kept in double.
static ck_status backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                  const float *output_gradient, float beta, float *weight_gradient,
                                  float *bias_gradient) {
    (void)context;
    const int64_t group_images = s->image_channels / s->groups, group_features = s->feature_channels / s->groups;
    for (int64_t f = 0; f < s->feature_channels; f++)
        for (int64_t c = 0; c < group_images; c++)
            for (int64_t i = 0; i < s->kernel_height; i++)
                for (int64_t j = 0; j < s->kernel_width; j++) {
                    double sum = 0.0;
                    for (int64_t n = 0; n < s->batch; n++)
                        for (int64_t h = 0; h < s->feature_height; h++)
                            for (int64_t w = 0; w < s->feature_width; w++) {
                                int64_t row, column;
                                if (!image_position(s, h, w, i, j, &row, &column)) continue;
                                int64_t channel = f / group_features * group_images + c;
                                sum += (double)input[image_index(s, n, channel, row, column)] *
                                       output_gradient[feature_index(s, n, f, h, w)];
                            }
                    float *target = &weight_gradient[weight_index(s, f, c, i, j)];
                    *target = (float)(beta == 0.0f ? sum : *target + sum);
                }
    if (bias_gradient == NULL) return CK_OK;
    for (int64_t f = 0; f < s->feature_channels; f++) {
        double sum = 0.0;
        for (int64_t n = 0; n < s->batch; n++)
            for (int64_t h = 0; h < s->feature_height; h++)
                for (int64_t w = 0; w < s->feature_width; w++) sum += output_gradient[feature_index(s, n, f, h, w)];
        bias_gradient[f] = (float)(beta == 0.0f ? sum : bias_gradient[f] + sum);
    }
    return CK_OK;
}

const ck_conv_functions ck_conv_reference = {forward, backward_data, backward_weights};
