// Average pooling with windows cut to the input before they are summed, and a path for the windows of 2 x 2 that tile
// the plane, by far the most frequent.
#include "micro/generic/window.h"
#include "micro/pool.h"

static ck_window rows_inside(const ck_pool2d_descriptor *size, int64_t oh) {
    return ck_window_inside(oh, size->stride_height, size->padding_height, size->kernel_height, 1, size->in_height);
}

static ck_window columns_inside(const ck_pool2d_descriptor *size, int64_t ow) {
    return ck_window_inside(ow, size->stride_width, size->padding_width, size->kernel_width, 1, size->in_width);
}

/// What a window's sum is divided by: at least 1, for windows that lie in the padding.
static float divisor(const ck_pool2d_descriptor *size, ck_window rows, ck_window columns) {
    if (size->count_include_padding) return (float)(size->kernel_height * size->kernel_width);
    const int64_t height = rows.end - rows.begin, width = columns.end - columns.begin;
    return height > 0 && width > 0 ? (float)(height * width) : 1.0f;
}

static void forward_plane_2x2(const ck_pool_geometry *geometry, const float *input, float *output) {
    for (int64_t oh = 0; oh < geometry->out_height; oh++, output += geometry->out_width) {
        const float *upper = input + 2 * oh * geometry->size.in_width, *lower = upper + geometry->size.in_width;
        for (int64_t ow = 0; ow < geometry->out_width; ow++) {
            output[ow] = (upper[2 * ow] + upper[2 * ow + 1] + lower[2 * ow] + lower[2 * ow + 1]) * 0.25f;
        }
    }
}

static void forward_plane(const ck_pool_geometry *geometry, const float *input, float *output) {
    const ck_pool2d_descriptor *size = &geometry->size;
    for (int64_t oh = 0; oh < geometry->out_height; oh++) {
        const ck_window rows = rows_inside(size, oh);
        for (int64_t ow = 0; ow < geometry->out_width; ow++) {
            const ck_window columns = columns_inside(size, ow);
            float sum = 0.0f;
            for (int64_t h = rows.begin; h < rows.end; h++) {
                const float *row = input + h * size->in_width;
                for (int64_t w = columns.begin; w < columns.end; w++) sum += row[w];
            }
            *output++ = sum / divisor(size, rows, columns);
        }
    }
}

static void backward_plane(const ck_pool_geometry *geometry, const float *output_gradient, float *input_gradient) {
    const ck_pool2d_descriptor *size = &geometry->size;
    for (int64_t oh = 0; oh < geometry->out_height; oh++) {
        const ck_window rows = rows_inside(size, oh);
        for (int64_t ow = 0; ow < geometry->out_width; ow++) {
            const ck_window columns = columns_inside(size, ow);
            const float share = *output_gradient++ / divisor(size, rows, columns);
            for (int64_t h = rows.begin; h < rows.end; h++) {
                float *row = input_gradient + h * size->in_width;
                for (int64_t w = columns.begin; w < columns.end; w++) row[w] += share;
            }
        }
    }
}

static bool is_2x2(const ck_pool2d_descriptor *size) {
    return size->kernel_height == 2 && size->kernel_width == 2 && size->stride_height == 2 && size->stride_width == 2 &&
           size->padding_height == 0 && size->padding_width == 0;
}

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_call *call = argument;
    const ck_pool_geometry *geometry = &call->geometry;
    const int64_t inputs = geometry->size.in_height * geometry->size.in_width;
    const int64_t outputs = geometry->out_height * geometry->out_width;
    for (int64_t plane = begin; plane < end; plane++) {
        (is_2x2(&geometry->size) ? forward_plane_2x2 : forward_plane)(geometry, call->input + plane * inputs,
                                                                      call->output + plane * outputs);
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
        backward_plane(geometry, call->output_gradient + plane * outputs, input_gradient);
    }
}

const ck_pool_kernels ck_average_pool_generic = {.grain = CK_GRAIN, .forward = forward, .backward = backward};
