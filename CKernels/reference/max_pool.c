#include <math.h>

#include "micro/pool.h"

static void forward_plane(const ck_pool_geometry *geometry, const float *input, float *output, int32_t *indices) {
    const ck_pool2d_descriptor *size = &geometry->size;
    for (int64_t oh = 0; oh < geometry->out_height; oh++) {
        for (int64_t ow = 0; ow < geometry->out_width; ow++) {
            float largest = -INFINITY;
            int64_t best = -1;
            for (int64_t kh = 0; kh < size->kernel_height; kh++) {
                for (int64_t kw = 0; kw < size->kernel_width; kw++) {
                    int64_t h = oh * size->stride_height - size->padding_height + kh * size->dilation_height;
                    int64_t w = ow * size->stride_width - size->padding_width + kw * size->dilation_width;
                    if (h < 0 || h >= size->in_height || w < 0 || w >= size->in_width) continue;
                    float value = input[h * size->in_width + w];
                    if (best < 0 || value > largest || (isnan(value) && !isnan(largest))) {
                        largest = value;
                        best = h * size->in_width + w;
                    }
                }
            }
            output[oh * geometry->out_width + ow] = largest;
            indices[oh * geometry->out_width + ow] = (int32_t)best;
        }
    }
}

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_call *call = argument;
    const ck_pool_geometry *geometry = &call->geometry;
    const int64_t inputs = geometry->size.in_height * geometry->size.in_width;
    const int64_t outputs = geometry->out_height * geometry->out_width;
    for (int64_t plane = begin; plane < end; plane++) {
        forward_plane(geometry, call->input + plane * inputs, call->output + plane * outputs,
                      call->indices + plane * outputs);
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_backward_call *call = argument;
    const ck_pool_geometry *geometry = &call->geometry;
    const int64_t inputs = geometry->size.in_height * geometry->size.in_width;
    const int64_t outputs = geometry->out_height * geometry->out_width;
    for (int64_t plane = begin; plane < end; plane++) {
        float *input_gradient = call->input_gradient + plane * inputs;
        if (call->beta == 0.0f) {
            for (int64_t i = 0; i < inputs; i++) input_gradient[i] = 0.0f;
        }
        for (int64_t o = plane * outputs; o < (plane + 1) * outputs; o++) {
            if (call->indices[o] >= 0) input_gradient[call->indices[o]] += call->output_gradient[o];
        }
    }
}

const ck_pool_kernels ck_max_pool_reference = {.grain = CK_ONE_PIECE, .forward = forward, .backward = backward};
