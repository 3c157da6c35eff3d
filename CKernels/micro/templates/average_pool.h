/// Average pooling: the lanes of a vector are neighbouring outputs of a row, in the backward pass neighbouring inputs.
#include "micro/pool.h"

#include "micro/templates/windows.h"

CK_KERNELS_BEGIN

/// Positions of the window's row or column that count: `inside`, or the whole kernel if the padding counts too.
CK_INLINE int64_t counted(const ck_pool_geometry *geometry, const window_axis *axis, int64_t output) {
    if (geometry->size.count_include_padding) return axis->kernel;
    const span inside = window_inside(axis, output);
    return inside.end > inside.begin ? inside.end - inside.begin : 1;
}

/// 1 / the number of positions that an output's window averages, for the outputs from `ow` on of row oh.
CK_INLINE ck_vector weights_of(const ck_pool_geometry *geometry, const window_axis *rows, const window_axis *columns,
                               int64_t oh, int64_t ow) {
    const float height = (float)counted(geometry, rows, oh);
    if (geometry->size.count_include_padding || all_inside(columns, ow, CK_LANES)) {
        return vector_set1(1.0f / (height * (float)columns->kernel));
    }
    float areas[CK_LANES];
    for (int64_t lane = 0; lane < CK_LANES; lane++) areas[lane] = height * (float)counted(geometry, columns, ow + lane);
    return vector_divide(vector_set1(1.0f), vector_load(areas));
}

CK_INLINE void forward_plane(const ck_pool_geometry *geometry, int64_t stride, const float *input, float *output) {
    const window_axis rows = rows_axis(geometry), columns = columns_axis(geometry);
    for (int64_t oh = 0; oh < rows.out; oh++) {
        const span inside = window_inside(&rows, oh);
        CK_FOR_VECTORS(0, columns.out, {
            const bool is_edge = !all_inside(&columns, i, lanes);
            ck_vector sum = vector_zero();
            for (int64_t h = inside.begin; h < inside.end; h++) {
                for (int64_t kw = 0; kw < columns.kernel; kw++) {
                    const int64_t w = i * stride - columns.padding + kw;
                    const span present = is_edge ? lanes_inside(w, stride, columns.in, lanes) : (span){0, lanes};
                    ck_vector x = load_spaced(input + h * columns.in + w, stride, present);
                    sum = vector_add(sum, x);
                }
            }
            store(output + i, vector_multiply(sum, weights_of(geometry, &rows, &columns, oh, i)), lanes);
        });
        output += columns.out;
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
        if (stride == 1) {
            forward_plane(geometry, 1, input, output);
        } else if (stride == 2) {
            forward_plane(geometry, 2, input, output);
        } else {
            forward_plane(geometry, stride, input, output);
        }
    }
}

/// Adds each output's share to all inputs of its window.
static void scatter_gradient(const ck_pool_backward_call *call, const float *output_gradient, float *input_gradient) {
    const window_axis rows = rows_axis(&call->geometry), columns = columns_axis(&call->geometry);
    if (call->beta == 0.0f) {
        CK_FOR_VECTORS(0, rows.in * columns.in, { store(input_gradient + i, vector_zero(), lanes); });
    }
    for (int64_t oh = 0; oh < rows.out; oh++) {
        const span height = window_inside(&rows, oh);
        const float counted_rows = (float)counted(&call->geometry, &rows, oh);
        for (int64_t ow = 0; ow < columns.out; ow++) {
            const span width = window_inside(&columns, ow);
            const float share = *output_gradient++ / (counted_rows * (float)counted(&call->geometry, &columns, ow));
            for (int64_t h = height.begin; h < height.end; h++) {
                for (int64_t w = width.begin; w < width.end; w++) input_gradient[h * columns.in + w] += share;
            }
        }
    }
}

/// The gradient of inputs w, w + stride, ... of row h: the shares of the windows over each.
CK_INLINE ck_vector gradient_of_inputs(const ck_pool_geometry *geometry, const window_axis *rows,
                                       const window_axis *columns, int64_t stride, const float *output_gradient,
                                       int64_t h, int64_t w) {
    ck_vector gradient = vector_zero();
    for (int64_t kh = rows->kernel - 1; kh >= 0; kh--) {
        const int64_t oh = output_of(rows, h, kh);
        if (oh < 0) continue;
        for (int64_t kw = columns->kernel - 1; kw >= 0; kw--) {
            const int64_t distance = w + columns->padding - kw;
            if (distance % stride != 0) continue;
            const int64_t ow = distance / stride;
            const span inside = lanes_inside(ow, 1, columns->out, CK_LANES);
            const ck_vector of_output = load_spaced(output_gradient + oh * columns->out + ow, 1, inside);
            gradient = vector_multiply_add(of_output, weights_of(geometry, rows, columns, oh, ow), gradient);
        }
    }
    return gradient;
}

CK_INLINE void gather_gradient(const ck_pool_backward_call *call, int64_t stride, const float *output_gradient,
                               float *input_gradient) {
    const ck_pool_geometry *geometry = &call->geometry;
    const window_axis rows = rows_axis(geometry), columns = columns_axis(geometry);
    for (int64_t h = 0; h < rows.in; h++) {
        for (int64_t w = 0; w < columns.in; w += stride * CK_LANES) {
            const ck_vector even = gradient_of_inputs(geometry, &rows, &columns, stride, output_gradient, h, w);
            const ck_vector odd =
                stride == 1 ? even
                            : gradient_of_inputs(geometry, &rows, &columns, stride, output_gradient, h, w + 1);
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
        const float *output_gradient = call->output_gradient + plane * outputs;
        float *input_gradient = call->input_gradient + plane * inputs;
        if (stride == 1) {
            gather_gradient(call, 1, output_gradient, input_gradient);
        } else if (stride == 2) {
            gather_gradient(call, 2, output_gradient, input_gradient);
        } else {
            scatter_gradient(call, output_gradient, input_gradient);
        }
    }
}

CK_KERNELS_END

const ck_pool_kernels CK_NAMED(ck_average_pool) = {.grain = CK_GRAIN, .forward = forward, .backward = backward};
