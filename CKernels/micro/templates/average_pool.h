/// Average pooling.
#include "micro/pool.h"

#include "micro/templates/windows.h"

CK_KERNELS_BEGIN

/// The positions of a window that count along an axis: those within the input, or all if the padding counts too; at
/// least 1.
CK_INLINE int64_t counted(const ck_pool_geometry *geometry, const window_axis *axis, int64_t output) {
    if (geometry->size.count_include_padding) return axis->kernel;
    const span inside = window_inside(axis, output);
    return inside.end > inside.begin ? inside.end - inside.begin : 1;
}

/// 1 / that number. The common case is a constant to the compiler.
CK_INLINE float weight_of(const ck_pool_geometry *geometry, const window_axis *axis, int64_t output) {
    const int64_t count = counted(geometry, axis, output);
    return count == axis->kernel ? 1.0f / (float)axis->kernel : 1.0f / (float)count;
}

CK_INLINE float average_one(const ck_pool_geometry *geometry, const window_axis *columns, const float *input, span rows,
                            int64_t row_count, int64_t ow) {
    const span inside = window_inside(columns, ow);
    float sum = 0.0f;
    for (int64_t h = rows.begin; h < rows.end; h++) {
        for (int64_t w = inside.begin; w < inside.end; w++) sum += input[h * columns->in + w];
    }
    return sum / (float)(row_count * counted(geometry, columns, ow));
}

/// The averages of `lanes` windows from `ow` on, all within the input.
CK_INLINE ck_vector averages(const window_axis *columns, const float *input, span rows, int64_t row_count, int64_t ow,
                             int64_t lanes) {
    ck_vector sum = vector_zero();
    for (int64_t h = rows.begin; h < rows.end; h++) {
        const float *row = input + h * columns->in + ow * columns->stride - columns->padding;
        for (int64_t kw = 0; kw < columns->kernel; kw++) {
            sum = vector_add(sum, load_spaced(row + kw, columns->stride, lanes));
        }
    }
    return vector_divide(sum, vector_set1((float)(row_count * columns->kernel)));
}

CK_INLINE void forward_row(const ck_pool_geometry *geometry, const window_axis *columns, const float *input, span rows,
                           int64_t row_count, span inside, float *output, bool streams) {
    for (int64_t ow = 0; ow < inside.begin; ow++) {
        output[ow] = average_one(geometry, columns, input, rows, row_count, ow);
    }
    CK_FOR_VECTORS(inside.begin, inside.end,
                   { store_output(output + i, averages(columns, input, rows, row_count, i, lanes), lanes, streams); });
    for (int64_t ow = inside.end; ow < columns->out; ow++) {
        output[ow] = average_one(geometry, columns, input, rows, row_count, ow);
    }
}

CK_INLINE void forward_planes(const ck_pool_call *call, window_axis rows, window_axis columns, int64_t begin,
                              int64_t end) {
    const ck_pool_geometry *geometry = &call->geometry;
    const int64_t inputs = rows.in * columns.in, outputs = rows.out * columns.out;
    const span inside = outputs_inside(&columns);
    const bool streams =
        inside.begin == 0 && columns.out % CK_LANES == 0 && can_stream(call->is_streamed, call->output);
    for (int64_t plane = begin; plane < end; plane++) {
        for (int64_t oh = 0; oh < rows.out; oh++) {
            forward_row(geometry, &columns, call->input + plane * inputs, window_inside(&rows, oh),
                        counted(geometry, &rows, oh), inside, call->output + plane * outputs + oh * columns.out,
                        streams);
        }
    }
}

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_call *call = argument;
    CK_FOR_WINDOW(forward_planes, call, rows_axis(&call->geometry), columns_axis(&call->geometry), begin, end);
}

/// Adds each output's share to all inputs of its window.
static void scatter_gradient(const ck_pool_backward_call *call, int64_t begin, int64_t end) {
    const ck_pool_geometry *geometry = &call->geometry;
    const window_axis rows = rows_axis(geometry), columns = columns_axis(geometry);
    const float *output_gradient = call->output_gradient + begin * rows.out * columns.out;
    for (int64_t plane = begin; plane < end; plane++) {
        float *input_gradient = call->input_gradient + plane * rows.in * columns.in;
        if (call->beta == 0.0f) {
            CK_FOR_VECTORS(0, rows.in * columns.in, { store(input_gradient + i, vector_zero(), lanes); });
        }
        for (int64_t oh = 0; oh < rows.out; oh++) {
            const span height = window_inside(&rows, oh);
            const float row_weight = weight_of(geometry, &rows, oh);
            for (int64_t ow = 0; ow < columns.out; ow++) {
                const span width = window_inside(&columns, ow);
                const float share = *output_gradient++ * (row_weight * weight_of(geometry, &columns, ow));
                for (int64_t h = height.begin; h < height.end; h++) {
                    for (int64_t w = width.begin; w < width.end; w++) input_gradient[h * columns.in + w] += share;
                }
            }
        }
    }
}

/// Adds up the gradients of the outputs whose windows lie over each input of a vector, in the rows `heights` and for
/// the first lane in the columns `widths`; all of these windows lie within the columns of the input.
CK_INLINE ck_vector gather(const ck_pool_geometry *geometry, const window_axis *rows, const window_axis *columns,
                           const float *output_gradient, span heights, output_range widths, int64_t lanes) {
    ck_vector gradient = vector_zero();
    for (int64_t oh = heights.begin; oh < heights.end; oh++) {
        ck_vector of_row = vector_zero();
        for (int64_t ow = widths.first; ow < widths.first + widths.count; ow++) {
            of_row = vector_add(of_row, load(output_gradient + oh * columns->out + ow, lanes));
        }
        const float weight = weight_of(geometry, rows, oh) * (1.0f / (float)columns->kernel);
        gradient = vector_multiply_add(of_row, vector_set1(weight), gradient);
    }
    return gradient;
}

/// The gradient of one input, over which windows of any kind may lie.
CK_INLINE float gather_one(const ck_pool_geometry *geometry, const window_axis *rows, const window_axis *columns,
                           const float *output_gradient, span heights, span widths) {
    float gradient = 0.0f;
    for (int64_t oh = heights.begin; oh < heights.end; oh++) {
        float of_row = 0.0f;
        for (int64_t ow = widths.begin; ow < widths.end; ow++) {
            of_row += output_gradient[oh * columns->out + ow] * weight_of(geometry, columns, ow);
        }
        gradient += of_row * weight_of(geometry, rows, oh);
    }
    return gradient;
}

CK_INLINE void backward_row(const ck_pool_geometry *geometry, const window_axis *rows, const window_axis *columns,
                            const float *output_gradient, span heights, span groups, const gradient_row *to) {
    const int64_t stride = columns->stride;
    for (int64_t w = 0; w < groups.begin * stride; w++) {
        const span widths = existing_outputs_over(columns, w);
        store_one(to, w, gather_one(geometry, rows, columns, output_gradient, heights, widths));
    }
    CK_FOR_VECTORS(groups.begin, groups.end, {
        output_range widths = outputs_over(columns, 0);
        widths.first += i;
        const ck_vector even = gather(geometry, rows, columns, output_gradient, heights, widths, lanes);
        ck_vector odd = even;
        if (stride == 2) {
            widths = outputs_over(columns, 1);
            widths.first += i;
            odd = gather(geometry, rows, columns, output_gradient, heights, widths, lanes);
        }
        store_groups(to, i * stride, stride, lanes, even, odd);
    });
    for (int64_t w = groups.end * stride; w < columns->in; w++) {
        const span widths = existing_outputs_over(columns, w);
        store_one(to, w, gather_one(geometry, rows, columns, output_gradient, heights, widths));
    }
}

CK_INLINE void backward_planes(const ck_pool_backward_call *call, window_axis rows, window_axis columns, int64_t begin,
                               int64_t end) {
    const ck_pool_geometry *geometry = &call->geometry;
    const int64_t inputs = rows.in * columns.in, outputs = rows.out * columns.out;
    const bool counts_padding = geometry->size.count_include_padding;
    const span groups = groups_under(&columns, counts_padding ? (span){0, columns.out} : outputs_inside(&columns));
    const bool streams = groups.begin == 0 && groups.end * columns.stride == columns.in && columns.in % CK_LANES == 0 &&
                         can_stream(call->is_streamed, call->input_gradient);
    for (int64_t plane = begin; plane < end; plane++) {
        for (int64_t h = 0; h < rows.in; h++) {
            const gradient_row to = {call->input_gradient + plane * inputs + h * columns.in, call->beta, streams};
            backward_row(geometry, &rows, &columns, call->output_gradient + plane * outputs,
                         existing_outputs_over(&rows, h), groups, &to);
        }
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_backward_call *call = argument;
    const window_axis rows = rows_axis(&call->geometry), columns = columns_axis(&call->geometry);
    if (columns.stride > 2) {
        scatter_gradient(call, begin, end);
    } else {
        CK_FOR_WINDOW(backward_planes, call, rows, columns, begin, end);
    }
}

CK_KERNELS_END

const ck_pool_kernels CK_NAMED(ck_average_pool) = {.grain = CK_GRAIN, .forward = forward, .backward = backward};
