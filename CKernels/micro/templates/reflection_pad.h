/// Reflection padding row by row: whole vectors between the sides, the few columns of the sides one by one.
#include "micro/reflection_pad.h"

#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_reflection_pad_call *call = argument;
    const ck_reflection_pad_geometry *geometry = &call->geometry;
    const ck_reflection_pad2d_descriptor *size = &geometry->size;
    const int64_t width = size->in_width, left = size->padding_left, right = size->padding_right;
    for (int64_t row = begin; row < end; row++) {
        const int64_t plane = row / geometry->out_height, oh = row % geometry->out_height;
        const int64_t h = ck_reflected(oh - size->padding_top, size->in_height);
        const float *input = call->input + (plane * size->in_height + h) * width;
        float *output = call->output + row * geometry->out_width;
        for (int64_t i = 0; i < left; i++) output[i] = input[left - i];
        output += left;
        CK_FOR_VECTORS(0, width, { store(output + i, load(input + i, lanes), lanes); });
        output += width;
        for (int64_t i = 0; i < right; i++) output[i] = input[width - 2 - i];
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_reflection_pad_backward_call *call = argument;
    const ck_reflection_pad_geometry *geometry = &call->geometry;
    const ck_reflection_pad2d_descriptor *size = &geometry->size;
    const int64_t width = size->in_width, left = size->padding_left, right = size->padding_right;
    for (int64_t row = begin; row < end; row++) {
        const int64_t plane = row / size->in_height, h = row % size->in_height;
        int64_t rows[3];
        const int count = ck_reflections(h, size->in_height, size->padding_top, size->padding_bottom, rows);
        const float *gradients[3];
        for (int k = 0; k < count; k++) {
            gradients[k] =
                call->output_gradient + (plane * geometry->out_height + rows[k]) * geometry->out_width + left;
        }
        float *result = call->input_gradient + row * width;
        CK_FOR_VECTORS(0, width, {
            ck_vector sum = load(gradients[0] + i, lanes);
            for (int k = 1; k < count; k++) sum = vector_add(sum, load(gradients[k] + i, lanes));
            store_gradient(result + i, sum, call->beta, lanes);
        });
        for (int k = 0; k < count; k++) {
            for (int64_t i = 1; i <= left; i++) result[i] += gradients[k][-i];
            for (int64_t i = 1; i <= right; i++) result[width - 1 - i] += gradients[k][width - 1 + i];
        }
    }
}

CK_KERNELS_END

const ck_reflection_pad_kernels CK_NAMED(ck_reflection_pad) = {
    .grain = CK_GRAIN, .forward = forward, .backward = backward};
