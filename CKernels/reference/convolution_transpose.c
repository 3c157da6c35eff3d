#include "reference/activation.h"
#include "reference/convolution_index.h"

/// Every input value, weighted by each tap, is added to the place of the output that the tap meets.
static ck_status forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                         const float *input, const float *weights, float *output) {
    (void)context;
    const int64_t group_inputs = s->feature_channels / s->groups, group_outputs = s->image_channels / s->groups;
    const int64_t plane = s->image_height * s->image_width;
    for (int64_t index = 0; index < s->batch * s->image_channels * plane; index++) output[index] = 0.0f;
    for (int64_t n = 0; n < s->batch; n++)
        for (int64_t from = 0; from < s->feature_channels; from++)
            for (int64_t h = 0; h < s->feature_height; h++)
                for (int64_t w = 0; w < s->feature_width; w++)
                    for (int64_t to = 0; to < group_outputs; to++)
                        for (int64_t i = 0; i < s->kernel_height; i++)
                            for (int64_t j = 0; j < s->kernel_width; j++) {
                                int64_t row, column;
                                if (!image_position(s, h, w, i, j, &row, &column)) continue;
                                int64_t channel = from / group_inputs * group_outputs + to;
                                output[image_index(s, n, channel, row, column)] +=
                                    input[feature_index(s, n, from, h, w)] * weights[weight_index(s, from, to, i, j)];
                            }
    for (int64_t index = 0; index < s->batch * s->image_channels * plane; index++) {
        float value = output[index];
        if (epilogue->bias != NULL) value += epilogue->bias[index / plane % s->image_channels];
        output[index] = ck_activate(epilogue->activation, epilogue->negative_slope, value);
    }
    return CK_OK;
}

static ck_status backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                               const float *weights, float beta, float *input_gradient) {
    (void)context;
    const int64_t group_inputs = s->feature_channels / s->groups, group_outputs = s->image_channels / s->groups;
    for (int64_t n = 0; n < s->batch; n++)
        for (int64_t from = 0; from < s->feature_channels; from++)
            for (int64_t h = 0; h < s->feature_height; h++)
                for (int64_t w = 0; w < s->feature_width; w++) {
                    float sum = 0.0f;
                    for (int64_t to = 0; to < group_outputs; to++)
                        for (int64_t i = 0; i < s->kernel_height; i++)
                            for (int64_t j = 0; j < s->kernel_width; j++) {
                                int64_t row, column;
                                if (!image_position(s, h, w, i, j, &row, &column)) continue;
                                int64_t channel = from / group_inputs * group_outputs + to;
                                sum += output_gradient[image_index(s, n, channel, row, column)] *
                                       weights[weight_index(s, from, to, i, j)];
                            }
                    float *target = &input_gradient[feature_index(s, n, from, h, w)];
                    *target = beta == 0.0f ? sum : *target + sum;
                }
    return CK_OK;
}

/// Sums over the whole batch are long, so they are kept in double.
static ck_status backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                  const float *output_gradient, float beta, float *weight_gradient,
                                  float *bias_gradient) {
    (void)context;
    const int64_t group_inputs = s->feature_channels / s->groups, group_outputs = s->image_channels / s->groups;
    for (int64_t from = 0; from < s->feature_channels; from++)
        for (int64_t to = 0; to < group_outputs; to++)
            for (int64_t i = 0; i < s->kernel_height; i++)
                for (int64_t j = 0; j < s->kernel_width; j++) {
                    double sum = 0.0;
                    for (int64_t n = 0; n < s->batch; n++)
                        for (int64_t h = 0; h < s->feature_height; h++)
                            for (int64_t w = 0; w < s->feature_width; w++) {
                                int64_t row, column;
                                if (!image_position(s, h, w, i, j, &row, &column)) continue;
                                int64_t channel = from / group_inputs * group_outputs + to;
                                sum += (double)input[feature_index(s, n, from, h, w)] *
                                       output_gradient[image_index(s, n, channel, row, column)];
                            }
                    float *target = &weight_gradient[weight_index(s, from, to, i, j)];
                    *target = (float)(beta == 0.0f ? sum : *target + sum);
                }
    if (bias_gradient == NULL) return CK_OK;
    for (int64_t to = 0; to < s->image_channels; to++) {
        double sum = 0.0;
        for (int64_t n = 0; n < s->batch; n++)
            for (int64_t h = 0; h < s->image_height; h++)
                for (int64_t w = 0; w < s->image_width; w++) sum += output_gradient[image_index(s, n, to, h, w)];
        bias_gradient[to] = (float)(beta == 0.0f ? sum : bias_gradient[to] + sum);
    }
    return CK_OK;
}

const ck_conv_functions ck_conv_transpose_reference = {forward, backward_data, backward_weights};
