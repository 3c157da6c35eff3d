/// Tiles of a feature map, read and transformed.
#ifndef CK_DRIVERS_WINOGRAD_TILES_H
#define CK_DRIVERS_WINOGRAD_TILES_H

#include "core/parallel.h"
#include "drivers/gemm_plan.h"
#include "drivers/gemm_tile.h"
#include "micro/winograd.h"

enum {
    /// Tiles of one row that are read together. Long rows are one run of memory after the other; the pixels of 16
    /// tiles, 26 KiB in vectors of 16 channels (42 with a step of 2), fit the L1 cache or nearly.
    CK_WINOGRAD_STRIP_TILES = 16,
};

/// Which tiles there are: they are counted along rows, then down the plane, then over the batch.
typedef struct {
    int64_t rows;
    int64_t columns;
    int64_t count;
} ck_winograd_grid;

/// The tiles that cover a plane of `height` x `width` results.
static inline ck_winograd_grid ck_winograd_grid_of(int64_t batch, int64_t height, int64_t width) {
    ck_winograd_grid grid = {ck_piece_count(height, CK_WINOGRAD_OUTPUTS), ck_piece_count(width, CK_WINOGRAD_OUTPUTS)};
    grid.count = batch * grid.rows * grid.columns;
    return grid;
}

/// Tiles of a row that are read together: equal parts of a long row.
static inline int64_t ck_winograd_strip_tiles(const ck_winograd_grid *grid) {
    return ck_piece_count(grid->columns, ck_piece_count(grid->columns, CK_WINOGRAD_STRIP_TILES));
}

/// A tile: image, and the upper left corner of its results.
typedef struct {
    int64_t n;
    int64_t y;
    int64_t x;
} ck_winograd_corner;

static inline ck_winograd_corner ck_winograd_corner_of(const ck_winograd_grid *grid, int64_t tile) {
    const int64_t line = tile / grid->columns;
    return (ck_winograd_corner){line / grid->rows, line % grid->rows * CK_WINOGRAD_OUTPUTS,
                                tile % grid->columns * CK_WINOGRAD_OUTPUTS};
}

/// A map in memory, as its tiles see it: zero beyond its edges.
typedef struct {
    const ck_winograd_grid *grid;
    const float *values;
    int64_t channels;
    int64_t height;
    int64_t width;
    /// A tile reads `size` x `size` values that lie `step` apart, from (y * step - padding_height, x * step -
    /// padding_width) of its corner on, and with a step of 2 the three grids of as many that begin one to the right,
    /// one below and both: its phases.
    int64_t size;
    int64_t step;
    int64_t padding_height;
    int64_t padding_width;
} ck_winograd_map;

/// Where transformed values go: plane p of channel c of tile t is at
/// values + p * plane_stride + c / panel * panel_stride + t * tile_stride + c % panel, and phase_stride further for
/// each phase of the tile.
typedef struct {
    float *values;
    int64_t plane_stride;
    int64_t phase_stride;
    int64_t panel;
    int64_t panel_stride;
    int64_t tile_stride;
} ck_winograd_planes;

/// Floats from one plane to the next, where each has `count` values: never a multiple of 4 KiB, as the lines of all
/// planes would then share a set of the cache.
static inline int64_t ck_winograd_plane_stride(int64_t count) {
    return ck_round_up(count, 16) + 16;
}

/// Bytes of scratch memory for the pixels of a strip with the step of a map.
size_t ck_winograd_strip_bytes(const ck_winograd_kernel *kernel, int64_t step);

/// Transforms tiles first ..< first + count of all channels, which become tiles 0 ..< count of `planes`. Channels are
/// filled up with zeros to whole vectors.
void ck_winograd_transform_tiles(const ck_winograd_kernel *kernel, ck_winograd_transform *transform,
                                 const ck_winograd_map *map, int64_t first, int64_t count, float *strip,
                                 const ck_winograd_planes *planes);

#endif
