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

/// Indices of a plane, 0 ..< count, whose positions (least + index) * stride + phase lie in the source.
typedef struct {
    int64_t begin;
    int64_t end;
} inside;

static inside inside_of(const ck_few_channels_axis *axis, int64_t first, int64_t phase, int64_t count) {
    const int64_t positions = axis->source > phase ? (axis->source - phase - 1) / axis->stride + 1 : 0;
    const int64_t begin = minimum(maximum(-first, 0), count);
    return (inside){begin, minimum(maximum(positions - first, begin), count)};
}

/// One plane of one image: all of it, as vectors read beyond the last position, and what they find there may meet a
/// zero and must then be a number.
static void copy_plane(const ck_few_channels_layout *l, const ck_few_channels_kernel *kernel, int64_t first_row,
                       int64_t row_phase, int64_t column_phase, const float *source, float *to) {
    const int64_t first = first_row + l->rows.least;
    const inside rows = inside_of(&l->rows, first, row_phase, l->plane_rows);
    const inside columns = inside_of(&l->columns, l->columns.least, column_phase, l->pitch);
    memset(to, 0, (size_t)(rows.begin * l->pitch) * sizeof(float));
    if (rows.end > rows.begin) {
        const float *row = source + ((first + rows.begin) * l->rows.stride + row_phase) * l->columns.source;
        const float *from = row + (l->columns.least + columns.begin) * l->columns.stride + column_phase;
        kernel->copy(from, rows.end - rows.begin, l->rows.stride * l->columns.source, l->columns.stride, columns.begin,
                     columns.end, l->pitch, to + rows.begin * l->pitch);
    }
    memset(to + rows.end * l->pitch, 0, (size_t)((l->plane_rows - rows.end) * l->pitch) * sizeof(float));
}

void ck_few_channels_copy(const ck_few_channels_layout *l, const ck_few_channels_kernel *kernel,
                          const ck_few_channels_strip *strip, int64_t group, const float *source, float *planes) {
    const ck_conv_shape *s = l->shape;
    const int64_t image_plane = l->plane_rows * l->pitch, phases = l->rows.stride * l->columns.stride;
    // In the order of memory, as the kernel asks for.
    float *to = planes;
    for (int64_t c = 0; c < l->source_channels; c++) {
        for (int64_t phase = 0; phase < phases; phase++) {
            for (int64_t n = 0; n < l->strip_images; n++, to += image_plane) {
                if (n >= strip->images) {
                    memset(to, 0, (size_t)image_plane * sizeof(float));
                    continue;
                }
                const int64_t channel = ((strip->first_image + n) * s->groups + group) * l->source_channels + c;
                copy_plane(l, kernel, strip->first_row, phase / l->columns.stride, phase % l->columns.stride,
                           source + channel * l->rows.source * l->columns.source, to);
            }
        }
    }
    memset(to, 0, l->source_bytes - (size_t)(to - planes) * sizeof(float));
}

void ck_few_channels_prefetch(const ck_few_channels_strip *strip, int64_t first_row, int64_t rows, int64_t height,
                              int64_t width, int64_t channels, int64_t all_channels, const float *data, double begin,
                              double end) {
    enum { LINE = 16, SECOND_LEVEL = 2 };
    const int64_t top = maximum(first_row, 0), bottom = minimum(first_row + rows, height);
    if (bottom <= top) return;
    const int64_t lines = ck_piece_count((bottom - top) * width, LINE), all = lines * channels * strip->images;
    const int64_t first = (int64_t)(begin * (double)all);
    int64_t left = (int64_t)(end * (double)all) - first, line = first % lines;
    for (int64_t plane = first / lines; left > 0; plane++, line = 0) {
        const int64_t channel = (strip->first_image + plane / channels) * all_channels + plane % channels;
        const float *from = data + (channel * height + top) * width;
        for (; line < lines && left > 0; line++, left--) __builtin_prefetch(from + line * LINE, 0, SECOND_LEVEL);
    }
}

void ck_few_channels_prefetch_source(const ck_few_channels_layout *l, const ck_few_channels_strip *strip, int64_t group,
                                     const float *source, double begin, double end) {
    const int64_t plane = l->rows.source * l->columns.source;
    ck_few_channels_prefetch(strip, (strip->first_row + l->rows.least) * l->rows.stride,
                             (strip->rows + l->rows.most - l->rows.least) * l->rows.stride, l->rows.source,
                             l->columns.source, l->source_channels, l->shape->groups * l->source_channels,
                             source + group * l->source_channels * plane, begin, end);
}
