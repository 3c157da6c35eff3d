// Exponentials and sums are in double.
#include "micro/softmax.h"

#include <math.h>

static double row_maximum(const float *logits, int64_t classes) {
    double maximum = -INFINITY;
    for (int64_t c = 0; c < classes; c++) maximum = fmax(maximum, logits[c]);
    return maximum;
}

static double row_sum_of_exponentials(const float *logits, int64_t classes, double maximum) {
    double sum = 0.0;
    for (int64_t c = 0; c < classes; c++) sum += exp(logits[c] - maximum);
    return sum;
}

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_softmax_call *call = argument;
    for (int64_t row = begin; row < end; row++) {
        const float *logits = call->logits + row * call->classes;
        double maximum = row_maximum(logits, call->classes);
        double sum = row_sum_of_exponentials(logits, call->classes, maximum);
        for (int64_t c = 0; c < call->classes; c++) {
            call->output[row * call->classes + c] = (float)(exp(logits[c] - maximum) / sum);
        }
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_softmax_backward_call *call = argument;
    for (int64_t row = begin; row < end; row++) {
        const float *output = call->output + row * call->classes;
        const float *gradient = call->output_gradient + row * call->classes;
        double dot = 0.0;
        for (int64_t c = 0; c < call->classes; c++) dot += (double)output[c] * gradient[c];
        for (int64_t c = 0; c < call->classes; c++) {
            call->input_gradient[row * call->classes + c] = (float)(output[c] * (gradient[c] - dot));
        }
    }
}

static void cross_entropy(const void *argument, int64_t begin, int64_t end) {
    const ck_softmax_cross_entropy_call *call = argument;
    for (int64_t row = begin; row < end; row++) {
        const float *logits = call->logits + row * call->classes;
        int32_t label = call->labels[row];
        double maximum = row_maximum(logits, call->classes);
        double sum = row_sum_of_exponentials(logits, call->classes, maximum);
        call->losses[row] = (float)(log(sum) + maximum - logits[label]);
        if (call->logits_gradient == NULL) continue;
        for (int64_t c = 0; c < call->classes; c++) {
            double probability = exp(logits[c] - maximum) / sum;
            call->logits_gradient[row * call->classes + c] =
                (float)(call->gradient_scale * (probability - (c == label)));
        }
    }
}

const ck_softmax_kernels ck_softmax_reference = {
    .grain = CK_ONE_PIECE,
    .forward = forward,
    .backward = backward,
    .cross_entropy = cross_entropy,
};
