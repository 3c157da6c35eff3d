/// Embedding: rows copied and added as vectors.
#include "micro/embedding.h"

#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_embedding_call *call = argument;
    const int64_t dimension = call->dimension;
    const bool streams = dimension % CK_LANES == 0 && can_stream(call->is_streamed, call->output);
    for (int64_t position = begin; position < end; position++) {
        const float *row = call->table + call->indices[position] * dimension;
        float *output = call->output + position * dimension;
        CK_FOR_VECTORS(0, dimension, { store_output(output + i, load(row + i, lanes), lanes, streams); });
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_embedding_backward_call *call = argument;
    const int64_t dimension = call->size.dimension;
    for (int64_t position = 0; position < call->size.count; position++) {
        const int64_t index = call->indices[position];
        if (index == call->size.padding_index) continue;
        const float *gradient = call->output_gradient + position * dimension;
        float *row = call->table_gradient + index * dimension;
        CK_FOR_VECTORS(begin, end,
                       { store(row + i, vector_add(load(row + i, lanes), load(gradient + i, lanes)), lanes); });
    }
}

static void clear(const void *argument, int64_t begin, int64_t end) {
    const ck_embedding_backward_call *call = argument;
    const bool streams = can_stream(call->is_streamed, call->table_gradient);
    CK_FOR_VECTORS(begin, end, { store_output(call->table_gradient + i, vector_zero(), lanes, streams); });
}

CK_KERNELS_END

const ck_embedding_kernels CK_NAMED(ck_embedding) = {
    .grain = CK_GRAIN, .forward = forward, .backward = backward, .clear = clear};
