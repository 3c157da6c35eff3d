#include <stddef.h>
#include <string.h>

#include "core/scratch.h"
#include "drivers/gather.h"
#include "drivers/gemm_pieces.h"
#include "drivers/gemm_runs.h"

enum {
    /// Positions of a step: the depth of its products.
    WANTED_POSITIONS = 1024,
    /// Floats of the image that a piece works on at a time: 600 KiB, which the L2 cache holds beside a panel.
    WINDOW_FLOATS = 150 * 1024,
    /// Floats of all chunks' sums together: 8 MiB, unless one chunk has more.
    MOST_SUMS = 1 << 21,
    /// Fewest steps in a chunk of the batch.
    FEWEST_STEPS = 2,
    /// Weight positions that one piece of the final addition takes.
    ADDED_ROWS = 64,
};

/// A weight gradient while it runs: per group, weight positions (channel, tap) x features = windows of the image *
/// output gradient, in steps of some feature positions. Steps are grouped into chunks, whose sums are added in order at
/// the end.
typedef struct {
    const ck_conv_shape *shape;
    const ck_gemm_kernel *kernel;
    ck_gather_planes image_size;
    const float *image;
    const float *features;
    float beta;
    float *weight_gradient;
    float *feature_sums;
    /// Channels of one group.
    int64_t sources;
    int64_t targets;
    int64_t taps;
    ck_gather_axis rows;
    ck_gather_axis columns;
    ck_gather_window window;
    /// What a step takes: images, and rows of feature positions of each.
    int64_t images;
    int64_t step_rows;
    int64_t strips;
    int64_t steps;
    int64_t chunk_steps;
    int64_t chunks;
    /// What a piece takes of the weights.
    int64_t channels;
    int64_t channel_pieces;
    int64_t panels;
    int64_t panel_pieces;
    int64_t all_panels;
    /// Features, rounded up to whole panels.
    int64_t sum_width;
    /// Floats of one chunk's sums.
    int64_t sum_count;
    /// Where the positions of a step meet the image, and where the steps of a panel are.
    int32_t *position_offsets;
    int32_t *panel_offsets;
    ck_gemm_runs runs;
    float *sums;
    /// Sums of the features, [chunk, group, sum_width].
    double *chunk_feature_sums;
    unsigned char *worker_scratch;
    size_t pointer_bytes;
    size_t panel_bytes;
    size_t worker_bytes;
} pass;

/// Some positions of the batch.
typedef struct {
    int64_t first_image;
    int64_t images;
    int64_t first_row;
    int64_t rows;
} step;

static step step_at(const pass *job, int64_t index) {
    step here = {.first_image = index / job->strips * job->images, .first_row = index % job->strips * job->step_rows};
    here.images = ck_minimum(job->shape->batch - here.first_image, job->images);
    here.rows = ck_minimum(job->rows.count - here.first_row, job->step_rows);
    return here;
}

/// Packs the output gradient of some features over the positions of a step.
static void pack_panel(const pass *job, const step *here, int64_t feature, int64_t count, float *panel) {
    const int64_t plane = job->rows.count * job->columns.count, width = job->kernel->columns;
    const int64_t positions = here->rows * job->columns.count;
    for (int64_t n = 0; n < here->images; n++) {
        const float *from = job->features + ((here->first_image + n) * job->shape->feature_channels + feature) * plane +
                            here->first_row * job->columns.count;
        job->kernel->transpose(from, plane, count, positions, panel + n * positions * width, width, width);
    }
}

/// Points to where each weight position of some channels meets the first position of a step.
static void list_weights(const pass *job, const float *corner, int64_t channels, const float **pointers) {
    const ck_gather_window *w = &job->window;
    for (int64_t c = 0; c < channels; c++) {
        for (int64_t i = 0; i < job->rows.taps; i++) {
            const float *row = corner + c * w->channel_stride + i * job->rows.offset_step * w->row_stride;
            for (int64_t j = 0; j < job->columns.taps; j++) *pointers++ = row + j * job->columns.offset_step;
        }
    }
}

/// Adds the steps of a panel to `sums`, one for each of its features.
static void add_panel(const float *panel, int64_t depth, int64_t width, double *sums) {
    enum { LANES = 8 };
    for (int64_t first = 0; first < width; first += LANES) {
        float partial[LANES] = {0};
        for (int64_t p = 0; p < depth; p++) {
            for (int lane = 0; lane < LANES; lane++) partial[lane] += panel[p * width + first + lane];
        }
        for (int lane = 0; lane < LANES; lane++) sums[first + lane] += partial[lane];
    }
}

/// Some channels and features of one group's gradient over one chunk.
static void sum_chunk(void *argument, int64_t index, int worker) {
    const pass *job = argument;
    const ck_gather_window *window = &job->window;
    const int64_t first_panel = index % job->panel_pieces * job->panels;
    const int64_t end_panel = ck_minimum(first_panel + job->panels, job->all_panels);
    index /= job->panel_pieces;
    const int64_t first_channel = index % job->channel_pieces * job->channels;
    const int64_t channels = ck_minimum(job->sources - first_channel, job->channels);
    index /= job->channel_pieces;
    const int64_t group = index % job->shape->groups, chunk = index / job->shape->groups;

    unsigned char *scratch = job->worker_scratch + (size_t)worker * job->worker_bytes;
    const float **pointers = (const float **)scratch;
    float *panel = (float *)(scratch + job->pointer_bytes);
    float *copy = (float *)(scratch + job->pointer_bytes + job->panel_bytes);
    const int64_t rows = channels * job->taps, width = job->kernel->columns;
    const int64_t plane = job->image_size.height * job->image_size.width;
    float *sums =
        job->sums + chunk * job->sum_count + (group * job->sources + first_channel) * job->taps * job->sum_width;

    // Each piece packs the features for itself; the first one sums them.
    double *feature_sums = NULL;
    if (job->feature_sums != NULL && first_channel == 0) {
        feature_sums = job->chunk_feature_sums + (chunk * job->shape->groups + group) * job->sum_width;
        for (int64_t f = first_panel * width; f < end_panel * width; f++) feature_sums[f] = 0.0;
    }

    const int64_t begin = chunk * job->chunk_steps, end = ck_minimum(begin + job->chunk_steps, job->steps);
    for (int64_t s = begin; s < end; s++) {
        const step here = step_at(job, s);
        const int64_t first_row = here.first_row * job->rows.stride + window->low_row;
        const float *planes =
            job->image + (here.first_image * job->image_size.channels + group * job->sources + first_channel) * plane;
        const float *corner = planes + first_row * job->image_size.width + window->low_column;
        if (!window->is_in_place) {
            // Strips have their rows of zeros in different places.
            if (s == begin || job->strips > 1) {
                memset(copy, 0, (size_t)(job->images * window->image_stride) * sizeof(float));
            }
            for (int64_t n = 0; n < here.images; n++) {
                ck_gather_copy(job->kernel, window, &job->image_size, planes + n * job->image_size.channels * plane,
                               channels, first_row, copy + n * window->image_stride);
            }
            corner = copy;
        }
        list_weights(job, corner, channels, pointers);
        const int64_t depth = here.images * here.rows * job->columns.count;
        ck_gemm_operands operands = {.a_offsets = job->position_offsets,
                                     .b = panel,
                                     .b_offsets = job->panel_offsets,
                                     .runs = job->runs,
                                     .b_step = width};
        ck_gemm_tile tile = {.ldc = job->sum_width, .alpha = 1.0f, .beta = s == begin ? 0.0f : 1.0f};
        for (int64_t p = first_panel; p < end_panel; p++) {
            const int64_t features = ck_minimum(job->targets - p * width, width);
            pack_panel(job, &here, group * job->targets + p * width, features, panel);
            if (feature_sums != NULL) add_panel(panel, depth, width, feature_sums + p * width);
            const int64_t tiles = ck_piece_count(rows, job->kernel->rows);
            for (int64_t t = 0; t < tiles; t++) {
                const int64_t first = t * rows / tiles;
                operands.rows = pointers + first;
                tile.c = sums + first * job->sum_width + p * width;
                job->kernel->multiply((t + 1) * rows / tiles - first, features, depth, &operands, &tile);
            }
        }
    }
}

/// Adds the chunks' sums, first to last, and turns them into the weights' layout: some weight positions of one group.
static void add_chunks(void *argument, int64_t index, int worker) {
    (void)worker;
    const pass *job = argument;
    const int64_t all_rows = job->sources * job->taps, width = job->kernel->columns;
    const int64_t row_pieces = ck_piece_count(all_rows, ADDED_ROWS);
    const int64_t group = index / row_pieces, first = index % row_pieces * ADDED_ROWS;
    const int64_t rows = ck_minimum(all_rows - first, ADDED_ROWS);
    float sums[ADDED_ROWS * 64], turned[64 * ADDED_ROWS];
    for (int64_t p = 0; p < job->all_panels; p++) {
        const int64_t features = ck_minimum(job->targets - p * width, width);
        const float *from = job->sums + (group * all_rows + first) * job->sum_width + p * width;
        int64_t from_stride = job->sum_width;
        if (job->chunks > 1) {
            for (int64_t r = 0; r < rows; r++) {
                memcpy(sums + r * width, from + r * job->sum_width, (size_t)features * sizeof(float));
            }
            for (int64_t chunk = 1; chunk < job->chunks; chunk++) {
                const float *next = from + chunk * job->sum_count;
                for (int64_t r = 0; r < rows; r++) {
                    for (int64_t f = 0; f < features; f++) sums[r * width + f] += next[r * job->sum_width + f];
                }
            }
            from = sums;
            from_stride = width;
        }
        float *to = job->weight_gradient + (group * job->targets + p * width) * all_rows + first;
        if (job->beta == 0.0f) {
            job->kernel->transpose(from, from_stride, rows, features, to, all_rows, rows);
        } else {
            job->kernel->transpose(from, from_stride, rows, features, turned, rows, rows);
            for (int64_t f = 0; f < features; f++) {
                for (int64_t r = 0; r < rows; r++) to[f * all_rows + r] += turned[f * rows + r];
            }
        }
    }
}

static void add_feature_sums(const pass *job) {
    for (int64_t f = 0; f < job->shape->feature_channels; f++) {
        const int64_t group = f / job->targets;
        double sum = 0.0;
        for (int64_t chunk = 0; chunk < job->chunks; chunk++) {
            sum += job->chunk_feature_sums[(chunk * job->shape->groups + group) * job->sum_width + f % job->targets];
        }
        job->feature_sums[f] = (float)(job->beta == 0.0f ? sum : job->feature_sums[f] + sum);
    }
}

/// Chooses steps and pieces by shape; false if they do not fit.
static bool plan(pass *job) {
    const ck_conv_shape *s = job->shape;
    const int64_t height = job->rows.count, width = job->columns.count, positions = height * width;
    job->images = 1;
    job->step_rows = height;
    if (positions >= WANTED_POSITIONS) {
        job->step_rows = ck_even_part(height, WANTED_POSITIONS / width);
    } else {
        job->images = ck_even_part(s->batch, WANTED_POSITIONS / positions);
    }
    job->strips = ck_piece_count(height, job->step_rows);
    job->steps = ck_piece_count(s->batch, job->images) * job->strips;

    const int64_t channel_floats =
        job->images * ck_gather_window_floats(&job->rows, 1, &job->columns, 1, job->step_rows);
    job->channels = ck_even_part(job->sources, WINDOW_FLOATS / channel_floats);
    job->channel_pieces = ck_piece_count(job->sources, job->channels);
    job->all_panels = ck_piece_count(job->targets, job->kernel->columns);
    job->sum_width = job->all_panels * job->kernel->columns;
    job->sum_count = s->groups * job->sources * job->taps * job->sum_width;
    job->panels = job->all_panels;

    // Pieces come from chunks of the batch, then from features.
    const int64_t products = s->groups * job->channel_pieces;
    int64_t chunks = ck_minimum(ck_piece_count(CK_GATHER_PIECES, products), ck_piece_count(job->steps, FEWEST_STEPS));
    if (chunks > 1 && chunks > MOST_SUMS / job->sum_count) chunks = MOST_SUMS / job->sum_count;
    if (chunks < 1) chunks = 1;
    job->chunk_steps = ck_piece_count(job->steps, chunks);
    job->chunks = ck_piece_count(job->steps, job->chunk_steps);
    const int64_t pieces = products * job->chunks;
    job->panels = ck_even_part(job->all_panels,
                               job->all_panels / ck_minimum(ck_piece_count(CK_GATHER_PIECES, pieces), job->all_panels));
    job->panel_pieces = ck_piece_count(job->all_panels, job->panels);

    const ck_gather_planes *size = &job->image_size;
    job->window = ck_gather_window_of(size, &job->rows, 1, &job->columns, 1, job->step_rows, job->channels);
    const double reach = (double)job->images * (double)job->window.image_stride;
    const double depth = (double)job->images * (double)job->step_rows * (double)width * job->kernel->columns;
    return reach < INT32_MAX && depth < INT32_MAX && (job->window.is_in_place || reach <= CK_GATHER_MOST_FLOATS);
}

ck_status ck_gather_weights(ck_context *context, const ck_conv_shape *s, const float *image, const float *features,
                            float beta, float *weight_gradient, float *feature_sums) {
    pass job = {.shape = s,
                .kernel = ck_gather_kernel(context),
                .image_size = {s->image_channels, s->image_height, s->image_width},
                .image = image,
                .features = features,
                .beta = beta,
                .weight_gradient = weight_gradient,
                .feature_sums = feature_sums,
                .sources = s->image_channels / s->groups,
                .targets = s->feature_channels / s->groups,
                .taps = s->kernel_height * s->kernel_width};
    job.rows = ck_gather_axis_forward(s->kernel_height, s->stride_height, s->padding_height, s->dilation_height,
                                      s->feature_height);
    job.columns =
        ck_gather_axis_forward(s->kernel_width, s->stride_width, s->padding_width, s->dilation_width, s->feature_width);
    if (!plan(&job)) return CK_UNSUPPORTED;

    const int64_t depth = job.images * job.step_rows * job.columns.count, width = job.kernel->columns;
    const int64_t pieces = job.chunks * s->groups * job.channel_pieces * job.panel_pieces;
    const int64_t copied = job.window.is_in_place ? 0 : job.images * job.window.image_stride;
    const size_t offset_bytes = ck_aligned_bytes((size_t)depth * sizeof(int32_t));
    const size_t sum_bytes = ck_aligned_bytes((size_t)(job.chunks * job.sum_count) * sizeof(float));
    const size_t feature_sum_bytes =
        ck_aligned_bytes((size_t)(job.chunks * s->groups * job.sum_width) * sizeof(double));
    job.pointer_bytes = ck_aligned_bytes((size_t)(job.channels * job.taps) * sizeof(float *));
    job.panel_bytes = ck_aligned_bytes((size_t)(depth * width) * sizeof(float));
    job.worker_bytes = job.pointer_bytes + job.panel_bytes + ck_aligned_bytes((size_t)copied * sizeof(float));
    unsigned char *scratch =
        ck_scratch_reserve(context, 2 * offset_bytes + feature_sum_bytes + sum_bytes +
                                        (size_t)ck_worker_count(context, pieces) * job.worker_bytes);
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    job.position_offsets = (int32_t *)scratch;
    job.panel_offsets = (int32_t *)(scratch + offset_bytes);
    job.chunk_feature_sums = (double *)(scratch + 2 * offset_bytes);
    job.sums = (float *)(scratch + 2 * offset_bytes + feature_sum_bytes);
    job.worker_scratch = scratch + 2 * offset_bytes + feature_sum_bytes + sum_bytes;
    for (int64_t p = 0; p < depth; p++) {
        const int64_t column = p % job.columns.count, row = p / job.columns.count % job.step_rows;
        const int64_t n = p / job.columns.count / job.step_rows;
        job.position_offsets[p] =
            (int32_t)(n * job.window.image_stride + row * job.rows.stride * job.window.row_stride +
                      column * job.columns.stride);
        job.panel_offsets[p] = (int32_t)(p * width);
    }
    job.runs = ck_gemm_runs_of(job.position_offsets, job.panel_offsets, width, depth);

    const double weight_count = (double)s->feature_channels * (double)job.sources * (double)job.taps;
    ck_gemm_run_pieces(context, weight_count * (double)s->batch * (double)(job.rows.count * job.columns.count), pieces,
                       sum_chunk, &job);
    ck_gemm_run_pieces(context, weight_count * (double)job.chunks,
                       s->groups * ck_piece_count(job.sources * job.taps, ADDED_ROWS), add_chunks, &job);
    if (feature_sums != NULL) add_feature_sums(&job);
    return CK_OK;
}
