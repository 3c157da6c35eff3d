#include "drivers/im2col.h"

#include "core/context.h"
#include "drivers/convolution_loops.h"
#include "drivers/gemm.h"

ck_im2col_sizes ck_im2col_sizes_of(const ck_conv_shape *s) {
    ck_im2col_sizes sizes = {
        .images = s->image_channels / s->groups,
        .features = s->feature_channels / s->groups,
        .taps = s->kernel_height * s->kernel_width,
        .positions = s->feature_height * s->feature_width,
        .pixels = s->image_height * s->image_width,
    };
    sizes.rows = sizes.images * sizes.taps;
    sizes.is_pointwise = sizes.taps == 1 && s->stride_height == 1 && s->stride_width == 1 && s->padding_height == 0 &&
                         s->padding_width == 0 && sizes.positions == sizes.pixels;
    return sizes;
}

int64_t ck_im2col_columns_per_piece(int64_t units, int64_t positions, int width) {
    const int64_t pieces = (16 + units - 1) / units;
    return ck_minimum(ck_round_up((positions + pieces - 1) / pieces, width), ck_round_up(CK_IM2COL_COLUMNS, width));
}

const ck_gemm_kernel *ck_im2col_kernel(ck_context *context) {
    const ck_gemm_functions *functions = ck_select(context, CK_OPERATOR_GEMM, NULL);
    if (functions->kernel != NULL) return functions->kernel;
    ck_record_variant(context, CK_OPERATOR_GEMM, &ck_gemm_functions_generic);
    return ck_gemm_functions_generic.kernel;
}

/// The runs of a row of the columns matrix: where one feature row meets one image row.
typedef struct {
    /// Feature columns of the run, as positions within the part that was asked for.
    int64_t begin;
    int64_t end;
    /// Those of them that meet the image, and where the first of those does.
    int64_t inside_begin;
    int64_t inside_end;
    int64_t pixel;
} run;

typedef struct {
    const ck_conv_shape *shape;
    int64_t tap_row;
    int64_t tap_column;
    int64_t channel_pixel;
    ck_conv_range rows;
    ck_conv_range columns;
    int64_t first;
    int64_t count;
    int64_t height;
    int64_t next;
} runs;

static runs begin_runs(const ck_conv_shape *s, const ck_im2col_sizes *sizes, int64_t row, int64_t first,
                       int64_t count) {
    runs all = {.shape = s, .first = first, .count = count, .height = first / s->feature_width};
    const int64_t tap = row % sizes->taps;
    all.channel_pixel = row / sizes->taps * sizes->pixels;
    all.tap_row = tap / s->kernel_width;
    all.tap_column = tap % s->kernel_width;
    all.rows = ck_conv_rows(s, all.tap_row);
    all.columns = ck_conv_columns(s, all.tap_column);
    return all;
}

static inline bool next_run(runs *all, run *result) {
    if (all->next >= all->count) return false;
    const ck_conv_shape *s = all->shape;
    const int64_t h = all->height++;
    const int64_t row_start = h * s->feature_width - all->first;
    result->begin = all->next;
    result->end = ck_minimum(row_start + s->feature_width, all->count);
    all->next = result->end;
    int64_t begin = row_start + all->columns.begin, end = row_start + all->columns.end;
    if (begin < result->begin) begin = result->begin;
    if (end > result->end) end = result->end;
    if (end <= begin || h < all->rows.begin || h >= all->rows.end) begin = end = result->end;
    result->inside_begin = begin;
    result->inside_end = end;
    result->pixel =
        all->channel_pixel +
        ck_conv_position(h, all->tap_row, s->stride_height, s->padding_height, s->dilation_height) * s->image_width +
        ck_conv_position(begin - row_start, all->tap_column, s->stride_width, s->padding_width, s->dilation_width);
    return true;
}

void ck_im2col_row(const ck_conv_shape *shape, const ck_im2col_sizes *sizes, const float *image, int64_t row,
                   int64_t first, int64_t count, float *restrict to) {
    const int64_t stride = shape->stride_width;
    runs all = begin_runs(shape, sizes, row, first, count);
    run r;
    while (next_run(&all, &r)) {
        for (int64_t q = r.begin; q < r.inside_begin; q++) to[q] = 0.0f;
        const int64_t inside = r.inside_end - r.inside_begin;
        if (inside > 0) {
            const float *from = image + r.pixel;
            float *start = to + r.inside_begin;
            if (stride == 1) {
                for (int64_t q = 0; q < inside; q++) start[q] = from[q];
            } else {
                for (int64_t q = 0; q < inside; q++) start[q] = from[q * stride];
            }
        }
        for (int64_t q = r.inside_end; q < r.end; q++) to[q] = 0.0f;
    }
}

void ck_col2im_row(const ck_conv_shape *shape, const ck_im2col_sizes *sizes, const float *restrict from, int64_t row,
                   int64_t first, int64_t count, float *image) {
    const int64_t stride = shape->stride_width;
    runs all = begin_runs(shape, sizes, row, first, count);
    run r;
    while (next_run(&all, &r)) {
        const int64_t inside = r.inside_end - r.inside_begin;
        if (inside <= 0) continue;
        const float *start = from + r.inside_begin;
        float *restrict to = image + r.pixel;
        if (stride == 1) {
            for (int64_t q = 0; q < inside; q++) to[q] += start[q];
        } else {
            for (int64_t q = 0; q < inside; q++) to[q * stride] += start[q];
        }
    }
}

void ck_im2col_pack_columns(const ck_conv_shape *shape, const ck_im2col_sizes *sizes, const float *image,
                            int64_t first_row, int64_t depth, int64_t first, int64_t count, int width, float *panels) {
    if (sizes->is_pointwise) {
        ck_gemm_pack(image + first_row * sizes->pixels + first, 1, sizes->pixels, count, depth, depth, width, panels);
        return;
    }
    // A row at a time, then cut into the panels; a panel is at most 64 columns wide.
    float line[CK_IM2COL_COLUMNS + 64];
    const int64_t padded = ck_round_up(count, width);
    for (int64_t q = count; q < padded; q++) line[q] = 0.0f;
    for (int64_t p = 0; p < depth; p++) {
        ck_im2col_row(shape, sizes, image, first_row + p, first, count, line);
        for (int64_t q = 0; q < padded; q += width) {
            ck_gemm_copy_step(line + q, width, panels + q * depth + p * width);
        }
    }
}
