#include "core/scratch.h"
#include "drivers/gemm_pieces.h"
#include "drivers/winograd.h"

enum {
    /// Tiles of one piece of work, about. Their transforms (36 values per
    /// channel: half a MiB at 128 channels) stay in the L2 cache; the filters, read once per piece, come from the L3
    /// cache fast enough.
    TILES_PER_PIECE = 28,
};

/// A pass while it runs.
typedef struct {
    const ck_winograd_pass *pass;
    ck_winograd_kernels kernels;
    ck_winograd_filters layout;
    ck_winograd_grid grid;
    ck_winograd_map map;
    int64_t tiles_per_piece;
    /// Transformed input: plane by plane, a row of in_stride floats for each tile.
    int64_t in_stride;
    int64_t in_plane_stride;
    /// Products of one panel of output channels: plane by plane, a row of the panel's width for each tile.
    int64_t out_plane_stride;
    const int32_t *a_offsets;
    const int32_t *b_offsets;
    const float *filters;
    unsigned char *worker_scratch;
    size_t in_bytes;
    size_t out_bytes;
    size_t worker_bytes;
} winograd;

/// The products of `count` tiles with one panel of filters.
static void multiply(const winograd *job, int64_t count, int64_t columns, const float *input, const float *filters,
                     float *products) {
    const ck_gemm_kernel *gemm = job->kernels.gemm;
    const float *rows[CK_GEMM_TILE_ROWS];
    ck_gemm_operands operands = {rows, job->a_offsets, filters, job->b_offsets, CK_GEMM_RUNS_4, gemm->columns};
    ck_gemm_tile tile = {.ldc = gemm->columns, .alpha = 1.0f};
    const int64_t parts = ck_piece_count(count, gemm->rows);
    for (int plane = 0; plane < job->kernels.transforms->planes; plane++, operands.b += job->layout.plane_stride) {
        // Tiles of equal height instead of full ones and a rest.
        for (int64_t index = 0; index < parts; index++) {
            const int64_t i = index * count / parts, here = (index + 1) * count / parts - i;
            for (int64_t row = 0; row < here; row++) {
                rows[row] = input + plane * job->in_plane_stride + (i + row) * job->in_stride;
            }
            tile.c = products + plane * job->out_plane_stride + i * gemm->columns;
            gemm->multiply(here, columns, job->layout.rows, &operands, &tile);
        }
    }
}

static void transform_output(const winograd *job, int64_t first, int64_t count, int64_t channel, int64_t columns,
                             const float *products) {
    const ck_winograd_pass *pass = job->pass;
    const int64_t lanes = job->kernels.transforms->lanes;
    for (int64_t j = 0; j < columns; j += lanes) {
        ck_winograd_output output = {
            .channel_stride = pass->to_channel_stride,
            .row_stride = pass->to_row_stride,
            .column_stride = pass->to_column_stride,
            .channels = ck_minimum(columns - j, lanes),
            .beta = pass->beta,
            .bias = pass->epilogue.bias == NULL ? NULL : pass->epilogue.bias + channel + j,
            .activation = pass->epilogue.activation,
            .negative_slope = pass->epilogue.negative_slope,
        };
        for (int64_t tile = 0; tile < count; tile++) {
            const ck_winograd_corner at = ck_winograd_corner_of(&job->grid, first + tile);
            output.to = pass->to + at.n * pass->to_image_stride + (channel + j) * pass->to_channel_stride +
                        at.y * pass->to_row_stride + at.x * pass->to_column_stride;
            output.rows = ck_minimum(pass->out_height - at.y, CK_WINOGRAD_OUTPUTS);
            output.columns = ck_minimum(pass->out_width - at.x, CK_WINOGRAD_OUTPUTS);
            job->kernels.transforms->transform_output(products + tile * job->kernels.gemm->columns + j,
                                                      job->out_plane_stride, &output);
        }
    }
}

static void run_piece(void *argument, int64_t index, int worker) {
    const winograd *job = argument;
    const int64_t width = job->kernels.gemm->columns;
    const int64_t first = index * job->tiles_per_piece;
    const int64_t count = ck_minimum(job->grid.count - first, job->tiles_per_piece);
    unsigned char *scratch = job->worker_scratch + (size_t)worker * job->worker_bytes;
    float *input = (float *)scratch, *products = (float *)(scratch + job->in_bytes);
    float *strip = (float *)(scratch + job->in_bytes + job->out_bytes);
    const ck_winograd_planes planes = {
        .values = input,
        .plane_stride = job->in_plane_stride,
        .phase_stride = job->pass->in_channels,
        .panel = job->in_stride,
        .tile_stride = job->in_stride,
    };
    const ck_winograd_kernel *transforms = job->kernels.transforms;
    ck_winograd_transform_tiles(transforms, transforms->transform_input, &job->map, first, count, strip, &planes);
    for (int64_t panel = 0; panel < job->layout.panels; panel++) {
        const int64_t columns = ck_minimum(job->pass->out_channels - panel * width, width);
        multiply(job, count, columns, input, job->filters + panel * job->layout.panel_stride, products);
        transform_output(job, first, count, panel * width, columns, products);
    }
}

/// An even number of pieces, if there are several, so that a few of them suit most numbers of threads.
static int64_t tiles_of_piece(int64_t tiles) {
    if (tiles <= TILES_PER_PIECE) return tiles;
    const int64_t pairs = (tiles + TILES_PER_PIECE) / (2 * TILES_PER_PIECE);
    return ck_piece_count(tiles, 2 * pairs);
}

ck_status ck_winograd_run(ck_context *context, const ck_winograd_pass *pass) {
    winograd job = {
        .pass = pass,
        .kernels = ck_winograd_kernels_of(context, pass->taps),
        .grid = ck_winograd_grid_of(pass->batch, pass->out_height, pass->out_width),
    };
    job.map = (ck_winograd_map){
        .grid = &job.grid,
        .values = pass->from,
        .channels = pass->in_channels,
        .height = pass->in_height,
        .width = pass->in_width,
        .size = job.kernels.transforms->inputs,
        .step = pass->step,
        .padding_height = pass->padding_height,
        .padding_width = pass->padding_width,
    };
    const int64_t width = job.kernels.gemm->columns;
    job.layout = ck_winograd_filters_of(pass, &job.kernels);
    job.tiles_per_piece = tiles_of_piece(job.grid.count);
    job.in_stride = ck_round_up(job.layout.rows, job.kernels.transforms->lanes);
    job.in_plane_stride = ck_winograd_plane_stride(job.tiles_per_piece * job.in_stride);
    job.out_plane_stride = ck_winograd_plane_stride(job.tiles_per_piece * width);
    const int64_t product_planes = job.kernels.transforms->planes;
    job.in_bytes = ck_aligned_bytes((size_t)(product_planes * job.in_plane_stride) * sizeof(float));
    job.out_bytes = ck_aligned_bytes((size_t)(product_planes * job.out_plane_stride) * sizeof(float));
    job.worker_bytes = job.in_bytes + job.out_bytes + ck_winograd_strip_bytes(job.kernels.transforms, pass->step);
    const int64_t pieces = ck_piece_count(job.grid.count, job.tiles_per_piece);
    const size_t filter_bytes = ck_aligned_bytes((size_t)(job.layout.panels * job.layout.panel_stride) * sizeof(float));
    const size_t offset_bytes = ck_aligned_bytes((size_t)job.layout.rows * sizeof(int32_t));
    unsigned char *scratch = ck_scratch_reserve(
        context, filter_bytes + 2 * offset_bytes + (size_t)ck_worker_count(context, pieces) * job.worker_bytes);
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    float *filters = (float *)scratch;
    int32_t *a_offsets = (int32_t *)(scratch + filter_bytes);
    int32_t *b_offsets = (int32_t *)(scratch + filter_bytes + offset_bytes);
    for (int64_t k = 0; k < job.layout.rows; k++) {
        a_offsets[k] = (int32_t)k;
        b_offsets[k] = (int32_t)(k * width);
    }
    job.filters = filters;
    job.a_offsets = a_offsets;
    job.b_offsets = b_offsets;
    job.worker_scratch = scratch + filter_bytes + 2 * offset_bytes;
    ck_winograd_transform_filters(context, pass, &job.kernels, &job.layout, filters);
    const double products = (double)job.grid.count * (double)product_planes;
    ck_gemm_run_pieces(context, products * (double)job.layout.rows * (double)pass->out_channels, pieces, run_piece,
                       &job);
    return CK_OK;
}
