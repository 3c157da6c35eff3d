#include "core/scratch.h"
#include "drivers/gemm_pieces.h"
#include "drivers/im2col.h"
#include "reference/activation.h"

enum {
    /// Most rows and columns of the product that are held before they are added to the image: 256 KiB.
    HELD_ROWS = 512,
    HELD_COLUMNS = 128,
};

/// A pass from features to image while it runs: per group, columns = weights transposed * features, then added to the
/// image. A piece of work owns some channels of one image, so no two add to the same place.
typedef struct {
    const ck_conv_shape *shape;
    ck_im2col_sizes sizes;
    const ck_gemm_kernel *kernel;
    const ck_conv_epilogue *epilogue;
    const float *features;
    const float *weights;
    float beta;
    float *image;
    /// Image channels in a piece, pieces in a group, and rows of a piece's packed weights.
    int64_t channels;
    int64_t channel_pieces;
    int64_t padded_rows;
    int64_t block_depth;
    int64_t block_columns;
    float *weight_panels;
    unsigned char *worker_scratch;
    size_t panel_bytes;
    size_t worker_bytes;
} scatter;

/// Packs the transposed weights of one piece's channels.
static void pack_weights(void *argument, int64_t index, int worker) {
    (void)worker;
    const scatter *job = argument;
    const ck_im2col_sizes *z = &job->sizes;
    const int64_t group = index / job->channel_pieces, channel = index % job->channel_pieces * job->channels;
    const int64_t rows = ck_minimum(z->images - channel, job->channels) * z->taps;
    float *panels = job->weight_panels + index * job->padded_rows * z->features;
    for (int64_t f = 0; f < z->features; f += job->block_depth) {
        const int64_t depth = ck_minimum(z->features - f, job->block_depth);
        ck_gemm_pack(job->weights + (group * z->features + f) * z->rows + channel * z->taps, 1, z->rows, rows, depth,
                     depth, job->kernel->rows, panels + f * job->padded_rows);
    }
}

/// `tile` = the product for columns first ..< +count of a piece's rows.
static void multiply(const scatter *job, const float *features, const float *weight_panels, float *feature_panels,
                     int64_t rows, int64_t first, int64_t count, const ck_gemm_tile *whole) {
    const ck_im2col_sizes *z = &job->sizes;
    for (int64_t f = 0; f < z->features; f += job->block_depth) {
        const int64_t depth = ck_minimum(z->features - f, job->block_depth);
        ck_gemm_pack(features + f * z->positions + first, 1, z->positions, count, depth, depth, job->kernel->columns,
                     feature_panels);
        const ck_gemm_tile tile = ck_gemm_tile_of_block(whole, f == 0, f + depth == z->features);
        ck_gemm_multiply_panels(job->kernel, rows, count, depth, weight_panels + f * job->padded_rows, feature_panels,
                                &tile);
    }
}

static void finish_channels(const scatter *job, float *image, int64_t channels, const float *bias) {
    if (bias == NULL && job->epilogue->activation == CK_ACTIVATION_NONE) return;
    for (int64_t c = 0; c < channels; c++, image += job->sizes.pixels) {
        const float offset = bias == NULL ? 0.0f : bias[c];
        for (int64_t pixel = 0; pixel < job->sizes.pixels; pixel++) {
            image[pixel] = ck_activate(job->epilogue->activation, job->epilogue->negative_slope, image[pixel] + offset);
        }
    }
}

/// Some image channels of one group of one image.
static void scatter_channels(void *argument, int64_t index, int worker) {
    const scatter *job = argument;
    const ck_conv_shape *s = job->shape;
    const ck_im2col_sizes *z = &job->sizes;
    const int64_t unit = index / job->channel_pieces, group = unit % s->groups;
    const int64_t channel = index % job->channel_pieces * job->channels;
    const int64_t channels = ck_minimum(z->images - channel, job->channels);
    const float *features = job->features + unit * z->features * z->positions;
    const float *weight_panels = job->weight_panels + (group * job->channel_pieces + index % job->channel_pieces) *
                                                          job->padded_rows * z->features;
    float *image = job->image + (unit * z->images + channel) * z->pixels;
    const float *bias = job->epilogue->bias == NULL ? NULL : job->epilogue->bias + group * z->images + channel;
    unsigned char *scratch = job->worker_scratch + (size_t)worker * job->worker_bytes;
    float *feature_panels = (float *)scratch;
    float *columns = (float *)(scratch + job->panel_bytes);

    if (!z->is_pointwise && job->beta == 0.0f) {
        for (int64_t pixel = 0; pixel < channels * z->pixels; pixel++) image[pixel] = 0.0f;
    }
    for (int64_t first = 0; first < z->positions; first += job->block_columns) {
        const int64_t count = ck_minimum(z->positions - first, job->block_columns);
        ck_gemm_tile tile = {.c = columns, .ldc = job->block_columns, .alpha = 1.0f};
        if (z->is_pointwise) {
            tile = (ck_gemm_tile){.c = image + first,
                                  .ldc = z->pixels,
                                  .alpha = 1.0f,
                                  .beta = job->beta,
                                  .row_bias = bias,
                                  .activation = job->epilogue->activation,
                                  .negative_slope = job->epilogue->negative_slope};
        }
        multiply(job, features, weight_panels, feature_panels, channels * z->taps, first, count, &tile);
        if (z->is_pointwise) continue;
        for (int64_t row = 0; row < channels * z->taps; row++) {
            ck_col2im_row(s, z, columns + row * job->block_columns, row, first, count, image);
        }
    }
    if (!z->is_pointwise) finish_channels(job, image, channels, bias);
}

ck_status ck_im2col_scatter(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                            const float *features, const float *weights, float beta, float *image) {
    const ck_gemm_kernel *kernel = ck_im2col_kernel(context);
    scatter job = {.shape = shape,
                   .sizes = ck_im2col_sizes_of(shape),
                   .kernel = kernel,
                   .epilogue = epilogue,
                   .features = features,
                   .weights = weights,
                   .beta = beta,
                   .image = image};
    const ck_im2col_sizes *z = &job.sizes;
    const int64_t units = shape->batch * shape->groups;
    // At least 16 pieces, if there are as many channels, each with no more rows than can be held.
    const int64_t wanted = (16 + units - 1) / units, held = HELD_ROWS / ck_minimum(z->taps, HELD_ROWS);
    job.channels = ck_minimum((z->images + wanted - 1) / wanted, held);
    job.channel_pieces = ck_piece_count(z->images, job.channels);
    job.padded_rows = ck_round_up(job.channels * z->taps, kernel->rows);
    job.block_depth = ck_gemm_depth_block(z->features);
    job.block_columns =
        ck_minimum(ck_round_up(z->positions, kernel->columns), ck_round_up(HELD_COLUMNS, kernel->columns));
    const int64_t weight_pieces = shape->groups * job.channel_pieces, pieces = units * job.channel_pieces;
    const size_t weight_bytes =
        ck_aligned_bytes((size_t)(weight_pieces * job.padded_rows * z->features) * sizeof(float));
    job.panel_bytes = ck_aligned_bytes((size_t)(job.block_depth * job.block_columns) * sizeof(float));
    job.worker_bytes =
        job.panel_bytes + ck_aligned_bytes((size_t)(job.channels * z->taps * job.block_columns) * sizeof(float));
    unsigned char *scratch =
        ck_scratch_reserve(context, weight_bytes + (size_t)ck_worker_count(context, pieces) * job.worker_bytes);
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    job.weight_panels = (float *)scratch;
    job.worker_scratch = scratch + weight_bytes;

    const double weight_count = (double)shape->groups * (double)z->rows * (double)z->features;
    ck_gemm_run_pieces(context, weight_count, weight_pieces, pack_weights, &job);
    ck_gemm_run_pieces(context, weight_count * (double)(shape->batch * z->positions), pieces, scatter_channels, &job);
    return CK_OK;
}
