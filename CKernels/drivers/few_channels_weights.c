#include <stddef.h>
#include <string.h>

#include "core/parallel.h"
#include "core/scratch.h"
#include "drivers/few_channels.h"
#include "drivers/gemm_pieces.h"

enum {
    /// Bytes of a strip's planes: they stay in the second level of the cache, and a strip is long enough for the loads
    /// and stores of the sums not to matter.
    STRIP_BYTES = 192 << 10,
    /// Chunks of the batch, each with sums of its own, so that there is work for several threads.
    WANTED_CHUNKS = 32,
    /// Most bytes of one worker's sums, each a vector.
    MOST_SUM_BYTES = 1 << 20,
};

typedef struct {
    const ck_few_channels_kernel *kernel;
    ck_few_channels_layout layout;
    const float *image;
    const float *features;
    float beta;
    float *weight_gradient;
    float *feature_gradient;
    /// Image channels of a group times taps: rows of the gradient.
    int64_t depth;
    int64_t group_features;
    /// Up to whole tiles.
    int64_t packed_features;
    int64_t chunk_strips;
    int64_t chunks;
    int32_t *positions;
    int32_t *offsets;
    /// By chunk: weights, then features.
    float *partial_sums;
    int64_t partial_count;
    unsigned char *worker_scratch;
    size_t sum_bytes;
    size_t total_bytes;
    size_t packed_bytes;
    size_t line_bytes;
    size_t worker_bytes;
} weight_job;

/// The features from `first` on that make a tile.
static const ck_few_channels_weight_tile *tile_at(const weight_job *job, int64_t first) {
    const int64_t left = job->group_features - first;
    int index = 0;
    while (index + 1 < job->kernel->weight_tile_count && job->kernel->weight_tiles[index].rows < left) index++;
    // A tile that is not full is taken only for the last features.
    return &job->kernel->weight_tiles[index];
}

/// Copies a strip of features in the order in which the kernel reads them: tile by tile, vector by vector, with zeros
/// at positions that mean nothing. `totals` gets a vector of sums for each feature.
static void pack_features(const weight_job *job, const ck_few_channels_strip *strip, int64_t group, int64_t vectors,
                          float *line, float *packed, float *totals) {
    const ck_few_channels_layout *l = &job->layout;
    const ck_conv_shape *s = l->shape;
    const int lanes = job->kernel->lanes;
    const int64_t width = s->feature_width, plane = s->feature_height * width;
    for (int64_t first = 0; first < job->group_features;) {
        const int64_t rows = tile_at(job, first)->rows;
        for (int64_t i = 0; i < rows; i++) {
            float *to = line;
            for (int64_t n = 0; n < strip->images && first + i < job->group_features; n++) {
                const int64_t f = group * job->group_features + first + i;
                const float *from = job->features + ((strip->first_image + n) * s->feature_channels + f) * plane +
                                    strip->first_row * width;
                float *rows_begin = line + n * l->virtual_rows * l->line;
                memset(to, 0, (size_t)(rows_begin - to) * sizeof(float));
                job->kernel->copy(from, strip->rows, width, 1, 0, width, l->line, rows_begin);
                to = rows_begin + strip->rows * l->line;
            }
            memset(to, 0, (size_t)(line + vectors * lanes - to) * sizeof(float));
            job->kernel->spread(line, vectors, rows * lanes, packed + i * lanes, totals + (first + i) * lanes);
        }
        packed += vectors * rows * lanes;
        first += rows;
    }
}

/// Adds the products of one strip to the sums. Meanwhile strip `next` is brought near, unless it is NULL.
static void add_strip(const weight_job *job, int64_t group, int64_t vectors, const ck_few_channels_strip *next,
                      const float *packed, const float *planes, float *sums) {
    const ck_few_channels_layout *l = &job->layout;
    const ck_conv_shape *s = l->shape;
    const float *features = job->features + group * job->group_features * s->feature_height * s->feature_width;
    const double all = (double)(job->packed_features * job->depth);
    int64_t done = 0;
    const int lanes = job->kernel->lanes;
    for (int64_t first = 0; first < job->group_features;) {
        const ck_few_channels_weight_tile *tile = tile_at(job, first);
        for (int64_t p = 0; p < job->depth; p += tile->taps) {
            const int taps = (int)(job->depth - p < tile->taps ? job->depth - p : tile->taps);
            const double begin = (double)done / all, end = (double)(done += tile->rows * taps) / all;
            if (next != NULL) {
                ck_few_channels_prefetch_source(l, next, group, job->image, begin, end);
                ck_few_channels_prefetch(next, next->first_row, next->rows, s->feature_height, s->feature_width,
                                         job->group_features, s->feature_channels, features, begin, end);
            }
            tile->accumulate(taps, vectors, packed, planes, job->positions, job->offsets + p, sums);
            sums += tile->rows * taps * lanes;
        }
        packed += vectors * tile->rows * lanes;
        first += tile->rows;
    }
}

/// Adds up each vector of sums and writes the numbers in the order of the weights.
static void finish_chunk(const weight_job *job, int64_t group, const float *sums, const float *totals, float *partial) {
    const ck_few_channels_kernel *kernel = job->kernel;
    float *weights = partial + group * job->group_features * job->depth;
    float *biases = partial + job->layout.shape->feature_channels * job->depth + group * job->group_features;
    for (int64_t f = 0; f < job->group_features; f++) biases[f] = kernel->add_lanes(totals + f * kernel->lanes);
    for (int64_t first = 0; first < job->group_features;) {
        const ck_few_channels_weight_tile *tile = tile_at(job, first);
        for (int64_t p = 0; p < job->depth; p += tile->taps) {
            const int64_t taps = job->depth - p < tile->taps ? job->depth - p : tile->taps;
            for (int64_t i = 0; i < tile->rows; i++) {
                for (int64_t t = 0; t < taps; t++, sums += kernel->lanes) {
                    if (first + i >= job->group_features) continue;
                    weights[(first + i) * job->depth + p + t] = kernel->add_lanes(sums);
                }
            }
        }
        first += tile->rows;
    }
}

static void sum_chunk(void *argument, int64_t index, int worker) {
    const weight_job *job = argument;
    const ck_few_channels_layout *l = &job->layout;
    const int64_t group = index % l->shape->groups, chunk = index / l->shape->groups;
    unsigned char *scratch = job->worker_scratch + (size_t)worker * job->worker_bytes;
    float *sums = (float *)scratch;
    float *totals = (float *)(scratch += job->sum_bytes);
    float *planes = (float *)(scratch += job->total_bytes);
    float *packed = (float *)(scratch += l->source_bytes);
    float *line = (float *)(scratch += job->packed_bytes);
    memset(sums, 0, job->sum_bytes + job->total_bytes);
    const int64_t begin = chunk * job->chunk_strips;
    const int64_t end = begin + job->chunk_strips < l->strips ? begin + job->chunk_strips : l->strips;
    for (int64_t step = begin; step < end; step++) {
        const ck_few_channels_strip strip = ck_few_channels_strip_at(l, step);
        const ck_few_channels_strip next = ck_few_channels_strip_at(l, step + 1 < end ? step + 1 : step);
        const int64_t vectors = ck_few_channels_vectors(l, &strip, job->kernel->lanes);
        ck_few_channels_copy(l, job->kernel, &strip, group, job->image, planes);
        pack_features(job, &strip, group, vectors, line, packed, totals);
        add_strip(job, group, vectors, step + 1 < end ? &next : NULL, packed, planes, sums);
    }
    finish_chunk(job, group, sums, totals, job->partial_sums + chunk * job->partial_count);
}

/// Adds the chunks' sums, first to last.
static void add_chunks(const weight_job *job) {
    const int64_t features = job->layout.shape->feature_channels, weights = features * job->depth;
    for (int64_t i = 0; i < weights + features; i++) {
        float *gradient = i < weights ? job->weight_gradient : job->feature_gradient;
        if (gradient == NULL) return;
        float *to = gradient + (i < weights ? i : i - weights);
        float sum = job->partial_sums[i];
        for (int64_t chunk = 1; chunk < job->chunks; chunk++) sum += job->partial_sums[chunk * job->partial_count + i];
        *to = job->beta == 0.0f ? sum : *to + sum;
    }
}

ck_status ck_few_channels_weights(ck_context *context, const ck_few_channels_kernel *kernel, const ck_conv_shape *s,
                                  const float *image, const float *features, float beta, float *weight_gradient,
                                  float *feature_gradient, bool *is_done) {
    weight_job job = {.kernel = kernel,
                      .image = image,
                      .features = features,
                      .beta = beta,
                      .weight_gradient = weight_gradient,
                      .feature_gradient = feature_gradient};
    *is_done = false;
    const int64_t vector_bytes = kernel->lanes * (int64_t)sizeof(float);
    const int64_t taps = s->kernel_height * s->kernel_width;
    if (!ck_few_channels_lay_out(s, false, kernel->lanes, STRIP_BYTES, &job.layout)) return CK_OK;
    const ck_few_channels_layout *l = &job.layout;
    job.depth = l->source_channels * taps;
    job.group_features = l->result_channels;
    for (int64_t first = 0; first < job.group_features; first = job.packed_features) {
        job.packed_features = first + tile_at(&job, first)->rows;
    }
    if (job.packed_features * job.depth * vector_bytes > MOST_SUM_BYTES) return CK_OK;
    *is_done = true;

    const int64_t wanted = ck_piece_count(WANTED_CHUNKS, s->groups);
    job.chunk_strips = ck_piece_count(l->strips, wanted);
    job.chunks = ck_piece_count(l->strips, job.chunk_strips);
    job.partial_count = s->feature_channels * (job.depth + 1);
    job.sum_bytes = (size_t)(job.packed_features * job.depth * vector_bytes);
    job.total_bytes = (size_t)(job.packed_features * vector_bytes);
    job.packed_bytes = (size_t)(job.packed_features * l->vectors * vector_bytes);
    job.line_bytes = (size_t)((l->vectors + 2) * vector_bytes);
    job.worker_bytes =
        ck_aligned_bytes(job.sum_bytes + job.total_bytes + l->source_bytes + job.packed_bytes + job.line_bytes);

    const int64_t pieces = job.chunks * s->groups;
    const size_t position_bytes = ck_aligned_bytes((size_t)l->vectors * sizeof(int32_t));
    const size_t offset_bytes = ck_aligned_bytes((size_t)job.depth * sizeof(int32_t));
    const size_t partial_bytes = ck_aligned_bytes((size_t)(job.chunks * job.partial_count) * sizeof(float));
    unsigned char *scratch =
        ck_scratch_reserve(context, position_bytes + offset_bytes + partial_bytes +
                                        (size_t)ck_worker_count(context, pieces) * job.worker_bytes);
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    job.positions = (int32_t *)scratch;
    job.offsets = (int32_t *)(scratch += position_bytes);
    job.partial_sums = (float *)(scratch += offset_bytes);
    job.worker_scratch = scratch + partial_bytes;
    for (int64_t k = 0; k < l->vectors; k++) {
        job.positions[k] = (int32_t)ck_few_channels_position(l, k * kernel->lanes);
    }
    for (int64_t p = 0; p < job.depth; p++) {
        job.offsets[p] = (int32_t)(p / taps * l->channel + ck_few_channels_tap_offset(l, p % taps));
    }
    const double multiply_adds = (double)s->feature_channels * (double)job.depth * (double)s->batch *
                                 (double)s->feature_height * (double)s->feature_width;
    ck_gemm_run_pieces(context, multiply_adds, pieces, sum_chunk, &job);
    add_chunks(&job);
    return CK_OK;
}
