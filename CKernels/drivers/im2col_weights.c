#include "core/scratch.h"
#include "drivers/gemm_pieces.h"
#include "drivers/im2col.h"

enum {
    /// As many chunks of the batch as it takes to get this many pieces of work, but none shorter than MINIMUM_CHUNK
    /// steps of the depth.
    WANTED_PIECES = 8,
    MINIMUM_CHUNK = 512,
    /// Weights that one piece of the final addition takes.
    ADDED_WEIGHTS = 16384,
};

/// A weight gradient while it runs: per group, gradient = features * columns transposed. The depth runs over the
/// positions of all images, one image behind the other, and is cut into chunks whose sums are added in order at the
/// end.
typedef struct {
    const ck_conv_shape *shape;
    ck_im2col_sizes sizes;
    const ck_gemm_kernel *kernel;
    const float *image;
    const float *features;
    float beta;
    float *weight_gradient;
    int64_t weight_count;
    int64_t chunks;
    int64_t chunk_depth;
    int64_t column_pieces;
    /// One gradient per chunk; not used if there is one chunk.
    float *partial_sums;
    unsigned char *worker_scratch;
    size_t feature_bytes;
    size_t column_bytes;
    size_t worker_bytes;
} weights;

/// Positions first ..< first + count of image n, which are steps from `offset` on of a depth block.
typedef struct {
    int64_t n;
    int64_t first;
    int64_t count;
    int64_t offset;
} segment;

/// The next segment of depth block begin ..< begin + depth; starts with count = offset = 0.
static bool next_segment(const weights *job, int64_t begin, int64_t depth, segment *part) {
    part->offset += part->count;
    if (part->offset >= depth) return false;
    const int64_t step = begin + part->offset;
    part->n = step / job->sizes.positions;
    part->first = step % job->sizes.positions;
    part->count = ck_minimum(job->sizes.positions - part->first, depth - part->offset);
    return true;
}

static void pack_features(const weights *job, int64_t group, int64_t begin, int64_t depth, float *panels) {
    const ck_im2col_sizes *z = &job->sizes;
    segment part = {0};
    while (next_segment(job, begin, depth, &part)) {
        const float *features =
            job->features + (part.n * job->shape->groups + group) * z->features * z->positions + part.first;
        ck_gemm_pack(features, z->positions, 1, z->features, part.count, depth, job->kernel->rows,
                     panels + part.offset * job->kernel->rows);
    }
}

/// Columns of this product are rows of the unrolled image: a panel's worth is unrolled into `lines`, then interleaved.
static void pack_image(const weights *job, int64_t group, int64_t row, int64_t count, int64_t begin, int64_t depth,
                       float *lines, float *panels) {
    const ck_im2col_sizes *z = &job->sizes;
    const int width = job->kernel->columns;
    for (int64_t first = 0; first < count; first += width, panels += width * depth) {
        const int64_t here = ck_minimum(count - first, width);
        segment part = {0};
        while (next_segment(job, begin, depth, &part)) {
            const float *image = job->image + (part.n * job->shape->groups + group) * z->images * z->pixels;
            for (int64_t r = 0; r < here; r++) {
                ck_im2col_row(job->shape, z, image, row + first + r, part.first, part.count,
                              lines + r * CK_GEMM_DEPTH + part.offset);
            }
        }
        ck_gemm_pack(lines, CK_GEMM_DEPTH, 1, here, depth, depth, width, panels);
    }
}

/// Some columns of one group's gradient over one chunk.
static void sum_chunk(void *argument, int64_t index, int worker) {
    const weights *job = argument;
    const ck_im2col_sizes *z = &job->sizes;
    const int64_t group = index / job->column_pieces % job->shape->groups;
    const int64_t chunk = index / job->column_pieces / job->shape->groups;
    const int64_t row = index % job->column_pieces * CK_GEMM_PIECE_COLUMNS;
    const int64_t count = ck_minimum(z->rows - row, CK_GEMM_PIECE_COLUMNS);
    unsigned char *scratch = job->worker_scratch + (size_t)worker * job->worker_bytes;
    float *feature_panels = (float *)scratch;
    float *column_panels = (float *)(scratch + job->feature_bytes);
    float *lines = (float *)(scratch + job->feature_bytes + job->column_bytes);

    float *gradient = job->chunks == 1 ? job->weight_gradient : job->partial_sums + chunk * job->weight_count;
    const ck_gemm_tile whole = {.c = gradient + group * z->features * z->rows + row,
                                .ldc = z->rows,
                                .alpha = 1.0f,
                                .beta = job->chunks == 1 ? job->beta : 0.0f};
    const int64_t begin = chunk * job->chunk_depth;
    const int64_t end = ck_minimum(begin + job->chunk_depth, job->shape->batch * z->positions);
    const int64_t block = ck_gemm_depth_block(end - begin);
    for (int64_t step = begin; step < end; step += block) {
        const int64_t depth = ck_minimum(end - step, block);
        pack_features(job, group, step, depth, feature_panels);
        pack_image(job, group, row, count, step, depth, lines, column_panels);
        const ck_gemm_tile tile = ck_gemm_tile_of_block(&whole, step == begin, step + depth == end);
        ck_gemm_multiply_panels(job->kernel, z->features, count, depth, feature_panels, column_panels, &tile);
    }
}

/// Adds the chunks' sums, first to last.
static void add_chunks(void *argument, int64_t index, int worker) {
    (void)worker;
    const weights *job = argument;
    const int64_t first = index * ADDED_WEIGHTS, end = ck_minimum(first + ADDED_WEIGHTS, job->weight_count);
    for (int64_t i = first; i < end; i++) {
        float sum = job->partial_sums[i];
        for (int64_t chunk = 1; chunk < job->chunks; chunk++) sum += job->partial_sums[chunk * job->weight_count + i];
        job->weight_gradient[i] = job->beta == 0.0f ? sum : job->weight_gradient[i] + sum;
    }
}

ck_status ck_im2col_weights(ck_context *context, const ck_conv_shape *shape, const float *image, const float *features,
                            float beta, float *weight_gradient) {
    const ck_gemm_kernel *kernel = ck_im2col_kernel(context);
    weights job = {.shape = shape,
                   .sizes = ck_im2col_sizes_of(shape),
                   .kernel = kernel,
                   .image = image,
                   .features = features,
                   .beta = beta,
                   .weight_gradient = weight_gradient};
    const ck_im2col_sizes *z = &job.sizes;
    const int64_t depth = shape->batch * z->positions;
    job.weight_count = shape->groups * z->features * z->rows;
    job.column_pieces = ck_piece_count(z->rows, CK_GEMM_PIECE_COLUMNS);
    const int64_t products = shape->groups * job.column_pieces;
    const int64_t wanted = ck_minimum(ck_piece_count(WANTED_PIECES, products), ck_piece_count(depth, MINIMUM_CHUNK));
    job.chunk_depth = ck_piece_count(depth, wanted);
    job.chunks = ck_piece_count(depth, job.chunk_depth);
    const int64_t pieces = job.chunks * products;

    const int64_t columns = ck_round_up(ck_minimum(z->rows, CK_GEMM_PIECE_COLUMNS), kernel->columns);
    const int64_t padded_features = ck_round_up(z->features, kernel->rows);
    const size_t partial_bytes =
        job.chunks == 1 ? 0 : ck_aligned_bytes((size_t)(job.chunks * job.weight_count) * sizeof(float));
    job.feature_bytes = ck_aligned_bytes((size_t)(padded_features * CK_GEMM_DEPTH) * sizeof(float));
    job.column_bytes = ck_aligned_bytes((size_t)(columns * CK_GEMM_DEPTH) * sizeof(float));
    job.worker_bytes = job.feature_bytes + job.column_bytes +
                       ck_aligned_bytes((size_t)kernel->columns * CK_GEMM_DEPTH * sizeof(float));
    unsigned char *scratch =
        ck_scratch_reserve(context, partial_bytes + (size_t)ck_worker_count(context, pieces) * job.worker_bytes);
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    job.partial_sums = (float *)scratch;
    job.worker_scratch = scratch + partial_bytes;

    ck_gemm_run_pieces(context, (double)job.weight_count * (double)depth, pieces, sum_chunk, &job);
    if (job.chunks > 1) {
        ck_gemm_run_pieces(context, (double)(job.weight_count * job.chunks),
                           ck_piece_count(job.weight_count, ADDED_WEIGHTS), add_chunks, &job);
    }
    return CK_OK;
}
