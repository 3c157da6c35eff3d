/// Global max pooling: the largest value of each row and its position in one pass.
#include "micro/global_pool.h"

#include <stddef.h>

#include "micro/templates/rows.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_global_pool_call *call = argument;
    const int64_t length = call->size.length;
    for (int64_t row = begin; row < end; row++) {
        const float *input = call->input + row * length;
        const int64_t valid = call->valid_lengths == NULL ? length : call->valid_lengths[row / call->size.channels];
        const int64_t best = row_argmax(input, valid, false);
        call->output[row] = input[best];
        call->indices[row] = (int32_t)best;
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_global_pool_backward_call *call = argument;
    const int64_t length = call->size.length;
    if (call->beta == 0.0f) {
        CK_FOR_VECTORS(begin * length, end * length, { store(call->input_gradient + i, vector_zero(), lanes); });
    }
    for (int64_t row = begin; row < end; row++) {
        call->input_gradient[row * length + call->indices[row]] += call->output_gradient[row];
    }
}

CK_KERNELS_END

const ck_global_pool_kernels CK_NAMED(ck_global_max_pool) = {
    .grain = CK_GRAIN, .forward = forward, .backward = backward};
