// Max pooling with windows cut to the input before they are searched, so that the search has no checks.
#include <math.h>

#include "micro/generic/window.h"
#include "micro/pool.h"

/// Searches one window. The strides between its positions are constants for the common dilation 1.
static inline __attribute__((always_inline)) void search(const float *input, int64_t in_width, ck_window rows,
                                                         ck_window columns, int64_t row_step, int64_t column_step,
                                                         float *output, int32_t *index) {
    float largest = -INFINITY;
    int64_t best = -1;
    for (int64_t h = rows.begin; h < rows.end; h += row_step) {
        for (int64_t w = columns.begin; w < columns.end; w += column_step) {
            const float value = input[h * in_width + w];
            if (value > largest || best < 0 || (isnan(value) && !isnan(largest))) {
                largest = value;
                best = h * in_width + w;
            }
        }
    }
    *output = largest;
    *index = (int32_t)best;
}

/// Windows of 2 x 2 that tile the plane, by far the most frequent: two rows at a time, without a search.
static void forward_plane_2x2(const ck_pool_geometry *geometry, const float *input, float *output, int32_t *indices) {
    const int64_t in_width = geometry->size.in_width;
    for (int64_t oh = 0; oh < geometry->out_height; oh++) {
        const float *upper = input + 2 * oh * in_width, *lower = upper + in_width;
        const int32_t row = (int32_t)(2 * oh * in_width), width = (int32_t)in_width;
        for (int32_t ow = 0; ow < geometry->out_width; ow++) {
            const float values[4] = {upper[2 * ow], upper[2 * ow + 1], lower[2 * ow], lower[2 * ow + 1]};
            const int32_t positions[4] = {row + 2 * ow, row + 2 * ow + 1, row + width + 2 * ow,
                                          row + width + 2 * ow + 1};
            float largest = values[0];
            int32_t best = positions[0];
            for (int k = 1; k < 4; k++) {
                const int is_new = (values[k] > largest) | (isnan(values[k]) & !isnan(largest));
                largest = is_new ? values[k] : largest;
                best = is_new ? positions[k] : best;
            }
            output[oh * geometry->out_width + ow] = largest;
            indices[oh * geometry->out_width + ow] = best;
        }
    }
}

static void forward_plane(const ck_pool_geometry *geometry, const float *input, float *output, int32_t *indices) {
    const ck_pool2d_descriptor *size = &geometry->size;
    for (int64_t oh = 0; oh < geometry->out_height; oh++) {
        const ck_window rows = ck_window_inside(oh, size->stride_height, size->padding_height, size->kernel_height,
                                                size->dilation_height, size->in_height);
        for (int64_t ow = 0; ow < geometry->out_width; ow++, output++, indices++) {
            const ck_window columns = ck_window_inside(ow, size->stride_width, size->padding_width, size->kernel_width,
                                                       size->dilation_width, size->in_width);
            if (size->dilation_height == 1 && size->dilation_width == 1) {
                search(input, size->in_width, rows, columns, 1, 1, output, indices);
            } else {
                search(input, size->in_width, rows, columns, size->dilation_height, size->dilation_width, output,
                       indices);
            }
        }
    }
}

static bool is_2x2(const ck_pool2d_descriptor *size) {
    return size->kernel_height == 2 && size->kernel_width == 2 && size->stride_height == 2 && size->stride_width == 2 &&
           size->padding_height == 0 && size->padding_width == 0 && size->dilation_height == 1 &&
           size->dilation_width == 1;
}

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_call *call = argument;
    const ck_pool_geometry *geometry = &call->geometry;
    const int64_t inputs = geometry->size.in_height * geometry->size.in_width;
    const int64_t outputs = geometry->out_height * geometry->out_width;
    for (int64_t plane = begin; plane < end; plane++) {
        (is_2x2(&geometry->size) ? forward_plane_2x2 : forward_plane)(
            geometry, call->input + plane * inputs, call->output + plane * outputs, call->indices + plane * outputs);
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
        const float *output_gradient = call->output_gradient + plane * outputs;
        const int32_t *indices = call->indices + plane * outputs;
        for (int64_t o = 0; o < outputs; o++) {
            if (indices[o] >= 0) input_gradient[indices[o]] += output_gradient[o];
        }
    }
}

const ck_pool_kernels ck_max_pool_generic = {.grain = CK_GRAIN, .forward = forward, .backward = backward};
