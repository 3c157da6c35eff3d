// All arithmetic is in double.
#include "micro/batch_norm.h"

#include <math.h>

static int64_t element(ck_batch_norm_descriptor size, int64_t n, int64_t channel, int64_t position) {
    return (n * size.channels + channel) * size.spatial + position;
}

static void forward_training(const void *argument, int64_t begin, int64_t end) {
    const ck_batch_norm_training_call *call = argument;
    const ck_batch_norm_descriptor size = call->size;
    const double count = (double)(size.batch * size.spatial);
    for (int64_t c = begin; c < end; c++) {
        double sum = 0.0, squares = 0.0;
        for (int64_t n = 0; n < size.batch; n++) {
            for (int64_t i = 0; i < size.spatial; i++) sum += call->input[element(size, n, c, i)];
        }
        // One infinite value makes all statistics NaN.
        double mean = isfinite(sum) ? sum / count : NAN;
        for (int64_t n = 0; n < size.batch; n++) {
            for (int64_t i = 0; i < size.spatial; i++) {
                double centered = call->input[element(size, n, c, i)] - mean;
                squares += centered * centered;
            }
        }
        double inverse_deviation = 1.0 / sqrt(squares / count + size.epsilon);
        for (int64_t n = 0; n < size.batch; n++) {
            for (int64_t i = 0; i < size.spatial; i++) {
                double normalized = (call->input[element(size, n, c, i)] - mean) * inverse_deviation;
                call->output[element(size, n, c, i)] = (float)(call->scale[c] * normalized + call->offset[c]);
            }
        }
        call->mean[c] = (float)mean;
        call->inverse_deviation[c] = (float)inverse_deviation;
        if (call->running_mean == NULL) continue;
        double momentum = call->momentum;
        call->running_mean[c] = (float)((1.0 - momentum) * call->running_mean[c] + momentum * mean);
        call->running_variance[c] =
            (float)((1.0 - momentum) * call->running_variance[c] + momentum * squares / (count - 1.0));
    }
}

static void forward_inference(const void *argument, int64_t begin, int64_t end) {
    const ck_batch_norm_inference_call *call = argument;
    const ck_batch_norm_descriptor size = call->size;
    for (int64_t c = begin; c < end; c++) {
        double inverse_deviation = 1.0 / sqrt((double)call->running_variance[c] + size.epsilon);
        for (int64_t n = 0; n < size.batch; n++) {
            for (int64_t i = 0; i < size.spatial; i++) {
                double centered = (double)call->input[element(size, n, c, i)] - call->running_mean[c];
                call->output[element(size, n, c, i)] =
                    (float)(call->scale[c] * centered * inverse_deviation + call->offset[c]);
            }
        }
    }
}

/// With x^ the normalised input, d the output gradient and m values per channel:
/// input gradient = scale / deviation * (d - sum(d) / m - x^ * sum(d * x^) / m).
/// The deviation is taken out of the sum.
static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_batch_norm_backward_call *call = argument;
    const ck_batch_norm_descriptor size = call->size;
    const double count = (double)(size.batch * size.spatial);
    for (int64_t c = begin; c < end; c++) {
        double mean = call->mean[c], inverse_deviation = call->inverse_deviation[c];
        double sum = 0.0, dot = 0.0;
        for (int64_t n = 0; n < size.batch; n++) {
            for (int64_t i = 0; i < size.spatial; i++) {
                double gradient = call->output_gradient[element(size, n, c, i)];
                sum += gradient;
                dot += gradient * (call->input[element(size, n, c, i)] - mean);
            }
        }
        dot *= inverse_deviation;
        double slope = dot * inverse_deviation / count;
        for (int64_t n = 0; n < size.batch; n++) {
            for (int64_t i = 0; i < size.spatial; i++) {
                double gradient = call->output_gradient[element(size, n, c, i)];
                double centered = call->input[element(size, n, c, i)] - mean;
                call->input_gradient[element(size, n, c, i)] =
                    (float)(call->scale[c] * inverse_deviation * (gradient - sum / count - centered * slope));
            }
        }
        call->scale_gradient[c] = (float)dot;
        call->offset_gradient[c] = (float)sum;
    }
}

const ck_batch_norm_kernels ck_batch_norm_reference = {
    .forward_training = forward_training,
    .forward_inference = forward_inference,
    .backward = backward,
};
