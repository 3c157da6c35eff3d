/// Global average pooling, row by row.
#include "micro/global_pool.h"

#include <stddef.h>

#include "micro/templates/rows.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_global_pool_call *call = argument;
    const int64_t length = call->size.length;
    for (int64_t row = begin; row < end; row++) {
        const int64_t valid = call->valid_lengths == NULL ? length : call->valid_lengths[row / call->size.channels];
        call->output[row] = row_sum(call->input + row * length, valid) / (float)valid;
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_global_pool_backward_call *call = argument;
    const int64_t length = call->size.length;
    for (int64_t row = begin; row < end; row++) {
        const int64_t valid = call->valid_lengths == NULL ? length : call->valid_lengths[row / call->size.channels];
        const ck_vector share = vector_set1(call->output_gradient[row] / (float)valid);
        float *gradient = call->input_gradient + row * length;
        CK_FOR_VECTORS(0, valid, { store_gradient(gradient + i, share, call->beta, lanes); });
        if (call->beta != 0.0f) continue;
        CK_FOR_VECTORS(valid, length, { store(gradient + i, vector_zero(), lanes); });
    }
}

CK_KERNELS_END

const ck_global_pool_kernels CK_NAMED(ck_global_average_pool) = {
    .grain = CK_GRAIN, .forward = forward, .backward = backward};
