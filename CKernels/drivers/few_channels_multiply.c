#include <stddef.h>

#include "core/parallel.h"
#include "core/scratch.h"
#include "drivers/few_channels.h"
#include "drivers/gemm_pieces.h"

enum {
    /// Bytes of a strip's planes: they stay in the second level of the cache while a strip is worked on, and leave room
    /// for the next strip and the results.
    STRIP_BYTES = 96 << 10,
    /// So many that threads finish at about the same time.
    WANTED_PIECES = 32,
};

/// A phase of the results: its taps' offsets for all source channels, and its filters, packed.
typedef struct {
    int64_t depth;
    const int32_t *offsets;
    const float *weights;
} output_phase;

typedef struct {
    const ck_few_channels_kernel *kernel;
    ck_few_channels_layout layout;
    const ck_conv_epilogue *epilogue;
    const float *source;
    const float *weights;
    float beta;
    float *results;
    int64_t image_height;
    int64_t image_width;
    /// Stride of the results in their image, and the number of phases: 1 from the image to the features.
    int64_t row_phases;
    int64_t column_phases;
    /// By row phase, then column phase; filters by group, then result channel in tiles.
    output_phase *phases;
    /// Strips that one piece of work takes, one after the other.
    int64_t piece_strips;
    /// Result channels, up to whole tiles.
    int64_t packed_channels;
    int32_t *positions;
    unsigned char *worker_scratch;
    size_t worker_bytes;
} multiplication;

static int64_t minimum(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/// The smallest tile that has the rows, or else the largest.
static const ck_few_channels_tile *tile_for(const ck_few_channels_kernel *kernel, int64_t rows) {
    int index = 0;
    while (index + 1 < kernel->tile_count && kernel->tiles[index].rows < rows) index++;
    return &kernel->tiles[index];
}

/// Result channels from `first` on, in tiles of one size.
typedef struct {
    const ck_few_channels_tile *tile;
    int64_t first;
    int64_t end;
} tile_run;

/// Cuts the channels into runs: as many of the largest tile as fit, and a smaller one for the rest.
static int tile_runs(const multiplication *job, tile_run runs[2]) {
    const int64_t channels = job->layout.result_channels;
    const ck_few_channels_tile *largest = tile_for(job->kernel, channels);
    const int64_t whole = channels / largest->rows * largest->rows;
    int count = 0;
    if (whole > 0) runs[count++] = (tile_run){largest, 0, whole};
    if (whole < channels) runs[count++] = (tile_run){tile_for(job->kernel, channels - whole), whole, channels};
    return count;
}

/// The filters of one group and phase: [depth][rows] for each tile, with zeros for channels that there are not.
static void pack_weights(const multiplication *job, int64_t group, int64_t row_phase, int64_t column_phase,
                         float *packed) {
    const ck_few_channels_layout *l = &job->layout;
    const ck_conv_shape *s = l->shape;
    const int64_t plane = s->kernel_height * s->kernel_width;
    // Filters are [feature, image channel of the group, tap].
    const int64_t images = l->is_scatter ? l->result_channels : l->source_channels;
    const int64_t features = l->is_scatter ? l->source_channels : l->result_channels;
    const int64_t source_stride = l->is_scatter ? images * plane : plane;
    const int64_t result_stride = l->is_scatter ? plane : images * plane;
    const float *filters = job->weights + group * features * images * plane;
    tile_run runs[2];
    const int count = tile_runs(job, runs);
    for (int index = 0; index < count; index++) {
        const int64_t rows = runs[index].tile->rows;
        for (int64_t first = runs[index].first; first < runs[index].end; first += rows) {
            for (int64_t c = 0; c < l->source_channels; c++) {
                for (int64_t tap = 0; tap < plane; tap++) {
                    if (!ck_few_channels_has_tap(l, tap, row_phase, column_phase)) continue;
                    for (int64_t i = first; i < first + rows; i++) {
                        *packed++ =
                            i < l->result_channels ? filters[i * result_stride + c * source_stride + tap] : 0.0f;
                    }
                }
            }
        }
    }
}

/// The parts of positions q ..< end of a strip that lie in the grid, where they go from the first result channel of
/// the strip's first image on. Returns their number.
static int64_t find_runs(const multiplication *job, const ck_few_channels_strip *strip, int64_t row_phase, int64_t q,
                         int64_t end, ck_few_channels_run *runs) {
    const ck_few_channels_layout *l = &job->layout;
    const int64_t image = l->shape->groups * l->result_channels * job->image_height * job->image_width;
    int64_t count = 0, from = 0;
    while (q < end) {
        const int64_t virtual_row = q / l->line, x = q % l->line;
        const int64_t n = virtual_row / l->virtual_rows, m = virtual_row % l->virtual_rows;
        const int64_t positions = minimum(l->line - x, end - q);
        const int64_t y = (strip->first_row + m) * job->row_phases + row_phase, column = x * job->column_phases;
        const int64_t values =
            minimum(minimum(l->columns.grid - x, positions) * job->column_phases, job->image_width - column);
        if (n < strip->images && m < strip->rows && y < job->image_height && values > 0) {
            runs[count++] = (ck_few_channels_run){from, values, n * image + y * job->image_width + column};
        }
        from += positions;
        q += positions;
    }
    return count;
}

/// All tiles of one size, for a row phase of a strip. Vector by vector, so that what a vector reads is near for all
/// channels. Meanwhile strip `next` is brought near, unless it is NULL.
static void multiply_tiles(const multiplication *job, const ck_few_channels_strip *strip, int64_t group,
                           int64_t row_phase, const tile_run *run, const ck_few_channels_strip *next,
                           const float *planes, float *sums) {
    const ck_few_channels_layout *l = &job->layout;
    const int lanes = job->kernel->lanes;
    const int64_t rows = run->tile->rows, vectors = run->tile->vectors, sum_stride = vectors * lanes;
    const int64_t used = ck_few_channels_vectors(l, strip, lanes);
    const int64_t plane = job->image_height * job->image_width, channels = l->shape->groups * l->result_channels;
    const float *bias = job->epilogue->bias;
    const ck_few_channels_finish finish = {.phases = job->column_phases,
                                           .phase_stride = CK_FEW_CHANNELS_MOST_ROWS * sum_stride,
                                           .beta = job->beta,
                                           .activation = job->epilogue->activation,
                                           .negative_slope = job->epilogue->negative_slope};
    for (int64_t k = 0; k < used; k += vectors) {
        ck_few_channels_run runs[CK_FEW_CHANNELS_MOST_POSITIONS];
        if (next != NULL) {
            ck_few_channels_prefetch_source(l, next, group, job->source, (double)k / (double)used,
                                            (double)minimum(k + vectors, used) / (double)used);
        }
        const int64_t run_count = find_runs(job, strip, row_phase, k * lanes, minimum(k + vectors, used) * lanes, runs);
        if (run_count == 0) continue;
        const float *sources[CK_FEW_CHANNELS_MOST_VECTORS];
        for (int64_t v = 0; v < vectors; v++) sources[v] = planes + job->positions[k + v < used ? k + v : k];
        for (int64_t channel = run->first; channel < run->end; channel += rows) {
            for (int64_t b = 0; b < job->column_phases; b++) {
                const output_phase *phase = &job->phases[row_phase * job->column_phases + b];
                const float *weights = phase->weights + (group * job->packed_channels + channel) * phase->depth;
                run->tile->multiply(phase->depth, weights, phase->offsets, sources, sums + b * finish.phase_stride);
            }
            const int64_t result = group * l->result_channels + channel;
            job->kernel->write(&finish, minimum(run->end - channel, rows), sums, sum_stride,
                               bias == NULL ? NULL : bias + result, runs, run_count,
                               job->results + (strip->first_image * channels + result) * plane, plane);
        }
    }
}

static void multiply_strips(void *argument, int64_t index, int worker) {
    const multiplication *job = argument;
    const ck_few_channels_layout *l = &job->layout;
    const int64_t group = index % l->shape->groups, first = index / l->shape->groups * job->piece_strips;
    const int64_t end = minimum(first + job->piece_strips, l->strips);
    unsigned char *scratch = job->worker_scratch + (size_t)worker * job->worker_bytes;
    float *planes = (float *)scratch, *sums = (float *)(scratch + l->source_bytes);
    tile_run runs[2];
    const int count = tile_runs(job, runs);
    for (int64_t at = first; at < end; at++) {
        const ck_few_channels_strip strip = ck_few_channels_strip_at(l, at);
        const ck_few_channels_strip next = ck_few_channels_strip_at(l, minimum(at + 1, l->strips - 1));
        ck_few_channels_copy(l, job->kernel, &strip, group, job->source, planes);
        for (int64_t a = 0; a < job->row_phases; a++) {
            for (int run = 0; run < count; run++) {
                const bool is_first = a == 0 && run == 0 && at + 1 < end;
                multiply_tiles(job, &strip, group, a, &runs[run], is_first ? &next : NULL, planes, sums);
            }
        }
    }
}

/// Scratch memory, part by part: with `base` NULL it only counts the bytes.
typedef struct {
    unsigned char *base;
    size_t used;
} allotment;

static void *take(allotment *from, int64_t count, size_t size) {
    void *part = from->base == NULL ? NULL : from->base + from->used;
    from->used += ck_aligned_bytes((size_t)count * size);
    return part;
}

/// Prepares tables and packed filters; the first pass finds out how much memory that takes.
static void prepare(multiplication *job, allotment *scratch) {
    const ck_few_channels_layout *l = &job->layout;
    const int64_t phases = job->row_phases * job->column_phases,
                  taps = l->shape->kernel_height * l->shape->kernel_width;
    const bool is_real = scratch->base != NULL;
    job->positions = take(scratch, l->vectors, sizeof(int32_t));
    job->phases = take(scratch, phases, sizeof(output_phase));
    int32_t *offsets = take(scratch, l->source_channels * taps, sizeof(int32_t));
    float *weights = take(scratch, l->shape->groups * job->packed_channels * l->source_channels * taps, sizeof(float));
    if (!is_real) return;
    for (int64_t k = 0; k < l->vectors; k++) {
        job->positions[k] = (int32_t)ck_few_channels_position(l, k * job->kernel->lanes);
    }
    for (int64_t index = 0; index < phases; index++) {
        const int64_t a = index / job->column_phases, b = index % job->column_phases;
        output_phase phase = {.depth = 0, .offsets = offsets, .weights = weights};
        for (int64_t c = 0; c < l->source_channels; c++) {
            for (int64_t tap = 0; tap < taps; tap++) {
                if (!ck_few_channels_has_tap(l, tap, a, b)) continue;
                offsets[phase.depth++] = (int32_t)(c * l->channel + ck_few_channels_tap_offset(l, tap));
            }
        }
        for (int64_t group = 0; group < l->shape->groups; group++) {
            pack_weights(job, group, a, b, weights);
            weights += job->packed_channels * phase.depth;
        }
        offsets += phase.depth;
        job->phases[index] = phase;
    }
}

ck_status ck_few_channels_multiply_source(ck_context *context, const ck_few_channels_kernel *kernel,
                                          const ck_conv_shape *s, bool is_scatter, const ck_conv_epilogue *epilogue,
                                          const float *source, const float *weights, float beta, float *results,
                                          bool *is_done) {
    multiplication job = {.kernel = kernel,
                          .epilogue = epilogue,
                          .source = source,
                          .weights = weights,
                          .beta = beta,
                          .results = results,
                          .image_height = is_scatter ? s->image_height : s->feature_height,
                          .image_width = is_scatter ? s->image_width : s->feature_width,
                          .row_phases = is_scatter ? s->stride_height : 1,
                          .column_phases = is_scatter ? s->stride_width : 1};
    *is_done = ck_few_channels_lay_out(s, is_scatter, kernel->lanes, STRIP_BYTES, &job.layout);
    if (!*is_done) return CK_OK;
    const ck_few_channels_layout *l = &job.layout;
    tile_run runs[2];
    const int count = tile_runs(&job, runs);
    int64_t most_vectors = 0;
    for (int index = 0; index < count; index++) {
        const ck_few_channels_tile *tile = runs[index].tile;
        job.packed_channels =
            runs[index].first + ck_piece_count(runs[index].end - runs[index].first, tile->rows) * tile->rows;
        if (tile->vectors > most_vectors) most_vectors = tile->vectors;
    }
    job.piece_strips = ck_piece_count(l->strips, ck_piece_count(WANTED_PIECES, s->groups));
    const int64_t pieces = ck_piece_count(l->strips, job.piece_strips) * s->groups;
    const int64_t sums = (job.column_phases * CK_FEW_CHANNELS_MOST_ROWS * most_vectors + 1) * kernel->lanes;
    job.worker_bytes = l->source_bytes + ck_aligned_bytes((size_t)sums * sizeof(float));
    allotment needed = {NULL, 0};
    prepare(&job, &needed);
    allotment scratch = {NULL, 0};
    scratch.base =
        ck_scratch_reserve(context, needed.used + (size_t)ck_worker_count(context, pieces) * job.worker_bytes);
    if (scratch.base == NULL) return CK_OUT_OF_MEMORY;
    prepare(&job, &scratch);
    job.worker_scratch = scratch.base + scratch.used;
    const double multiply_adds = (double)s->feature_height * (double)s->feature_width * (double)s->kernel_height *
                                 (double)s->kernel_width * (double)l->source_channels * (double)l->result_channels *
                                 (double)s->groups * (double)s->batch;
    ck_gemm_run_pieces(context, multiply_adds, pieces, multiply_strips, &job);
    return CK_OK;
}
