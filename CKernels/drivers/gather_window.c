#include "drivers/gather.h"

#include <string.h>

/// Windows of more taps are copied even if they need no padding.
enum { MOST_TAPS_IN_PLACE = 4 };

/// What the positions of one axis read: from `low` on, `extent` values.
typedef struct {
    int64_t low;
    int64_t extent;
} reach;

static reach reach_of(const ck_gather_axis *phases, int64_t count, int64_t positions) {
    int64_t low, high;
    ck_gather_axis_reach(phases, count, &low, &high);
    if (high < low) return (reach){0, 0};
    return (reach){low, (positions - 1) * phases[0].stride + high - low + 1};
}

int64_t ck_gather_window_floats(const ck_gather_axis *rows, int64_t row_phases, const ck_gather_axis *columns,
                                int64_t column_phases, int64_t positions) {
    // An odd number of cache lines, so that the channels do not all fall on the same few sets of a cache.
    const int64_t floats =
        reach_of(rows, row_phases, positions).extent * reach_of(columns, column_phases, columns[0].count).extent;
    return ck_round_up(floats, 16) | 16;
}

ck_gather_window ck_gather_window_of(const ck_gather_planes *planes, const ck_gather_axis *rows, int64_t row_phases,
                                     const ck_gather_axis *columns, int64_t column_phases, int64_t positions,
                                     int64_t channels) {
    const reach all_rows = reach_of(rows, row_phases, rows[0].count);
    const reach here = reach_of(rows, row_phases, positions),
                across = reach_of(columns, column_phases, columns[0].count);
    ck_gather_window window = {
        .low_row = here.low, .low_column = across.low, .rows = here.extent, .columns = across.extent};
    // A copy whose channels are spread over the cache's sets pays off where each value is read often.
    const bool is_read_often = rows[0].taps * columns[0].taps > MOST_TAPS_IN_PLACE;
    window.is_in_place = !is_read_often && all_rows.low >= 0 && across.low >= 0 &&
                         all_rows.low + all_rows.extent <= planes->height &&
                         across.low + across.extent <= planes->width;
    if (window.is_in_place) {
        window.row_stride = planes->width;
        window.channel_stride = planes->height * planes->width;
        window.image_stride = planes->channels * window.channel_stride;
    } else {
        window.row_stride = across.extent;
        window.channel_stride = ck_gather_window_floats(rows, row_phases, columns, column_phases, positions);
        window.image_stride = channels * window.channel_stride;
    }
    return window;
}

void ck_gather_copy(const ck_gemm_kernel *kernel, const ck_gather_window *window, const ck_gather_planes *size,
                    const float *planes, int64_t channels, int64_t first_row, float *to) {
    const int64_t begin = first_row < 0 ? -first_row : 0, end = ck_minimum(window->rows, size->height - first_row);
    const int64_t left = window->low_column < 0 ? -window->low_column : 0;
    const int64_t right = ck_minimum(window->columns, size->width - window->low_column);
    if (begin >= end || left >= right) return;
    const float *from = planes + (first_row + begin) * size->width + window->low_column + left;
    to += begin * window->row_stride + left;
    // Whole rows without anything between them are one run.
    const bool is_one_run = right - left == size->width && window->row_stride == size->width;
    for (int64_t c = 0; c < channels; c++) {
        if (is_one_run) {
            memcpy(to, from, (size_t)((end - begin) * size->width) * sizeof(float));
        } else {
            kernel->copy(from, size->width, end - begin, right - left, to, window->row_stride, right - left);
        }
        from += size->height * size->width;
        to += window->channel_stride;
    }
}
