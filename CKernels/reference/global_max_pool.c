#include <math.h>

#include "micro/global_pool.h"

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_global_pool_call *call = argument;
    const int64_t length = call->size.length;
    for (int64_t row = begin; row < end; row++) {
        const float *input = call->input + row * length;
        int64_t valid = call->valid_lengths == NULL ? length : call->valid_lengths[row / call->size.channels];
        int64_t best = 0;
        for (int64_t i = 1; i < valid; i++) {
            if (!isnan(input[best]) && (input[i] > input[best] || isnan(input[i]))) best = i;
        }
        call->output[row] = input[best];
        call->indices[row] = (int32_t)best;
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_global_pool_backward_call *call = argument;
    const int64_t length = call->size.length;
    for (int64_t row = begin; row < end; row++) {
        float *input_gradient = call->input_gradient + row * length;
        if (call->beta == 0.0f) {
            for (int64_t i = 0; i < length; i++) input_gradient[i] = 0.0f;
        }
        input_gradient[call->indices[row]] += call->output_gradient[row];
    }
}

const ck_global_pool_kernels ck_global_max_pool_reference = {
    .grain = CK_ONE_PIECE, .forward = forward, .backward = backward};
