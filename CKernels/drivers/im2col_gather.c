#include "core/scratch.h"
#include "drivers/gemm_pieces.h"
#include "drivers/im2col.h"

/// A pass from image to features while it runs: per group, features = weights * columns.
typedef struct {
    const ck_conv_shape *shape;
    ck_im2col_sizes sizes;
    const ck_gemm_kernel *kernel;
    const ck_conv_epilogue *epilogue;
    const float *image;
    const float *weights;
    float beta;
    float *features;
    /// Rows of a group's packed weights, and depth of a block.
    int64_t padded_features;
    int64_t block_depth;
    int64_t columns_per_piece;
    float *weight_panels;
    unsigned char *worker_scratch;
    size_t worker_bytes;
} gather;

/// Packs one depth block of one group's weights.
static void pack_weights(void *argument, int64_t index, int worker) {
    (void)worker;
    const gather *job = argument;
    const int64_t blocks = ck_piece_count(job->sizes.rows, job->block_depth);
    const int64_t group = index / blocks, first = index % blocks * job->block_depth;
    const int64_t depth = ck_minimum(job->sizes.rows - first, job->block_depth);
    ck_gemm_pack(job->weights + group * job->sizes.features * job->sizes.rows + first, job->sizes.rows, 1,
                 job->sizes.features, depth, depth, job->kernel->rows,
                 job->weight_panels + (group * job->sizes.rows + first) * job->padded_features);
}

/// Some feature positions of one group of one image.
static void gather_positions(void *argument, int64_t index, int worker) {
    const gather *job = argument;
    const ck_conv_shape *s = job->shape;
    const ck_im2col_sizes *z = &job->sizes;
    const int64_t pieces = ck_piece_count(z->positions, job->columns_per_piece);
    const int64_t unit = index / pieces, group = unit % s->groups;
    const int64_t first = index % pieces * job->columns_per_piece;
    const int64_t count = ck_minimum(z->positions - first, job->columns_per_piece);
    float *panels = (float *)(job->worker_scratch + (size_t)worker * job->worker_bytes);
    const float *bias = job->epilogue->bias;
    const ck_gemm_tile whole = {
        .c = job->features + unit * z->features * z->positions + first,
        .ldc = z->positions,
        .alpha = 1.0f,
        .beta = job->beta,
        .row_bias = bias == NULL ? NULL : bias + group * z->features,
        .activation = job->epilogue->activation,
        .negative_slope = job->epilogue->negative_slope,
    };
    for (int64_t row = 0; row < z->rows; row += job->block_depth) {
        const int64_t depth = ck_minimum(z->rows - row, job->block_depth);
        ck_im2col_pack_columns(s, z, job->image + unit * z->images * z->pixels, row, depth, first, count,
                               job->kernel->columns, panels);
        const ck_gemm_tile tile = ck_gemm_tile_of_block(&whole, row == 0, row + depth == z->rows);
        ck_gemm_multiply_panels(job->kernel, z->features, count, depth,
                                job->weight_panels + (group * z->rows + row) * job->padded_features, panels, &tile);
    }
}

ck_status ck_im2col_gather(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                           const float *image, const float *weights, float beta, float *features) {
    const ck_gemm_kernel *kernel = ck_im2col_kernel(context);
    gather job = {.shape = shape,
                  .sizes = ck_im2col_sizes_of(shape),
                  .kernel = kernel,
                  .epilogue = epilogue,
                  .image = image,
                  .weights = weights,
                  .beta = beta,
                  .features = features};
    const ck_im2col_sizes *z = &job.sizes;
    const int64_t units = shape->batch * shape->groups;
    job.padded_features = ck_round_up(z->features, kernel->rows);
    job.block_depth = ck_gemm_depth_block(z->rows);
    job.columns_per_piece = ck_im2col_columns_per_piece(units, z->positions, kernel->columns);
    const int64_t pieces = units * ck_piece_count(z->positions, job.columns_per_piece);
    const size_t weight_bytes =
        ck_aligned_bytes((size_t)(shape->groups * z->rows * job.padded_features) * sizeof(float));
    job.worker_bytes = ck_aligned_bytes((size_t)(job.block_depth * job.columns_per_piece) * sizeof(float));
    unsigned char *scratch =
        ck_scratch_reserve(context, weight_bytes + (size_t)ck_worker_count(context, pieces) * job.worker_bytes);
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    job.weight_panels = (float *)scratch;
    job.worker_scratch = scratch + weight_bytes;

    const double weight_count = (double)shape->groups * (double)z->rows * (double)z->features;
    ck_gemm_run_pieces(context, weight_count, shape->groups * ck_piece_count(z->rows, job.block_depth), pack_weights,
                       &job);
    ck_gemm_run_pieces(context, weight_count * (double)(shape->batch * z->positions), pieces, gather_positions, &job);
    return CK_OK;
}
