#include "drivers/gemm_pieces.h"
#include "drivers/winograd.h"

/// Input channels of one piece of work.
enum { CHANNELS_PER_PIECE = 16 };

typedef struct {
    const ck_winograd_pass *pass;
    const ck_winograd_kernels *kernels;
    const ck_winograd_filters *layout;
    float *to;
} filters_call;

ck_winograd_filters ck_winograd_filters_of(const ck_winograd_pass *pass, const ck_winograd_kernels *kernels) {
    ck_winograd_filters layout = {
        .rows = pass->step * pass->step * pass->in_channels,
        .panels = ck_piece_count(pass->out_channels, kernels->gemm->columns),
    };
    layout.plane_stride = ck_winograd_plane_stride(layout.rows * kernels->gemm->columns);
    layout.panel_stride = kernels->transforms->planes * layout.plane_stride;
    return layout;
}

/// Some input channels of one panel, with all their phases, whose taps lie side by side.
static void transform_channels(void *argument, int64_t index, int worker) {
    (void)worker;
    const filters_call *call = argument;
    const ck_winograd_pass *pass = call->pass;
    const int64_t columns = call->kernels->gemm->columns, lanes = call->kernels->transforms->lanes;
    const int64_t panel = index % call->layout->panels, first = index / call->layout->panels * CHANNELS_PER_PIECE;
    const int64_t end = ck_minimum(first + CHANNELS_PER_PIECE, pass->in_channels);
    const ck_winograd_taps taps = {pass->tap_row_stride, pass->tap_column_stride, pass->out_filter_stride};
    float *planes = call->to + panel * call->layout->panel_stride;
    for (int64_t k = first; k < end; k++) {
        for (int64_t j = 0; j < columns; j += lanes) {
            const int64_t channel = panel * columns + j;
            const int64_t rest = pass->out_channels - channel;
            const int64_t count = rest < 0 ? 0 : ck_minimum(rest, lanes);
            const float *filters =
                pass->filters + k * pass->in_filter_stride + (count == 0 ? 0 : channel * pass->out_filter_stride);
            for (int64_t phase = 0; phase < pass->step * pass->step; phase++) {
                call->kernels->transforms->transform_filters(filters + phase / pass->step * pass->phase_row_stride +
                                                                 phase % pass->step * pass->phase_column_stride,
                                                             &taps, count, pass->flip,
                                                             planes + (phase * pass->in_channels + k) * columns + j,
                                                             call->layout->plane_stride);
            }
        }
    }
}

void ck_winograd_transform_filters(ck_context *context, const ck_winograd_pass *pass,
                                   const ck_winograd_kernels *kernels, const ck_winograd_filters *layout, float *to) {
    filters_call call = {pass, kernels, layout, to};
    const double values = (double)layout->rows * (double)pass->out_channels * kernels->transforms->planes;
    ck_gemm_run_pieces(context, values, layout->panels * ck_piece_count(pass->in_channels, CHANNELS_PER_PIECE),
                       transform_channels, &call);
}
