/// Max pooling: the lanes of a vector are neighbouring outputs of a row; a window's taps are met in row-major order.
#include "micro/pool.h"

#include <math.h>

#include "micro/templates/windows.h"

CK_KERNELS_BEGIN

/// The maxima of some windows so far, and where they are; -1: no tap has been seen.
typedef struct {
    ck_vector value;
    ck_int_vector position;
} maxima;

/// Takes what is larger, or the first NaN, or the first of all.
CK_INLINE void take_larger(maxima *best, ck_vector x, ck_int_vector position) {
    const ck_mask is_new = mask_or(vector_greater(x, best->value),
                                   mask_and(is_nan(x), vector_equal(best->value, best->value)));
    best->value = vector_select(is_new, x, best->value);
    best->position = int_vector_select(is_new, position, best->position);
}

/// The windows of `lanes` outputs from `ow` on, some of which may reach into the padding.
CK_INLINE maxima search_edge(const window_axis *columns, int64_t stride, const float *input, span rows,
                             int64_t row_step, int64_t ow, int64_t lanes, ck_int_vector origin) {
    maxima best = {vector_set1(-INFINITY), int_vector_set1(-1)};
    for (int64_t h = rows.begin; h < rows.end; h += row_step) {
        for (int64_t kw = 0; kw < columns->kernel; kw++) {
            const int64_t w = ow * stride - columns->padding + kw * columns->dilation;
            const span inside = lanes_inside(w, stride, columns->in, lanes);
            if (inside.begin >= inside.end) continue;
            const int64_t at = h * columns->in + w;
            const ck_vector x = load_spaced(input + at, stride, inside);
            const ck_int_vector position = int_vector_add(origin, int_vector_set1((int32_t)at));
            maxima taken = best;
            take_larger(&taken, x, position);
            const ck_mask is_first = int_vector_equal(best.position, int_vector_set1(-1));
            const ck_mask is_inside = lane_mask(inside);
            best.value = vector_select(is_inside, vector_select(is_first, x, taken.value), best.value);
            best.position =
                int_vector_select(is_inside, int_vector_select(is_first, position, taken.position), best.position);
        }
    }
    return best;
}

/// The windows of `lanes` outputs from `ow` on, all within the input.
CK_INLINE maxima search_inside(const window_axis *columns, int64_t stride, const float *input, span rows,
                               int64_t row_step, int64_t ow, int64_t lanes, ck_int_vector origin) {
    const span all = {0, lanes};
    const int64_t corner = rows.begin * columns->in + ow * stride - columns->padding;
    maxima best = {load_spaced(input + corner, stride, all), int_vector_set1((int32_t)corner)};
    for (int64_t row = corner; row < rows.end * columns->in; row += row_step * columns->in) {
        for (int64_t kw = row == corner ? 1 : 0; kw < columns->kernel; kw++) {
            const int64_t at = row + kw * columns->dilation;
            take_larger(&best, load_spaced(input + at, stride, all), int_vector_set1((int32_t)at));
        }
    }
    best.position = int_vector_add(best.position, origin);
    return best;
}

CK_INLINE void forward_plane(const ck_pool_geometry *geometry, int64_t stride, const float *input, float *output,
                             int32_t *indices) {
    const window_axis rows = rows_axis(geometry), columns = columns_axis(geometry);
    int32_t steps[CK_LANES];
    for (int32_t lane = 0; lane < CK_LANES; lane++) steps[lane] = lane * (int32_t)stride;
    const ck_int_vector origin = int_vector_load(steps);
    for (int64_t oh = 0; oh < rows.out; oh++) {
        const span inside = window_inside(&rows, oh);
        CK_FOR_VECTORS(0, columns.out, {
            const bool is_edge = inside.begin >= inside.end || !all_inside(&columns, i, lanes);
            const maxima best =
                is_edge ? search_edge(&columns, stride, input, inside, rows.dilation, i, lanes, origin)
                        : search_inside(&columns, stride, input, inside, rows.dilation, i, lanes, origin);
            store(output + i, best.value, lanes);
            int_vector_store_partial(indices + i, best.position, lanes);
        });
        output += columns.out;
        indices += columns.out;
    }
}

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_call *call = argument;
    const ck_pool_geometry *geometry = &call->geometry;
    const int64_t inputs = geometry->size.in_height * geometry->size.in_width;
    const int64_t outputs = geometry->out_height * geometry->out_width, stride = geometry->size.stride_width;
    for (int64_t plane = begin; plane < end; plane++) {
        const float *input = call->input + plane * inputs;
        float *output = call->output + plane * outputs;
        int32_t *indices = call->indices + plane * outputs;
        if (stride == 1) {
            forward_plane(geometry, 1, input, output, indices);
        } else if (stride == 2) {
            forward_plane(geometry, 2, input, output, indices);
        } else {
            forward_plane(geometry, stride, input, output, indices);
        }
    }
}

/// Adds the gradient of each window to its maximum.
static void scatter_gradient(const ck_pool_backward_call *call, int64_t inputs, const float *output_gradient,
                             const int32_t *indices, float *input_gradient) {
    if (call->beta == 0.0f) {
        CK_FOR_VECTORS(0, inputs, { store(input_gradient + i, vector_zero(), lanes); });
    }
    const int64_t outputs = call->geometry.out_height * call->geometry.out_width;
    for (int64_t o = 0; o < outputs; o++) {
        if (indices[o] >= 0) input_gradient[indices[o]] += output_gradient[o];
    }
}

/// The gradient of inputs w, w + stride, ... of row h: of the windows over each, those whose maximum it is, in order.
CK_INLINE ck_vector gradient_of_inputs(const window_axis *rows, const window_axis *columns, int64_t stride,
                                       const float *output_gradient, const int32_t *indices, int64_t h, int64_t w,
                                       ck_int_vector origin) {
    const ck_int_vector position = int_vector_add(origin, int_vector_set1((int32_t)(h * columns->in + w)));
    ck_vector gradient = vector_zero();
    for (int64_t kh = rows->kernel - 1; kh >= 0; kh--) {
        const int64_t oh = output_of(rows, h, kh);
        if (oh < 0) continue;
        for (int64_t kw = columns->kernel - 1; kw >= 0; kw--) {
            const int64_t distance = w + columns->padding - kw * columns->dilation;
            if (distance % stride != 0) continue;
            const span inside = lanes_inside(distance / stride, 1, columns->out, CK_LANES);
            const int64_t at = oh * columns->out + distance / stride;
            // The gradient is 0 in the lanes outside.
            const ck_mask is_maximum = int_vector_equal(
                int_vector_load_range(indices + at, inside.begin, inside.end), position);
            const ck_vector of_output = load_spaced(output_gradient + at, 1, inside);
            gradient = vector_add(gradient, vector_select(is_maximum, of_output, vector_zero()));
        }
    }
    return gradient;
}

CK_INLINE void gather_gradient(const ck_pool_backward_call *call, int64_t stride, const float *output_gradient,
                               const int32_t *indices, float *input_gradient) {
    const window_axis rows = rows_axis(&call->geometry), columns = columns_axis(&call->geometry);
    int32_t steps[CK_LANES];
    for (int32_t lane = 0; lane < CK_LANES; lane++) steps[lane] = lane * (int32_t)stride;
    const ck_int_vector origin = int_vector_load(steps);
    for (int64_t h = 0; h < rows.in; h++) {
        for (int64_t w = 0; w < columns.in; w += stride * CK_LANES) {
            const ck_vector even =
                gradient_of_inputs(&rows, &columns, stride, output_gradient, indices, h, w, origin);
            const ck_vector odd =
                stride == 1 ? even
                            : gradient_of_inputs(&rows, &columns, stride, output_gradient, indices, h, w + 1, origin);
            store_row_gradient(input_gradient + h * columns.in + w, stride, even, odd, call->beta, columns.in - w);
        }
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_backward_call *call = argument;
    const ck_pool_geometry *geometry = &call->geometry;
    const int64_t inputs = geometry->size.in_height * geometry->size.in_width;
    const int64_t outputs = geometry->out_height * geometry->out_width, stride = geometry->size.stride_width;
    for (int64_t plane = begin; plane < end; plane++) {
        float *input_gradient = call->input_gradient + plane * inputs;
        const float *output_gradient = call->output_gradient + plane * outputs;
        const int32_t *indices = call->indices + plane * outputs;
        if (stride == 1) {
            gather_gradient(call, 1, output_gradient, indices, input_gradient);
        } else if (stride == 2) {
            gather_gradient(call, 2, output_gradient, indices, input_gradient);
        } else {
            scatter_gradient(call, inputs, output_gradient, indices, input_gradient);
        }
    }
}

CK_KERNELS_END

const ck_pool_kernels CK_NAMED(ck_max_pool) = {.grain = CK_GRAIN, .forward = forward, .backward = backward};
