/// Convolves a batch of pictures through the shared object and compares with the definition, in every variant that this
/// CPU runs.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

/// Whole numbers from -2 to 2, so that sums come out exactly whatever the order of their terms.
static void fill(float *values, int64_t count, int64_t factor) {
    for (int64_t index = 0; index < count; index++) values[index] = (float)(index * factor % 5 - 2);
}

/// One output value by the definition: the window of the picture times the filter, zeros around the picture.
static double expected(const ck_conv2d_descriptor *d, const float *input, const float *weights, int64_t example,
                       int64_t channel, int64_t row, int64_t column) {
    double sum = 0;
    for (int64_t in = 0; in < d->in_channels; in++) {
        for (int64_t i = 0; i < d->kernel_height; i++) {
            for (int64_t j = 0; j < d->kernel_width; j++) {
                const int64_t y = row * d->stride_height + i - d->padding_height;
                const int64_t x = column * d->stride_width + j - d->padding_width;
                if (y < 0 || y >= d->in_height || x < 0 || x >= d->in_width) continue;
                const int64_t pixel = ((example * d->in_channels + in) * d->in_height + y) * d->in_width + x;
                const int64_t tap = ((channel * d->in_channels + in) * d->kernel_height + i) * d->kernel_width + j;
                sum += (double)input[pixel] * weights[tap];
            }
        }
    }
    return sum;
}

/// The largest difference from the definition.
static double difference(const ck_conv2d_descriptor *d, const float *input, const float *weights, const float *bias,
                         const float *output, int64_t height, int64_t width) {
    double largest = 0;
    for (int64_t example = 0; example < d->batch; example++) {
        for (int64_t channel = 0; channel < d->out_channels; channel++) {
            for (int64_t row = 0; row < height; row++) {
                for (int64_t column = 0; column < width; column++) {
                    const double sum = expected(d, input, weights, example, channel, row, column) + bias[channel];
                    const double relu = sum > 0 ? sum : 0;
                    const int64_t index = ((example * d->out_channels + channel) * height + row) * width + column;
                    largest = fmax(largest, fabs(relu - output[index]));
                }
            }
        }
    }
    return largest;
}

int main(void) {
    ck_context *context = NULL;
    if (ck_abi() != CK_ABI || ck_context_create(0, &context) != CK_OK) return 1;

    const ck_conv2d_descriptor descriptor = {
        .batch = 2,
        .in_channels = 3,
        .out_channels = 8,
        .groups = 1,
        .in_height = 17,
        .in_width = 19,
        .kernel_height = 3,
        .kernel_width = 5,
        .stride_height = 2,
        .stride_width = 1,
        .padding_height = 1,
        .padding_width = 2,
        .dilation_height = 1,
        .dilation_width = 1,
    };
    int64_t height = 0;
    int64_t width = 0;
    if (ck_conv2d_output_size(context, &descriptor, &height, &width) != CK_OK) {
        fprintf(stderr, "error: %s\n", ck_context_message(context));
        return 1;
    }
    const int64_t input_count = 2 * 3 * 17 * 19;
    const int64_t weight_count = 8 * 3 * 3 * 5;
    float *input = malloc((size_t)input_count * sizeof *input);
    float *weights = malloc((size_t)weight_count * sizeof *weights);
    float *output = malloc((size_t)(2 * 8 * height * width) * sizeof *output);
    if (input == NULL || weights == NULL || output == NULL) return 1;
    fill(input, input_count, 7);
    fill(weights, weight_count, 3);
    const float bias[8] = {0, 1, 2, 3, -1, -2, -3, -4};
    const ck_epilogue relu = {.activation = CK_ACTIVATION_RELU};

    int failures = 0;
    int variants = 0;
    for (int operator_index = 0; operator_index < ck_operator_count(); operator_index++) {
        for (int variant = 0; variant < ck_variant_count(operator_index); variant++) {
            ck_variant_info info;
            if (ck_variant_describe(operator_index, variant, &info) != CK_OK) return 1;
            // Variants with an error bound transform their operands; they are not exact on whole numbers.
            if (strcmp(info.operator_name, "conv2d") != 0 || !info.is_supported || info.error_bound > 0) continue;
            char name[64];
            snprintf(name, sizeof name, "conv2d=%s", info.variant_name);
            variants++;
            if (ck_context_select_kernels(context, name) != CK_OK ||
                ck_conv2d_f32_forward(context, &descriptor, &relu, input, weights, bias, output) != CK_OK) {
                fprintf(stderr, "error: %s: %s\n", name, ck_context_message(context));
                failures++;
            } else if (difference(&descriptor, input, weights, bias, output, height, width) != 0) {
                fprintf(stderr, "error: %s differs from the definition\n", name);
                failures++;
            }
        }
    }
    free(output);
    free(weights);
    free(input);
    ck_context_destroy(context);
    printf("C, conv2d: %d variants: %s\n", variants,
           failures == 0 && variants > 0 ? "all agree with the definition" : "FAILED");
    return failures != 0 || variants == 0;
}
