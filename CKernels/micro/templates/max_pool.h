/// Max pooling: a window's taps are met in row-major order.
#include "micro/pool.h"

#include <math.h>

#include "micro/templates/windows.h"

CK_KERNELS_BEGIN

/// 0, stride, 2 * stride, ...: where the inputs of the lanes are.
CK_INLINE ck_int_vector lane_positions(int64_t stride) {
    int32_t positions[CK_LANES];
    for (int32_t lane = 0; lane < CK_LANES; lane++) positions[lane] = lane * (int32_t)stride;
    return int_vector_load(positions);
}

/// One window: the first of the largest values, or the first NaN.
CK_INLINE void search_one(const window_axis *columns, const float *input, span rows, int64_t row_step, int64_t ow,
                          float *output, int32_t *index) {
    const span inside = window_inside(columns, ow);
    float largest = -INFINITY;
    int64_t best = -1;
    for (int64_t h = rows.begin; h < rows.end; h += row_step) {
        for (int64_t w = inside.begin; w < inside.end; w += columns->dilation) {
            const float value = input[h * columns->in + w];
            const bool is_new = (value > largest) | (best < 0) | (isnan(value) & !isnan(largest));
            largest = is_new ? value : largest;
            best = is_new ? h * columns->in + w : best;
        }
    }
    *output = largest;
    *index = (int32_t)best;
}

/// The windows of `lanes` outputs from `ow` on, all within the input. False if any of them holds NaN: then nothing is
/// stored.
CK_INLINE bool search(const window_axis *columns, const float *input, span rows, int64_t row_step, int64_t ow,
                      int64_t lanes, float *output, int32_t *indices, bool streams) {
    const int64_t stride = columns->stride;
    const int64_t corner = rows.begin * columns->in + ow * stride - columns->padding;
    ck_vector largest = load_spaced(input + corner, stride, lanes);
    ck_int_vector position = int_vector_set1((int32_t)corner);
    // NaN makes the sum NaN. So do infinities of both signs, which costs time but is right.
    ck_vector sum = largest;
    for (int64_t row = corner; row < rows.end * columns->in; row += row_step * columns->in) {
        for (int64_t kw = row == corner ? 1 : 0; kw < columns->kernel; kw++) {
            const int64_t at = row + kw * columns->dilation;
            const ck_vector x = load_spaced(input + at, stride, lanes);
            position = int_vector_select(vector_greater(x, largest), int_vector_set1((int32_t)at), position);
            largest = vector_maximum(x, largest);
            sum = vector_add(sum, x);
        }
    }
    if (mask_any(is_nan(sum))) return false;
    position = int_vector_add(position, lane_positions(stride));
    store_output(output, largest, lanes, streams);
    if (lanes == CK_LANES) {
        int_vector_store(indices, position);
    } else {
        int_vector_store_partial(indices, position, lanes);
    }
    return true;
}

CK_INLINE void forward_row(const window_axis *columns, const float *input, span rows, int64_t row_step, span inside,
                           float *output, int32_t *indices, bool streams) {
    if (rows.begin >= rows.end) inside.end = inside.begin;
    for (int64_t ow = 0; ow < inside.begin; ow++) {
        search_one(columns, input, rows, row_step, ow, output + ow, indices + ow);
    }
    for (int64_t ow = inside.begin; ow < inside.end; ow += CK_LANES) {
        // The last vector overlaps the one before it if there is one.
        const int64_t left = inside.end - ow, lanes = inside.end - inside.begin < CK_LANES ? left : CK_LANES;
        const int64_t at = left < lanes ? inside.end - lanes : ow;
        const bool is_done =
            lanes == CK_LANES ? search(columns, input, rows, row_step, at, CK_LANES, output + at, indices + at, streams)
                              : search(columns, input, rows, row_step, at, lanes, output + at, indices + at, false);
        for (int64_t lane = is_done ? lanes : 0; lane < lanes; lane++) {
            search_one(columns, input, rows, row_step, at + lane, output + at + lane, indices + at + lane);
        }
    }
    for (int64_t ow = inside.end; ow < columns->out; ow++) {
        search_one(columns, input, rows, row_step, ow, output + ow, indices + ow);
    }
}

CK_INLINE void forward_planes(const ck_pool_call *call, window_axis rows, window_axis columns, int64_t begin,
                              int64_t end) {
    const int64_t inputs = rows.in * columns.in, outputs = rows.out * columns.out;
    const span inside = outputs_inside(&columns);
    const bool streams = inside.begin == 0 && inside.end == columns.out && columns.out % CK_LANES == 0 &&
                         can_stream(call->is_streamed, call->output);
    for (int64_t plane = begin; plane < end; plane++) {
        for (int64_t oh = 0; oh < rows.out; oh++) {
            const int64_t at = plane * outputs + oh * columns.out;
            forward_row(&columns, call->input + plane * inputs, window_inside(&rows, oh), rows.dilation, inside,
                        call->output + at, call->indices + at, streams);
        }
    }
}

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_call *call = argument;
    CK_FOR_WINDOW(forward_planes, call, rows_axis(&call->geometry), columns_axis(&call->geometry), begin, end);
}

/// Adds the gradient of each window to its maximum.
static void scatter_gradient(const ck_pool_backward_call *call, int64_t begin, int64_t end) {
    const int64_t inputs = call->geometry.size.in_height * call->geometry.size.in_width;
    const int64_t outputs = call->geometry.out_height * call->geometry.out_width;
    for (int64_t plane = begin; plane < end; plane++) {
        float *input_gradient = call->input_gradient + plane * inputs;
        if (call->beta == 0.0f) {
            CK_FOR_VECTORS(0, inputs, { store(input_gradient + i, vector_zero(), lanes); });
        }
        const float *output_gradient = call->output_gradient + plane * outputs;
        const int32_t *indices = call->indices + plane * outputs;
        for (int64_t o = 0; o < outputs; o++) {
            if (indices[o] >= 0) input_gradient[indices[o]] += output_gradient[o];
        }
    }
}

/// A plane of the output: gradients, and the positions of the maxima.
typedef struct {
    int64_t width;
    const float *gradient;
    const int32_t *indices;
} output_plane;

/// The gradients of the inputs of a vector at the given positions: of the outputs whose windows lie over each, in the
/// rows `heights` and for the first lane in the columns `widths`, those whose maximum it is, in order.
CK_INLINE ck_vector gather(const output_plane *plane, span heights, output_range widths, ck_int_vector position,
                           int64_t lanes) {
    ck_vector gradient = vector_zero();
    for (int64_t oh = heights.begin; oh < heights.end; oh++) {
        for (int64_t ow = widths.first; ow < widths.first + widths.count; ow++) {
            const int64_t at = oh * plane->width + ow;
            const ck_int_vector maximum = lanes == CK_LANES ? int_vector_load(plane->indices + at)
                                                            : int_vector_load_partial(plane->indices + at, lanes);
            const ck_vector chosen =
                vector_select(int_vector_equal(maximum, position), load(plane->gradient + at, lanes), vector_zero());
            gradient = vector_add(gradient, chosen);
        }
    }
    return gradient;
}

/// The same for one input, over which fewer windows may lie.
CK_INLINE float gather_one(const output_plane *plane, span heights, span widths, int64_t position) {
    float gradient = 0.0f;
    for (int64_t oh = heights.begin; oh < heights.end; oh++) {
        for (int64_t ow = widths.begin; ow < widths.end; ow++) {
            const int64_t at = oh * plane->width + ow;
            gradient += plane->indices[at] == position ? plane->gradient[at] : 0.0f;
        }
    }
    return gradient;
}

/// The gradients of `groups` groups of `stride` inputs from the given group on.
CK_INLINE void gather_groups(const window_axis *columns, const output_plane *plane, span heights, int64_t row,
                             int64_t group, int64_t groups, const gradient_row *to) {
    const int64_t w = group * columns->stride;
    const ck_int_vector corner = int_vector_set1((int32_t)(row * columns->in + w));
    const ck_int_vector position = int_vector_add(lane_positions(columns->stride), corner);
    output_range widths = outputs_over(columns, 0);
    widths.first += group;
    const ck_vector even = gather(plane, heights, widths, position, groups);
    ck_vector odd = even;
    if (columns->stride == 2) {
        widths = outputs_over(columns, 1);
        widths.first += group;
        odd = gather(plane, heights, widths, int_vector_add(position, int_vector_set1(1)), groups);
    }
    store_groups(to, w, columns->stride, groups, even, odd);
}

CK_INLINE void backward_row(const window_axis *columns, const output_plane *plane, span heights, int64_t row,
                            span groups, const gradient_row *to) {
    for (int64_t w = 0; w < groups.begin * columns->stride; w++) {
        store_one(to, w, gather_one(plane, heights, existing_outputs_over(columns, w), row * columns->in + w));
    }
    CK_FOR_VECTORS(groups.begin, groups.end, { gather_groups(columns, plane, heights, row, i, lanes, to); });
    for (int64_t w = groups.end * columns->stride; w < columns->in; w++) {
        store_one(to, w, gather_one(plane, heights, existing_outputs_over(columns, w), row * columns->in + w));
    }
}

CK_INLINE void backward_planes(const ck_pool_backward_call *call, window_axis rows, window_axis columns, int64_t begin,
                               int64_t end) {
    const int64_t inputs = rows.in * columns.in, outputs = rows.out * columns.out;
    const span groups = groups_under(&columns, (span){0, columns.out});
    const bool streams = groups.begin == 0 && groups.end * columns.stride == columns.in && columns.in % CK_LANES == 0 &&
                         can_stream(call->is_streamed, call->input_gradient);
    for (int64_t plane = begin; plane < end; plane++) {
        const output_plane from = {columns.out, call->output_gradient + plane * outputs,
                                   call->indices + plane * outputs};
        for (int64_t h = 0; h < rows.in; h++) {
            const gradient_row to = {call->input_gradient + plane * inputs + h * columns.in, call->beta, streams};
            backward_row(&columns, &from, existing_outputs_over(&rows, h), h, groups, &to);
        }
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_pool_backward_call *call = argument;
    const window_axis rows = rows_axis(&call->geometry), columns = columns_axis(&call->geometry);
    if (columns.stride > 2 || columns.dilation > 1 || rows.dilation > 1) {
        scatter_gradient(call, begin, end);
    } else {
        CK_FOR_WINDOW(backward_planes, call, rows, columns, begin, end);
    }
}

CK_KERNELS_END

const ck_pool_kernels CK_NAMED(ck_max_pool) = {.grain = CK_GRAIN, .forward = forward, .backward = backward};
