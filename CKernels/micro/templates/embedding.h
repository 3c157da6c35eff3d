/// Embedding: rows copied and added as vectors.
#include "micro/embedding.h"

#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_embedding_call *call = argument;
    const int64_t dimension = call->dimension;
    for (int64_t position = begin; position < end; position++) {
        const float *row = call->table + call->indices[position] * dimension;
        float *output = call->output + position * dimension;
        CK_FOR_VECTORS(0, dimension, { store(output + i, load(row + i, lanes), lanes); });
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_embedding_backward_call *call = argument;
    const int64_t dimension = call->size.dimension;
    if (call->beta == 0.0f) {
        CK_FOR_VECTORS(begin * dimension, end * dimension, { store(call->table_gradient + i, vector_zero(), lanes); });
    }
    for (int64_t position = 0; position < call->size.count; position++) {
        const int64_t index = call->indices[position];
        if ((uint64_t)(index - begin) >= (uint64_t)(end - begin) || index == call->size.padding_index) continue;
        const float *gradient = call->output_gradient + position * dimension;
        float *row = call->table_gradient + index * dimension;
        CK_FOR_VECTORS(0, dimension,
                       { store(row + i, vector_add(load(row + i, lanes), load(gradient + i, lanes)), lanes); });
    }
}

CK_KERNELS_END

const ck_embedding_kernels CK_NAMED(ck_embedding) = {.grain = CK_GRAIN, .forward = forward, .backward = backward};
