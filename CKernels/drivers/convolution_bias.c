#include <stddef.h>

#include "core/parallel.h"
#include "drivers/convolution_loops.h"

/// Channels of one piece of work.
enum { CHANNELS_PER_PIECE = 16 };

typedef struct {
    int64_t batch;
    int64_t channels;
    int64_t positions;
    const float *gradient;
    float beta;
    float *bias_gradient;
} bias_call;

/// The sum of a row, in eight interleaved sums that vectors can hold.
static float sum_row(const float *row, int64_t count) {
    float sums[8] = {0};
    int64_t index = 0;
    for (; index + 8 <= count; index += 8) {
        for (int lane = 0; lane < 8; lane++) sums[lane] += row[index + lane];
    }
    float tail = 0.0f;
    for (; index < count; index++) tail += row[index];
    for (int half = 4; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
    }
    return sums[0] + tail;
}

static void sum_channels(void *argument, int64_t index, int worker) {
    (void)worker;
    const bias_call *call = argument;
    const int64_t first = index * CHANNELS_PER_PIECE;
    for (int64_t c = first; c < first + CHANNELS_PER_PIECE && c < call->channels; c++) {
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
    bias_call call = {batch, channels, positions, gradient, beta, bias_gradient};
    ck_parallel_for(context, ck_piece_count(channels, CHANNELS_PER_PIECE), sum_channels, &call);
}
