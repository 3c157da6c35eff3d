#include "drivers/winograd_tiles.h"

#include <string.h>

#include "core/scratch.h"

/// Columns that `count` neighbouring tiles read, in all phases.
static int64_t strip_width(int64_t count, int64_t size, int64_t step) {
    return ((count - 1) * CK_WINOGRAD_OUTPUTS + size) * step;
}

/// Floats from one row of a strip to the next.
static int64_t strip_stride(const ck_winograd_kernel *kernel, int64_t step) {
    return strip_width(CK_WINOGRAD_STRIP_TILES, kernel->inputs, step) * kernel->lanes;
}

/// Reads the pixels of `count` tiles of one row from `channel` on, in the rows of one phase.
static void load_strip(const ck_winograd_kernel *kernel, const ck_winograd_map *map, ck_winograd_corner corner,
                       int64_t row_phase, int64_t count, int64_t channel, float *strip) {
    const int64_t lanes = kernel->lanes, channels = ck_minimum(map->channels - channel, lanes);
    const int64_t width = strip_width(count, map->size, map->step);
    const int64_t y = corner.y * map->step - map->padding_height + row_phase;
    const int64_t x = corner.x * map->step - map->padding_width;
    const int64_t plane = map->height * map->width;
    const float *from = map->values + (corner.n * map->channels + channel) * plane;
    // Columns begin ..< end lie inside of the map.
    const int64_t begin = x < 0 ? ck_minimum(-x, width) : 0;
    const int64_t rest = ck_minimum(width, map->width - x), end = rest < begin ? begin : rest;
    for (int64_t i = 0; i < map->size; i++, strip += strip_stride(kernel, map->step)) {
        const int64_t row = y + i * map->step;
        if (row < 0 || row >= map->height || begin == end) {
            memset(strip, 0, (size_t)(width * lanes) * sizeof *strip);
            continue;
        }
        memset(strip, 0, (size_t)(begin * lanes) * sizeof *strip);
        kernel->load_pixels(from + row * map->width + x + begin, plane, channels, end - begin, strip + begin * lanes);
        memset(strip + end * lanes, 0, (size_t)((width - end) * lanes) * sizeof *strip);
    }
}

size_t ck_winograd_strip_bytes(const ck_winograd_kernel *kernel, int64_t step) {
    return ck_aligned_bytes((size_t)(kernel->inputs * strip_stride(kernel, step)) * sizeof(float));
}

void ck_winograd_transform_tiles(const ck_winograd_kernel *kernel, ck_winograd_transform *transform,
                                 const ck_winograd_map *map, int64_t first, int64_t count, float *strip,
                                 const ck_winograd_planes *planes) {
    const int64_t lanes = kernel->lanes, step = map->step, row_stride = strip_stride(kernel, step);
    for (int64_t done = 0, tiles; done < count; done += tiles) {
        const ck_winograd_corner corner = ck_winograd_corner_of(map->grid, first + done);
        tiles = ck_minimum(ck_minimum(count - done, ck_winograd_strip_tiles(map->grid)),
                           map->grid->columns - corner.x / CK_WINOGRAD_OUTPUTS);
        for (int64_t channel = 0; channel < map->channels; channel += lanes) {
            float *to = planes->values + channel / planes->panel * planes->panel_stride + channel % planes->panel +
                        done * planes->tile_stride;
            for (int64_t phase = 0; phase < step * step; phase++, to += planes->phase_stride) {
                if (phase % step == 0) load_strip(kernel, map, corner, phase / step, tiles, channel, strip);
                for (int64_t tile = 0; tile < tiles; tile++) {
                    transform(strip + (tile * CK_WINOGRAD_OUTPUTS * step + phase % step) * lanes, row_stride,
                              step * lanes, to + tile * planes->tile_stride, planes->plane_stride);
                }
            }
        }
    }
}
