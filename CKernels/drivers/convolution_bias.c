#include <stddef.h>

#include "drivers/convolution_loops.h"
#include "drivers/gemm_pieces.h"

/// Pieces of work, if there are as many channels.
enum { PIECES = 16 };

typedef struct {
    int64_t batch;
    int64_t channels;
    int64_t positions;
    int64_t channels_per_piece;
    const float *gradient;
    float beta;
    float *bias_gradient;
} bias_call;

/// The sum of a row, in interleaved sums that a few vectors can hold.
static float sum_row(const float *row, int64_t count) {
    enum { LANES = 32 };
    float sums[LANES] = {0};
    int64_t index = 0;
    for (; index + LANES <= count; index += LANES) {
        for (int lane = 0; lane < LANES; lane++) sums[lane] += row[index + lane];
    }
    float tail = 0.0f;
    for (; index < count; index++) tail += row[index];
    for (int half = LANES / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
    }
    return sums[0] + tail;
}

static void sum_channels(void *argument, int64_t index, int worker) {
    (void)worker;
    const bias_call *call = argument;
    const int64_t first = index * call->channels_per_piece;
    for (int64_t c = first; c < first + call->channels_per_piece && c < call->channels; c++) {
        double sum = 0.0;
        for (int64_t n = 0; n < call->batch; n++) {
            sum += sum_row(call->gradient + (n * call->channels + c) * call->positions, call->positions);
        }
        float *target = &call->bias_gradient[c];
        *target = (float)(call->beta == 0.0f ? sum : *target + sum);
    }
}

void ck_conv_bias_gradient(ck_context *context, int64_t batch, int64_t channels, int64_t positions,
                           const float *gradient, float beta, float *bias_gradient) {
    if (bias_gradient == NULL) return;
    const int64_t channels_per_piece = ck_piece_count(channels, PIECES);
    bias_call call = {batch, channels, positions, channels_per_piece, gradient, beta, bias_gradient};
    ck_gemm_run_pieces(context, (double)batch * (double)channels * (double)positions,
                       ck_piece_count(channels, channels_per_piece), sum_channels, &call);
}
