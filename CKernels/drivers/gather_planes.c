#include <stddef.h>
#include <string.h>

#include "core/scratch.h"
#include "drivers/convolution.h"
#include "drivers/gather.h"
#include "drivers/gemm_pieces.h"
#include "drivers/gemm_runs.h"

enum {
    /// Floats of the source that a piece works on at a time: 400 KiB, which the L2 cache holds beside a panel.
    WINDOW_FLOATS = 100 * 1024,
    /// Depth of a block: a panel of 32 columns is 160 KiB and stays in the L2 cache while the positions pass by.
    MOST_DEPTH = 1280,
    /// Positions that pass by a panel of weights before the next one is loaded, if there are as many.
    WANTED_POSITIONS = 256,
    /// Fewest positions in a piece: cutting finer makes tiles that are not full.
    FEWEST_POSITIONS = 56,
    /// Taps that are packed at a time.
    PACKED_TAPS = 64,
    /// Most phases of an axis; a longer stride is left to the direct kernel.
    MOST_PHASES = 8,
    /// Most regions; if there were more, phases are not cut.
    MOST_REGIONS = MOST_PHASES * MOST_PHASES + 4 * CK_GATHER_PARTS,
};

/// One phase of both axes: a product of its own.
typedef struct {
    const ck_gather_axis *rows;
    const ck_gather_axis *columns;
    /// Taps, and taps of all phases before.
    int64_t taps;
    int64_t taps_before;
} phase;

/// Rows of a phase that meet the source through the same taps: the zeros above and below the source are not multiplied.
/// Those beside it are, as columns on their own would make runs of positions too short to be written fast.
typedef struct {
    const phase *phase;
    ck_gather_part rows;
    int64_t taps;
    /// Where the taps of a block's channels are, from a position's pointer, and where their weights are in a panel.
    const int32_t *offsets;
    const int32_t *weight_offsets;
    ck_gemm_runs runs;
} region;

/// A pass that writes planes, while it runs: per group, target positions x channels = source windows * weights.
typedef struct {
    const ck_conv_shape *shape;
    const ck_gemm_kernel *kernel;
    const ck_conv_epilogue *epilogue;
    /// The target is the image: weights are read by source channel, and the stride is in the phases.
    bool is_backward;
    ck_gather_planes source_size;
    ck_gather_planes target_size;
    const float *source;
    const float *weights;
    float beta;
    float *target;
    /// Channels of one group.
    int64_t sources;
    int64_t targets;
    int64_t taps;
    ck_gather_window window;
    /// Source channels of a depth block; images and rows of positions of a piece; panels of a piece.
    int64_t block_channels;
    int64_t images;
    int64_t rows;
    int64_t panels;
    /// Pieces along each.
    int64_t image_pieces;
    int64_t strips;
    int64_t panel_pieces;
    int64_t all_panels;
    int64_t row_phases;
    int64_t column_phases;
    ck_gather_axis row_axes[MOST_PHASES];
    ck_gather_axis column_axes[MOST_PHASES];
    phase phases[MOST_PHASES * MOST_PHASES];
    int64_t region_count;
    region regions[MOST_REGIONS];
    float *weight_panels;
    unsigned char *worker_scratch;
    size_t row_bytes;
    size_t worker_bytes;
} pass;

/// Panel `panel` of a group's weights, from source channel `channel` of a phase on.
static float *weight_panel(const pass *job, int64_t group, int64_t panel, const phase *p, int64_t channel) {
    const int64_t steps = (group * job->all_panels + panel) * job->sources * job->taps + job->sources * p->taps_before +
                          channel * p->taps;
    return job->weight_panels + steps * job->kernel->columns;
}

/// Packs one source channel of a panel whose weights lie by source: each tap goes to its phase.
static void pack_channel(const pass *job, const float *weights, int64_t count, int64_t group, int64_t panel,
                         int64_t channel) {
    float lines[PACKED_TAPS * 64];
    const int64_t width = job->kernel->columns, kernel_width = job->shape->kernel_width;
    for (int64_t first = 0; first < job->taps; first += PACKED_TAPS) {
        const int64_t taps = ck_minimum(job->taps - first, PACKED_TAPS);
        job->kernel->transpose(weights + first, job->taps, count, taps, lines, width, width);
        for (int64_t index = 0; index < job->row_phases * job->column_phases; index++) {
            const phase *p = &job->phases[index];
            float *to = weight_panel(job, group, panel, p, channel);
            for (int64_t i = 0; i < p->rows->taps; i++) {
                for (int64_t j = 0; j < p->columns->taps; j++, to += width) {
                    const int64_t tap = (p->rows->tap_first + i * p->rows->tap_step) * kernel_width +
                                        p->columns->tap_first + j * p->columns->tap_step - first;
                    if (tap >= 0 && tap < taps) memcpy(to, lines + tap * width, (size_t)width * sizeof(float));
                }
            }
        }
    }
}

/// Packs one depth block of one panel.
static void pack_weights(void *argument, int64_t index, int worker) {
    (void)worker;
    const pass *job = argument;
    const int64_t blocks = ck_piece_count(job->sources, job->block_channels);
    const int64_t first = index % blocks * job->block_channels, panel = index / blocks % job->all_panels;
    const int64_t group = index / blocks / job->all_panels;
    const int64_t width = job->kernel->columns, count = ck_minimum(job->targets - panel * width, width);
    const int64_t channels = ck_minimum(job->sources - first, job->block_channels);
    if (job->is_backward) {
        for (int64_t c = first; c < first + channels; c++) {
            pack_channel(job, job->weights + ((group * job->sources + c) * job->targets + panel * width) * job->taps,
                         count, group, panel, c);
        }
    } else {
        const int64_t depth = job->sources * job->taps;
        job->kernel->transpose(job->weights + (group * job->targets + panel * width) * depth + first * job->taps, depth,
                               count, channels * job->taps, weight_panel(job, group, panel, &job->phases[0], first),
                               width, width);
    }
}

/// What a piece computes.
typedef struct {
    int64_t group;
    int64_t first_image;
    int64_t images;
    int64_t first_row;
    int64_t rows;
    int64_t first_panel;
    int64_t panels;
} piece;

static piece piece_at(const pass *job, int64_t index) {
    piece here;
    here.first_panel = index % job->panel_pieces * job->panels;
    here.panels = ck_minimum(job->all_panels - here.first_panel, job->panels);
    index /= job->panel_pieces;
    here.first_row = index % job->strips * job->rows;
    here.rows = ck_minimum(job->phases[0].rows->count - here.first_row, job->rows);
    index /= job->strips;
    here.first_image = index % job->image_pieces * job->images;
    here.images = ck_minimum(job->shape->batch - here.first_image, job->images);
    here.group = index / job->image_pieces;
    return here;
}

/// Lists the positions of a piece in one region: where the first tap of a block's first channel meets the source, and
/// where the result goes in a target plane. Returns how many there are.
static int64_t list_positions(const pass *job, const piece *here, const region *r, const float *corner,
                              const float **sources, int64_t *targets) {
    const ck_gather_axis *rows = r->phase->rows, *columns = r->phase->columns;
    const int64_t begin = ck_maximum(here->first_row, r->rows.begin);
    const int64_t end = ck_minimum(here->first_row + here->rows, r->rows.end);
    const int64_t image = job->target_size.channels * job->target_size.height * job->target_size.width;
    int64_t count = 0;
    for (int64_t n = 0; n < here->images; n++) {
        for (int64_t row = begin; row < end; row++) {
            const float *from =
                corner + n * job->window.image_stride + (row - here->first_row) * rows->stride * job->window.row_stride;
            const int64_t to = n * image + (rows->first + row * rows->step) * job->target_size.width + columns->first;
            for (int64_t column = 0; column < columns->count; column++, count++) {
                sources[count] = from + column * columns->stride;
                targets[count] = to + column * columns->step;
            }
        }
    }
    return count;
}

/// The tiles of one region and one panel over one depth block.
static void multiply_panel(const pass *job, const piece *here, const region *r, int64_t panel, int64_t first_channel,
                           int64_t channels, int64_t positions, const float *const *sources, const int64_t *targets) {
    const int64_t width = job->kernel->columns, plane = job->target_size.height * job->target_size.width;
    const int64_t channel = here->group * job->targets + panel * width;
    const ck_gemm_tile whole = {
        .c = job->target + (here->first_image * job->target_size.channels + channel) * plane,
        .column_stride = plane,
        .alpha = 1.0f,
        .beta = job->beta,
        .column_bias = job->epilogue->bias == NULL ? NULL : job->epilogue->bias + channel,
        .activation = job->epilogue->activation,
        .negative_slope = job->epilogue->negative_slope,
    };
    ck_gemm_tile tile = ck_gemm_tile_of_block(&whole, first_channel == 0, first_channel + channels == job->sources);
    ck_gemm_operands operands = {.a_offsets = r->offsets,
                                 .b = weight_panel(job, here->group, panel, r->phase, first_channel),
                                 .b_offsets = r->weight_offsets,
                                 .runs = r->runs,
                                 .b_step = width};
    // Tiles of equal height instead of full ones and a rest.
    const int64_t tiles = ck_piece_count(positions, job->kernel->rows);
    for (int64_t index = 0; index < tiles; index++) {
        const int64_t begin = index * positions / tiles, end = (index + 1) * positions / tiles;
        operands.rows = sources + begin;
        tile.row_offsets = targets + begin;
        job->kernel->multiply(end - begin, ck_minimum(job->targets - panel * width, width), channels * r->taps,
                              &operands, &tile);
    }
}

static void run_piece(void *argument, int64_t index, int worker) {
    const pass *job = argument;
    const piece here = piece_at(job, index);
    const ck_gather_window *window = &job->window;
    const int64_t plane = job->source_size.height * job->source_size.width;
    unsigned char *scratch = job->worker_scratch + (size_t)worker * job->worker_bytes;
    const float **sources = (const float **)scratch;
    int64_t *targets = (int64_t *)(scratch + job->row_bytes);
    float *copy = (float *)(scratch + 2 * job->row_bytes);
    const int64_t first_row = here.first_row * job->phases[0].rows->stride + window->low_row;
    if (!window->is_in_place) memset(copy, 0, (size_t)(here.images * window->image_stride) * sizeof(float));

    for (int64_t first = 0; first < job->sources; first += job->block_channels) {
        const int64_t channels = ck_minimum(job->sources - first, job->block_channels);
        const float *planes =
            job->source + (here.first_image * job->source_size.channels + here.group * job->sources + first) * plane;
        const float *corner = planes + first_row * job->source_size.width + window->low_column;
        if (!window->is_in_place) {
            for (int64_t n = 0; n < here.images; n++) {
                ck_gather_copy(job->kernel, window, &job->source_size, planes + n * job->source_size.channels * plane,
                               channels, first_row, copy + n * window->image_stride);
            }
            corner = copy;
        }
        for (int64_t index = 0; index < job->region_count; index++) {
            const region *r = &job->regions[index];
            const int64_t positions = list_positions(job, &here, r, corner, sources, targets);
            for (int64_t panel = here.first_panel; panel < here.first_panel + here.panels; panel++) {
                multiply_panel(job, &here, r, panel, first, channels, positions, sources, targets);
            }
        }
    }
}

static void fill_axes(pass *job) {
    const ck_conv_shape *s = job->shape;
    if (!job->is_backward) {
        job->row_axes[0] = ck_gather_axis_forward(s->kernel_height, s->stride_height, s->padding_height,
                                                  s->dilation_height, s->feature_height);
        job->column_axes[0] = ck_gather_axis_forward(s->kernel_width, s->stride_width, s->padding_width,
                                                     s->dilation_width, s->feature_width);
        return;
    }
    for (int64_t i = 0; i < job->row_phases; i++) {
        job->row_axes[i] = ck_gather_axis_backward(i, s->kernel_height, s->stride_height, s->padding_height,
                                                   s->dilation_height, s->image_height);
    }
    for (int64_t j = 0; j < job->column_phases; j++) {
        job->column_axes[j] = ck_gather_axis_backward(j, s->kernel_width, s->stride_width, s->padding_width,
                                                      s->dilation_width, s->image_width);
    }
}

static void fill_phases(pass *job) {
    int64_t taps_before = 0;
    for (int64_t index = 0; index < job->row_phases * job->column_phases; index++) {
        const ck_gather_axis *rows = &job->row_axes[index / job->column_phases];
        const ck_gather_axis *columns = &job->column_axes[index % job->column_phases];
        job->phases[index] = (phase){rows, columns, rows->taps * columns->taps, taps_before};
        taps_before += job->phases[index].taps;
    }
}

/// Lists the regions of all phases; returns how many offsets their tables hold for one channel.
static int64_t list_regions(pass *job) {
    const int64_t phases = job->row_phases * job->column_phases;
    int64_t taps = 0;
    for (int64_t index = 0; index < phases; index++) {
        const phase *p = &job->phases[index];
        ck_gather_part rows[CK_GATHER_PARTS];
        int64_t parts = ck_gather_axis_parts(p->rows, job->source_size.height, rows);
        if (job->region_count + parts + (phases - index - 1) > MOST_REGIONS) {
            rows[0] = (ck_gather_part){0, p->rows->count, 0, p->rows->taps};
            parts = 1;
        }
        for (int64_t part = 0; part < parts; part++) {
            const int64_t region_taps = rows[part].taps * p->columns->taps;
            job->regions[job->region_count++] = (region){.phase = p, .rows = rows[part], .taps = region_taps};
            taps += region_taps;
        }
    }
    return taps;
}

/// Fills the regions' tables, one behind the other.
static void fill_tables(pass *job, int32_t *offsets, int32_t *weight_offsets) {
    const ck_gather_window *window = &job->window;
    for (int64_t index = 0; index < job->region_count; index++) {
        region *r = &job->regions[index];
        const ck_gather_axis *rows = r->phase->rows, *columns = r->phase->columns;
        r->offsets = offsets;
        r->weight_offsets = weight_offsets;
        const int64_t depth = job->block_channels * r->taps;
        for (int64_t c = 0; c < job->block_channels; c++) {
            for (int64_t i = r->rows.first_tap; i < r->rows.first_tap + r->rows.taps; i++) {
                const int64_t row = rows->offset_first + i * rows->offset_step - window->low_row;
                for (int64_t j = 0; j < columns->taps; j++) {
                    const int64_t column = columns->offset_first + j * columns->offset_step - window->low_column;
                    *offsets++ = (int32_t)(c * window->channel_stride + row * window->row_stride + column);
                    *weight_offsets++ = (int32_t)((c * r->phase->taps + i * columns->taps + j) * job->kernel->columns);
                }
            }
        }
        r->runs = ck_gemm_runs_of(r->offsets, r->weight_offsets, job->kernel->columns, depth);
    }
}

/// Chooses blocks and pieces by shape; false if they do not fit.
static bool plan(pass *job) {
    const ck_conv_shape *s = job->shape;
    const ck_gather_axis *rows = job->row_axes, *columns = job->column_axes;
    int64_t most_taps = 1;
    for (int64_t i = 0; i < job->row_phases; i++) {
        for (int64_t j = 0; j < job->column_phases; j++) {
            const int64_t taps = rows[i].taps * columns[j].taps;
            if (taps > most_taps) most_taps = taps;
        }
    }
    job->block_channels = ck_even_part(job->sources, MOST_DEPTH / most_taps);
    job->all_panels = ck_piece_count(job->targets, job->kernel->columns);

    const int64_t height = rows[0].count, width = columns[0].count;
    const int64_t whole =
        job->block_channels * ck_gather_window_floats(rows, job->row_phases, columns, job->column_phases, height);
    job->images = 1;
    job->rows = height;
    const int64_t units = s->batch * s->groups;
    if (whole <= WINDOW_FLOATS) {
        job->images = ck_minimum(ck_piece_count(WANTED_POSITIONS, height * width), WINDOW_FLOATS / whole);
        job->images = ck_even_part(s->batch, job->images);
    } else {
        const int64_t one =
            job->block_channels * ck_gather_window_floats(rows, job->row_phases, columns, job->column_phases, 1);
        const int64_t two =
            job->block_channels * ck_gather_window_floats(rows, job->row_phases, columns, job->column_phases, 2);
        const int64_t held = two > one ? 1 + (WINDOW_FLOATS - one) / (two - one) : height;
        job->rows = ck_even_part(height, WINDOW_FLOATS < one ? 1 : held);
    }
    if (job->images == 1 && units * ck_piece_count(height, job->rows) < CK_GATHER_PIECES) {
        const int64_t wanted =
            ck_minimum(ck_piece_count(CK_GATHER_PIECES, units), ck_piece_count(height * width, FEWEST_POSITIONS));
        job->rows = ck_minimum(job->rows, ck_piece_count(height, wanted));
    }
    job->image_pieces = ck_piece_count(s->batch, job->images);
    job->strips = ck_piece_count(height, job->rows);
    const int64_t pieces = job->image_pieces * job->strips * s->groups;
    job->panels = ck_even_part(job->all_panels,
                               job->all_panels / ck_minimum(ck_piece_count(CK_GATHER_PIECES, pieces), job->all_panels));
    job->panel_pieces = ck_piece_count(job->all_panels, job->panels);

    job->window = ck_gather_window_of(&job->source_size, rows, job->row_phases, columns, job->column_phases, job->rows,
                                      job->block_channels);
    const double reach = (double)job->block_channels * (double)job->window.channel_stride;
    const double copied = job->window.is_in_place ? 0.0 : (double)job->images * (double)job->window.image_stride;
    const double steps = (double)job->block_channels * (double)job->taps * job->kernel->columns;
    return reach < INT32_MAX && steps < INT32_MAX && copied <= CK_GATHER_MOST_FLOATS;
}

static ck_status run_pass(ck_context *context, pass *job) {
    const ck_conv_shape *s = job->shape;
    job->sources = job->source_size.channels / s->groups;
    job->targets = job->target_size.channels / s->groups;
    job->taps = s->kernel_height * s->kernel_width;
    if (job->row_phases > MOST_PHASES || job->column_phases > MOST_PHASES) return CK_UNSUPPORTED;
    fill_axes(job);
    if (!plan(job)) return CK_UNSUPPORTED;

    fill_phases(job);
    const int64_t width = job->kernel->columns, steps = job->block_channels * list_regions(job);
    const int64_t positions = job->images * job->rows * job->column_axes[0].count;
    const int64_t weight_steps = s->groups * job->all_panels * job->sources * job->taps;
    const int64_t pieces = s->groups * job->image_pieces * job->strips * job->panel_pieces;
    const int64_t copied = job->window.is_in_place ? 0 : job->images * job->window.image_stride;
    const size_t offset_bytes = ck_aligned_bytes((size_t)steps * sizeof(int32_t));
    const size_t weight_bytes = ck_aligned_bytes((size_t)(weight_steps * width) * sizeof(float));
    job->row_bytes = ck_aligned_bytes((size_t)positions * sizeof(int64_t));
    job->worker_bytes = 2 * job->row_bytes + ck_aligned_bytes((size_t)copied * sizeof(float));
    unsigned char *scratch = ck_scratch_reserve(
        context, 2 * offset_bytes + weight_bytes + (size_t)ck_worker_count(context, pieces) * job->worker_bytes);
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    fill_tables(job, (int32_t *)scratch, (int32_t *)(scratch + offset_bytes));
    job->weight_panels = (float *)(scratch + 2 * offset_bytes);
    job->worker_scratch = scratch + 2 * offset_bytes + weight_bytes;

    const double weight_count = (double)weight_steps * (double)width;
    ck_gemm_run_pieces(context, weight_count,
                       s->groups * job->all_panels * ck_piece_count(job->sources, job->block_channels), pack_weights,
                       job);
    const double features = (double)s->batch * (double)s->feature_height * (double)s->feature_width;
    ck_gemm_run_pieces(context, weight_count * features, pieces, run_piece, job);
    return CK_OK;
}

ck_status ck_gather_features(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                             const float *image, const float *weights, float beta, float *features) {
    pass job = {.shape = s,
                .kernel = ck_gather_kernel(context),
                .epilogue = epilogue,
                .source_size = {s->image_channels, s->image_height, s->image_width},
                .target_size = {s->feature_channels, s->feature_height, s->feature_width},
                .source = image,
                .weights = weights,
                .beta = beta,
                .target = features,
                .row_phases = 1,
                .column_phases = 1};
    return run_pass(context, &job);
}

ck_status ck_gather_image(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                          const float *features, const float *weights, float beta, float *image) {
    pass job = {.shape = s,
                .kernel = ck_gather_kernel(context),
                .epilogue = epilogue,
                .is_backward = true,
                .source_size = {s->feature_channels, s->feature_height, s->feature_width},
                .target_size = {s->image_channels, s->image_height, s->image_width},
                .source = features,
                .weights = weights,
                .beta = beta,
                .target = image,
                .row_phases = ck_minimum(s->stride_height, s->image_height),
                .column_phases = ck_minimum(s->stride_width, s->image_width)};
    return run_pass(context, &job);
}
