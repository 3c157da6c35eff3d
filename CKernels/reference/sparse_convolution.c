#include "micro/sparse_convolution.h"

static void data(const void *argument, int64_t begin, int64_t end) {
    const ck_sparse_data_call *call = argument;
    const ck_conv1d_descriptor *size = &call->gradient.size;
    const int64_t channels = size->in_channels / size->groups, filters = size->out_channels / size->groups;
    for (int64_t n = begin; n < end; n++) {
        float *example = call->input_gradient + n * size->in_length * size->in_channels;
        for (int64_t i = 0; i < size->in_length * size->in_channels; i++) example[i] = 0.0f;
        for (int64_t o = 0; o < size->out_channels; o++) {
            const float value = call->gradient.values[n * size->out_channels + o];
            if (value == 0.0f) continue;
            const int64_t first = call->gradient.positions[n * size->out_channels + o] * size->stride - size->padding;
            for (int64_t k = 0; k < size->kernel_length; k++) {
                const int64_t row = first + k * size->dilation;
                if (row < 0 || row >= size->in_length) continue;
                for (int64_t c = 0; c < channels; c++) {
                    example[row * size->in_channels + o / filters * channels + c] +=
                        value * call->weights[(o * size->kernel_length + k) * channels + c];
                }
            }
        }
    }
}

static void weights(const void *argument, int64_t begin, int64_t end) {
    const ck_sparse_weights_call *call = argument;
    const ck_conv1d_descriptor *size = &call->gradient.size;
    const int64_t channels = size->in_channels / size->groups, filters = size->out_channels / size->groups;
    for (int64_t o = begin; o < end; o++) {
        float *filter = call->weight_gradient + o * size->kernel_length * channels;
        for (int64_t i = 0; i < size->kernel_length * channels; i++) filter[i] = 0.0f;
        for (int64_t n = 0; n < size->batch; n++) {
            const float value = call->gradient.values[n * size->out_channels + o];
            if (value == 0.0f) continue;
            const int64_t first = call->gradient.positions[n * size->out_channels + o] * size->stride - size->padding;
            for (int64_t k = 0; k < size->kernel_length; k++) {
                const int64_t row = first + k * size->dilation;
                if (row < 0 || row >= size->in_length) continue;
                for (int64_t c = 0; c < channels; c++) {
                    filter[k * channels + c] +=
                        value *
                        call->input[(n * size->in_length + row) * size->in_channels + o / filters * channels + c];
                }
            }
        }
    }
}

const ck_sparse_convolution_kernels ck_sparse_convolution_reference = {
    .grain = CK_ONE_PIECE, .data = data, .weights = weights, .layout = &ck_layout_reference};
