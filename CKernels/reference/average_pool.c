#include "micro/pool.h"

typedef struct {
    int64_t begin;
    int64_t end;
} span;

/// Where a window lies within the input, without the padding.
static span inside(int64_t output, int64_t stride, int64_t padding, int64_t kernel, int64_t in) {
    int64_t begin = output * stride - padding, end = begin + kernel;
    return (span){begin < 0 ? 0 : begin, end > in ? in : end};
}

/// What a window's sum is divided by: at least 1, for windows that lie in the padding.
static float divisor(const ck_pool2d_descriptor *size, span height, span width) {
    if (size->count_include_padding) return (float)(size->kernel_height * size->kernel_width);
    int64_t count = (height.end - height.begin) * (width.end - width.begin);
    return (float)(count > 0 ? count : 1);
}

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_call *call = argument;
    const ck_pool_geometry *geometry = &call->geometry;
    const ck_pool2d_descriptor *size = &geometry->size;
    float *output = call->output + begin * geometry->out_height * geometry->out_width;
    for (int64_t plane = begin; plane < end; plane++) {
        const float *input = call->input + plane * size->in_height * size->in_width;
        for (int64_t oh = 0; oh < geometry->out_height; oh++) {
            span height = inside(oh, size->stride_height, size->padding_height, size->kernel_height, size->in_height);
            for (int64_t ow = 0; ow < geometry->out_width; ow++) {
                span width = inside(ow, size->stride_width, size->padding_width, size->kernel_width, size->in_width);
                float sum = 0.0f;
                for (int64_t h = height.begin; h < height.end; h++) {
                    for (int64_t w = width.begin; w < width.end; w++) sum += input[h * size->in_width + w];
                }
                *output++ = sum / divisor(size, height, width);
            }
        }
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_backward_call *call = argument;
    const ck_pool_geometry *geometry = &call->geometry;
    const ck_pool2d_descriptor *size = &geometry->size;
    const float *output_gradient = call->output_gradient + begin * geometry->out_height * geometry->out_width;
    for (int64_t plane = begin; plane < end; plane++) {
        float *input_gradient = call->input_gradient + plane * size->in_height * size->in_width;
        if (call->beta == 0.0f) {
            for (int64_t i = 0; i < size->in_height * size->in_width; i++) input_gradient[i] = 0.0f;
        }
        for (int64_t oh = 0; oh < geometry->out_height; oh++) {
            span height = inside(oh, size->stride_height, size->padding_height, size->kernel_height, size->in_height);
            for (int64_t ow = 0; ow < geometry->out_width; ow++) {
                span width = inside(ow, size->stride_width, size->padding_width, size->kernel_width, size->in_width);
                float share = *output_gradient++ / divisor(size, height, width);
                for (int64_t h = height.begin; h < height.end; h++) {
                    for (int64_t w = width.begin; w < width.end; w++) input_gradient[h * size->in_width + w] += share;
                }
            }
        }
    }
}

const ck_pool_kernels ck_average_pool_reference = {.grain = CK_ONE_PIECE, .forward = forward, .backward = backward};
