#include "core/scratch.h"
#include "drivers/gemm_pieces.h"
#include "drivers/winograd.h"

// Each plane is a product of two matrices: transformed feature gradients, transposed, times transformed image tiles.
// Its depth runs over the tiles, block by block: all tiles of a block are transformed, then all planes are summed. The
// phases of an image are as many more panels of channels.

enum {
    /// Most tiles of a block: as deep as it takes for the sums, which are read and written once per block, to cost
    /// little beside the products.
    TILES_PER_BLOCK = 128,
    /// Features whose filters one piece of work transforms.
    FEATURES_PER_PIECE = 16,
};

/// One side of the products: its tiles in memory, and transformed as panels of channels as wide as a GEMM tile.
typedef struct {
    ck_winograd_map map;
    ck_winograd_transform *transform;
    ck_winograd_planes planes;
} side;

/// A weight gradient while it runs.
typedef struct {
    const ck_conv_shape *shape;
    ck_winograd_kernels kernels;
    ck_winograd_grid grid;
    side image;
    side features;
    /// Of the image: 1, or 4 with stride 2.
    int64_t phases;
    /// Of the channels of one phase.
    int64_t panels;
    /// The block that is being worked on.
    int64_t first;
    int64_t count;
    /// Tiles that one piece of work transforms.
    int64_t tiles_per_piece;
    /// Offsets of the tiles within a panel, alike on both sides.
    int32_t offsets[TILES_PER_BLOCK];
    /// Plane by plane, panel by panel of image channels, a row of the panel's width for each feature channel: a tile of
    /// the GEMM kernel is one run of memory.
    float *sums;
    int64_t sum_plane_stride;
    float beta;
    float *weight_gradient;
    unsigned char *strips;
    size_t strip_bytes;
} weights;

/// Some tiles of the block, on one side.
static void transform_tiles(void *argument, int64_t index, int worker) {
    const weights *job = argument;
    const side *side = index % 2 == 0 ? &job->image : &job->features;
    const int64_t first = index / 2 * job->tiles_per_piece;
    ck_winograd_planes planes = side->planes;
    planes.values += first * planes.tile_stride;
    ck_winograd_transform_tiles(job->kernels.transforms, side->transform, &side->map, job->first + first,
                                ck_minimum(job->count - first, job->tiles_per_piece),
                                (float *)(job->strips + (size_t)worker * job->strip_bytes), &planes);
}

/// Adds the products of the block for one panel of image channels in one plane.
static void multiply(void *argument, int64_t index, int worker) {
    (void)worker;
    const weights *job = argument;
    const ck_gemm_kernel *gemm = job->kernels.gemm;
    const ck_winograd_planes *features = &job->features.planes, *image = &job->image.planes;
    // Panel after panel, so that the features of a plane stay in the L2 cache.
    const int64_t panels = job->phases * job->panels, plane = index / panels, panel = index % panels;
    const int64_t columns = ck_minimum(job->shape->image_channels - panel % job->panels * gemm->columns, gemm->columns);
    const float *rows[CK_GEMM_TILE_ROWS];
    const ck_gemm_operands operands = {
        rows,         job->offsets,   image->values + plane * image->plane_stride + panel * image->panel_stride,
        job->offsets, CK_GEMM_PANELS, gemm->columns};
    ck_gemm_tile tile = {.ldc = gemm->columns, .alpha = 1.0f, .beta = job->first == 0 ? 0.0f : 1.0f};
    float *sums = job->sums + plane * job->sum_plane_stride + panel * job->shape->feature_channels * gemm->columns;
    for (int64_t i = 0; i < job->shape->feature_channels; i += gemm->rows) {
        const int64_t count = ck_minimum(job->shape->feature_channels - i, gemm->rows);
        tile.c = sums + i * gemm->columns;
        // The sums are too many for the L2 cache; they arrive while the products are computed.
        for (int64_t value = 0; value < count * gemm->columns; value += 16) __builtin_prefetch(tile.c + value, 1);
        for (int64_t row = 0; row < count; row++) {
            rows[row] = features->values + plane * features->plane_stride +
                        (i + row) / features->panel * features->panel_stride + (i + row) % features->panel;
        }
        gemm->multiply(count, columns, job->count, &operands, &tile);
    }
}

/// The filters of some features from their sums.
static void transform_sums(void *argument, int64_t index, int worker) {
    (void)worker;
    const weights *job = argument;
    const int64_t first = index * FEATURES_PER_PIECE, lanes = job->kernels.transforms->lanes;
    const ck_conv_shape *s = job->shape;
    const int64_t channels = s->image_channels, features = s->feature_channels, width = job->kernels.gemm->columns;
    const int64_t step = job->image.map.step, filter = s->kernel_height * s->kernel_width;
    const ck_winograd_taps taps = {step * s->kernel_width, step, filter};
    for (int64_t f = first; f < first + FEATURES_PER_PIECE && f < features; f++) {
        for (int64_t phase = 0; phase < job->phases; phase++) {
            const float *sums = job->sums + (phase * job->panels * features + f) * width;
            float *to = job->weight_gradient + f * channels * filter + phase / step * s->kernel_width + phase % step;
            for (int64_t c = 0; c < channels; c += lanes) {
                job->kernels.transforms->transform_filter_gradients(
                    sums + c / width * features * width + c % width, job->sum_plane_stride, &taps,
                    ck_minimum(channels - c, lanes), job->beta, to + c * filter);
            }
        }
    }
}

/// Lays out the planes of one side for blocks of `tiles` tiles; returns their bytes.
static size_t lay_out(side *side, int64_t planes, int64_t width, int64_t tiles) {
    const int64_t panels = ck_piece_count(side->map.channels, width);
    side->planes = (ck_winograd_planes){
        .plane_stride = ck_winograd_plane_stride(side->map.step * side->map.step * panels * tiles * width),
        .phase_stride = panels * tiles * width,
        .panel = width,
        .panel_stride = tiles * width,
        .tile_stride = width,
    };
    return ck_aligned_bytes((size_t)(planes * side->planes.plane_stride) * sizeof(float));
}

ck_status ck_winograd_weights(ck_context *context, const ck_conv_shape *shape, const float *image,
                              const float *features, float beta, float *weight_gradient) {
    weights job = {
        .shape = shape,
        .kernels = ck_winograd_kernels_of(context, shape->kernel_height / shape->stride_height),
        .grid = ck_winograd_grid_of(shape->batch, shape->feature_height, shape->feature_width),
        .beta = beta,
        .weight_gradient = weight_gradient,
    };
    const ck_winograd_kernel *transforms = job.kernels.transforms;
    job.image.transform = transforms->transform_input;
    job.image.map = (ck_winograd_map){
        .grid = &job.grid,
        .values = image,
        .channels = shape->image_channels,
        .height = shape->image_height,
        .width = shape->image_width,
        .size = transforms->inputs,
        .step = shape->stride_height,
        .padding_height = shape->padding_height,
        .padding_width = shape->padding_width,
    };
    job.features.transform = transforms->transform_gradient;
    job.features.map = (ck_winograd_map){
        .grid = &job.grid,
        .values = features,
        .channels = shape->feature_channels,
        .height = shape->feature_height,
        .width = shape->feature_width,
        .size = CK_WINOGRAD_OUTPUTS,
        .step = 1,
    };
    job.phases = shape->stride_height * shape->stride_width;
    const int64_t width = job.kernels.gemm->columns;
    // Whole rows of tiles, or equal parts of them, so that strips are long.
    const int64_t strip = ck_winograd_strip_tiles(&job.grid);
    job.tiles_per_piece = CK_WINOGRAD_STRIP_TILES / strip * strip;
    const int64_t block = ck_minimum(job.grid.count, TILES_PER_BLOCK / job.tiles_per_piece * job.tiles_per_piece);
    const int64_t planes = transforms->planes;
    const size_t image_bytes = lay_out(&job.image, planes, width, block);
    const size_t feature_bytes = lay_out(&job.features, planes, width, block);
    job.panels = ck_piece_count(shape->image_channels, width);
    const int64_t all_panels = job.phases * job.panels;
    job.sum_plane_stride = ck_winograd_plane_stride(shape->feature_channels * all_panels * width);
    const size_t sum_bytes = ck_aligned_bytes((size_t)(planes * job.sum_plane_stride) * sizeof(float));
    job.strip_bytes = ck_winograd_strip_bytes(transforms, job.image.map.step);
    const size_t workers = (size_t)ck_worker_count(context, 2 * ck_piece_count(block, job.tiles_per_piece));
    unsigned char *scratch =
        ck_scratch_reserve(context, image_bytes + feature_bytes + sum_bytes + workers * job.strip_bytes);
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    job.image.planes.values = (float *)scratch;
    job.features.planes.values = (float *)(scratch + image_bytes);
    job.sums = (float *)(scratch + image_bytes + feature_bytes);
    job.strips = scratch + image_bytes + feature_bytes + sum_bytes;
    for (int32_t tile = 0; tile < TILES_PER_BLOCK; tile++) job.offsets[tile] = tile * (int32_t)width;

    const double sums = (double)job.sum_plane_stride * (double)planes;
    for (job.first = 0; job.first < job.grid.count; job.first += block) {
        job.count = ck_minimum(job.grid.count - job.first, block);
        const double values =
            (double)job.count * (double)(job.phases * shape->image_channels + shape->feature_channels);
        ck_gemm_run_pieces(context, values * (double)planes, 2 * ck_piece_count(job.count, job.tiles_per_piece),
                           transform_tiles, &job);
        ck_gemm_run_pieces(context, sums * (double)job.count, all_panels * planes, multiply, &job);
    }
    ck_gemm_run_pieces(context, sums, ck_piece_count(shape->feature_channels, FEATURES_PER_PIECE), transform_sums,
                       &job);
    return CK_OK;
}
