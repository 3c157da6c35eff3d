#include "micro/embedding.h"

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_embedding_call *call = argument;
    for (int64_t position = begin; position < end; position++) {
        for (int64_t d = 0; d < call->dimension; d++) {
            call->output[position * call->dimension + d] = call->table[call->indices[position] * call->dimension + d];
        }
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_embedding_backward_call *call = argument;
    const int64_t dimension = call->size.dimension;
    for (int64_t position = 0; position < call->size.count; position++) {
        int64_t row = call->indices[position];
        if (row == call->size.padding_index) continue;
        for (int64_t d = begin; d < end; d++) {
            call->table_gradient[row * dimension + d] += call->output_gradient[position * dimension + d];
        }
    }
}

static void clear(const void *argument, int64_t begin, int64_t end) {
    const ck_embedding_backward_call *call = argument;
    for (int64_t i = begin; i < end; i++) call->table_gradient[i] = 0.0f;
}

const ck_embedding_kernels ck_embedding_reference = {
    .grain = CK_ONE_PIECE, .forward = forward, .backward = backward, .clear = clear};
