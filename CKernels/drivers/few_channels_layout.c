#include <string.h>

#include "core/parallel.h"
#include "core/scratch.h"
#include "drivers/few_channels.h"

static int64_t minimum(int64_t a, int64_t b) {
    return a < b ? a : b;
}
static int64_t maximum(int64_t a, int64_t b) {
    return a > b ? a : b;
}
static int64_t round_up(int64_t count, int64_t multiple) {
    return ck_piece_count(count, multiple) * multiple;
}
static int64_t floor_divide(int64_t a, int64_t b) {
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

/// The shift and the phase of one tap.
typedef struct {
    int64_t shift;
    /// Of the source; from the features to the image, of the grid.
    int64_t phase;
} meeting;

static meeting meeting_of(bool is_scatter, int64_t tap, int64_t stride, int64_t padding, int64_t dilation) {
    // Image position = feature * stride + distance; solved for the other one, (image - distance) / stride is whole in
    // one phase of the image.
    const int64_t distance = tap * dilation - padding;
    if (!is_scatter) {
        const int64_t shift = floor_divide(distance, stride);
        return (meeting){shift, distance - shift * stride};
    }
    const int64_t shift = -floor_divide(distance, stride);
    return (meeting){shift, distance + shift * stride};
}

static meeting row_meeting(const ck_conv_shape *s, bool is_scatter, int64_t tap) {
    return meeting_of(is_scatter, tap, s->stride_height, s->padding_height, s->dilation_height);
}
static meeting column_meeting(const ck_conv_shape *s, bool is_scatter, int64_t tap) {
    return meeting_of(is_scatter, tap, s->stride_width, s->padding_width, s->dilation_width);
}

static ck_few_channels_axis axis_of(bool is_scatter, int64_t image, int64_t features, int64_t stride, meeting first,
                                    meeting last) {
    return (ck_few_channels_axis){.source = is_scatter ? features : image,
                                  .grid = is_scatter ? ck_piece_count(image, stride) : features,
                                  .stride = is_scatter ? 1 : stride,
                                  .least = minimum(first.shift, last.shift),
                                  .most = maximum(first.shift, last.shift)};
}

/// Rows and images of a strip, so that planes of a row, `row_bytes`, fill the budget, and there are pieces for several
/// threads if the batch allows it.
static void choose_strips(ck_few_channels_layout *l, int64_t row_bytes, int64_t budget) {
    enum { WANTED_PIECES = 16, FEWEST_ROWS = 4, MOST_VIRTUAL_ROWS = 64 };
    const ck_conv_shape *s = l->shape;
    const int64_t span = l->rows.most - l->rows.least, units = s->batch * s->groups;
    int64_t rows = maximum(budget / row_bytes - span, 1);
    const int64_t strips = ck_piece_count(WANTED_PIECES, units);
    if (strips > 1) rows = minimum(rows, maximum(ck_piece_count(l->rows.grid, strips), FEWEST_ROWS));
    l->image_strips = ck_piece_count(l->rows.grid, minimum(rows, l->rows.grid));
    l->strip_rows = ck_piece_count(l->rows.grid, l->image_strips);
    l->image_strips = ck_piece_count(l->rows.grid, l->strip_rows);
    l->strip_images = 1;
    if (l->image_strips == 1) {
        int64_t images = minimum(budget / (row_bytes * (l->strip_rows + span)), units / WANTED_PIECES);
        images = minimum(minimum(images, MOST_VIRTUAL_ROWS / l->strip_rows), s->batch);
        l->strip_images = maximum(images, 1);
    }
    l->strips = l->image_strips > 1 ? s->batch * l->image_strips : ck_piece_count(s->batch, l->strip_images);
    l->plane_rows = l->strip_rows + span;
}

bool ck_few_channels_lay_out(const ck_conv_shape *s, bool is_scatter, int lanes, int64_t budget,
                             ck_few_channels_layout *layout) {
    // Beyond this a strip of one row is no longer near the processor.
    const int64_t most_row_bytes = 1 << 22, most_span = 1 << 12, most_stride = 16;
    if (s->stride_height > most_stride || s->stride_width > most_stride) return false;
    ck_few_channels_layout l = {.shape = s, .is_scatter = is_scatter};
    l.rows = axis_of(is_scatter, s->image_height, s->feature_height, s->stride_height, row_meeting(s, is_scatter, 0),
                     row_meeting(s, is_scatter, s->kernel_height - 1));
    l.columns = axis_of(is_scatter, s->image_width, s->feature_width, s->stride_width, column_meeting(s, is_scatter, 0),
                        column_meeting(s, is_scatter, s->kernel_width - 1));
    const int64_t group_images = s->image_channels / s->groups, group_features = s->feature_channels / s->groups;
    l.source_channels = is_scatter ? group_features : group_images;
    l.result_channels = is_scatter ? group_images : group_features;

    // Without a break between rows no lane is wasted at their ends, but the padding is computed, too; with whole
    // vectors per row it is the reverse.
    const int64_t width = l.columns.grid + l.columns.most - l.columns.least;
    const int64_t whole = round_up(l.columns.grid, lanes);
    const int64_t span = l.rows.most - l.rows.least;
    const bool is_unbroken = (double)width * (double)(l.rows.grid + span) < (double)whole * (double)l.rows.grid;
    l.line = is_unbroken ? width : whole;
    l.pitch = is_unbroken ? width : round_up(width, lanes);
    const int64_t most = most_row_bytes / (int64_t)sizeof(float);
    const int64_t sizes[] = {l.rows.stride, l.columns.stride, l.source_channels, span + 1};
    int64_t row = l.pitch;
    for (int index = 0; index < 4; index++) {
        if (row > most || sizes[index] > most_span) return false;
        row *= sizes[index];
    }
    if (row > most) return false;
    choose_strips(&l, row / sizes[3] * (int64_t)sizeof(float), budget);

    l.plane = l.strip_images * l.plane_rows * l.pitch;
    l.channel = l.rows.stride * l.columns.stride * l.plane;
    l.virtual_rows = is_unbroken ? l.plane_rows : l.strip_rows;
    l.vectors = ck_few_channels_vectors(&l, &(ck_few_channels_strip){0, l.strip_images, 0, l.strip_rows}, lanes);
    l.source_bytes = ck_aligned_bytes((size_t)(l.source_channels * l.channel + 2 * lanes) * sizeof(float));
    *layout = l;
    return true;
}

ck_few_channels_strip ck_few_channels_strip_at(const ck_few_channels_layout *l, int64_t index) {
    if (l->image_strips > 1) {
        const int64_t first = index % l->image_strips * l->strip_rows;
        return (ck_few_channels_strip){index / l->image_strips, 1, first, minimum(l->strip_rows, l->rows.grid - first)};
    }
    const int64_t first = index * l->strip_images;
    return (ck_few_channels_strip){first, minimum(l->strip_images, l->shape->batch - first), 0, l->rows.grid};
}

int64_t ck_few_channels_vectors(const ck_few_channels_layout *l, const ck_few_channels_strip *strip, int lanes) {
    return ck_piece_count(((strip->images - 1) * l->virtual_rows + strip->rows) * l->line, lanes);
}

int64_t ck_few_channels_position(const ck_few_channels_layout *l, int64_t q) {
    const int64_t row = q / l->line;
    const int64_t plane_row = row / l->virtual_rows * l->plane_rows + row % l->virtual_rows;
    return plane_row * l->pitch + q % l->line;
}

bool ck_few_channels_has_tap(const ck_few_channels_layout *l, int64_t tap, int64_t row_phase, int64_t column_phase) {
    if (!l->is_scatter) return true;
    return row_meeting(l->shape, true, tap / l->shape->kernel_width).phase == row_phase &&
           column_meeting(l->shape, true, tap % l->shape->kernel_width).phase == column_phase;
}

int64_t ck_few_channels_tap_offset(const ck_few_channels_layout *l, int64_t tap) {
    const meeting row = row_meeting(l->shape, l->is_scatter, tap / l->shape->kernel_width);
    const meeting column = column_meeting(l->shape, l->is_scatter, tap % l->shape->kernel_width);
    const int64_t plane = l->is_scatter ? 0 : row.phase * l->columns.stride + column.phase;
    return plane * l->plane + (row.shift - l->rows.least) * l->pitch + column.shift - l->columns.least;
}

/// One row of a plane: positions least + x of the given phase, zero outside the source. `row` NULL: all outside.
static void copy_row(const ck_few_channels_axis *axis, const float *row, int64_t phase, int64_t pitch, float *to) {
    int64_t begin = pitch, end = pitch;
    if (row != NULL && axis->source > phase) {
        begin = minimum(maximum(-axis->least, 0), pitch);
        end = minimum(maximum((axis->source - phase - 1) / axis->stride + 1 - axis->least, begin), pitch);
    }
    memset(to, 0, (size_t)begin * sizeof(float));
    const float *from = row + (axis->least + begin) * axis->stride + phase;
    if (axis->stride == 1) {
        if (end > begin) memcpy(to + begin, from, (size_t)(end - begin) * sizeof(float));
    } else if (axis->stride == 2) {
        for (int64_t x = 0; x < end - begin; x++) to[begin + x] = from[2 * x];
    } else {
        for (int64_t x = 0; x < end - begin; x++) to[begin + x] = from[axis->stride * x];
    }
    memset(to + end, 0, (size_t)(pitch - end) * sizeof(float));
}

void ck_few_channels_copy(const ck_few_channels_layout *l, const ck_few_channels_strip *strip, int64_t group,
                          const float *source, float *planes) {
    const ck_conv_shape *s = l->shape;
    const int64_t height = l->rows.source, width = l->columns.source;
    // All of the planes, as vectors read beyond the last position, and what they find there may meet a zero and must
    // then be a number.
    for (int64_t c = 0; c < l->source_channels; c++) {
        for (int64_t n = 0; n < l->strip_images; n++) {
            const int64_t channel = ((strip->first_image + n) * s->groups + group) * l->source_channels + c;
            const float *from = source + channel * height * width;
            for (int64_t a = 0; a < l->rows.stride; a++) {
                for (int64_t r = 0; r < l->plane_rows; r++) {
                    const int64_t y = (strip->first_row + l->rows.least + r) * l->rows.stride + a;
                    const float *row = n < strip->images && y >= 0 && y < height ? from + y * width : NULL;
                    float *to = planes + c * l->channel + (n * l->plane_rows + r) * l->pitch;
                    for (int64_t b = 0; b < l->columns.stride; b++) {
                        copy_row(&l->columns, row, b, l->pitch, to + (a * l->columns.stride + b) * l->plane);
                    }
                }
            }
        }
    }
    float *end = planes + l->source_channels * l->channel;
    memset(end, 0, l->source_bytes - (size_t)(l->source_channels * l->channel) * sizeof(float));
}
