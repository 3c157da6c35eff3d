// Sums are accumulated in double.
#include "micro/global_pool.h"

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_global_pool_call *call = argument;
    const int64_t length = call->size.length;
    for (int64_t row = begin; row < end; row++) {
        int64_t valid = call->valid_lengths == NULL ? length : call->valid_lengths[row / call->size.channels];
        double sum = 0.0;
        for (int64_t i = 0; i < valid; i++) sum += call->input[row * length + i];
        call->output[row] = (float)(sum / (double)valid);
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_global_pool_backward_call *call = argument;
    const int64_t length = call->size.length;
    for (int64_t row = begin; row < end; row++) {
        int64_t valid = call->valid_lengths == NULL ? length : call->valid_lengths[row / call->size.channels];
        for (int64_t i = 0; i < length; i++) {
            float gradient = i < valid ? call->output_gradient[row] / (float)valid : 0.0f;
            float *input_gradient = &call->input_gradient[row * length + i];
            *input_gradient = call->beta == 0.0f ? gradient : *input_gradient + gradient;
        }
    }
}

const ck_global_pool_kernels ck_global_average_pool_reference = {
    .grain = CK_ONE_PIECE, .forward = forward, .backward = backward};
