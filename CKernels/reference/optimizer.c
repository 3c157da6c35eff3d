// Formulas: torch.optim of PyTorch 2 (SGD, Adam, AdamW, NAdam, RAdam, RMSprop, Adagrad, Adadelta); Lion: Chen et al.
// 2023.
#include "micro/optimizer.h"

#include <math.h>

static void sgd(const void *argument, int64_t begin, int64_t end) {
    const ck_sgd_call *call = argument;
    const ck_sgd_descriptor options = call->options;
    for (int64_t i = begin; i < end; i++) {
        float gradient = call->gradient[i] + options.weight_decay * call->parameter[i];
        if (options.momentum != 0.0f) {
            float *buffer = &call->momentum_buffer[i];
            *buffer =
                options.is_first_step ? gradient : options.momentum * *buffer + (1.0f - options.dampening) * gradient;
            gradient = options.nesterov ? gradient + options.momentum * *buffer : *buffer;
        }
        call->parameter[i] -= options.learning_rate * gradient;
    }
}

static void adam(const void *argument, int64_t begin, int64_t end) {
    const ck_adam_call *call = argument;
    for (int64_t i = begin; i < end; i++) {
        float parameter = call->parameter[i] * call->shrink;
        float gradient = call->gradient[i] + call->weight_decay * parameter;
        float first = call->beta1 * call->first_moment[i] + call->gain1 * gradient;
        float second = call->beta2 * call->second_moment[i] + call->gain2 * gradient * gradient;
        float update = call->step_size * first;
        if (call->gradient_size != 0.0f) update += call->gradient_size * gradient;
        if (call->is_adaptive) {
            float square = second;
            if (call->largest_second_moment != NULL) {
                float largest = call->largest_second_moment[i];
                if (!(square > largest) && !isnan(square)) square = largest;
                call->largest_second_moment[i] = square;
            }
            update /= sqrtf(square) / call->root_correction + call->epsilon;
        }
        call->first_moment[i] = first;
        call->second_moment[i] = second;
        call->parameter[i] = parameter - update;
    }
}

static void lion(const void *argument, int64_t begin, int64_t end) {
    const ck_lion_call *call = argument;
    const ck_lion_descriptor options = call->options;
    for (int64_t i = begin; i < end; i++) {
        float gradient = call->gradient[i], buffer = call->momentum_buffer[i];
        float mean = options.beta1 * buffer + call->gain1 * gradient;
        float sign = mean > 0.0f ? 1.0f : mean < 0.0f ? -1.0f : mean;
        call->momentum_buffer[i] = options.beta2 * buffer + call->gain2 * gradient;
        call->parameter[i] = call->parameter[i] * call->shrink - options.learning_rate * sign;
    }
}

static void rmsprop(const void *argument, int64_t begin, int64_t end) {
    const ck_rmsprop_call *call = argument;
    const ck_rmsprop_descriptor options = call->options;
    for (int64_t i = begin; i < end; i++) {
        float gradient = call->gradient[i] + options.weight_decay * call->parameter[i];
        float square = options.smoothing * call->mean_square[i] + call->gain * gradient * gradient;
        float variance = square;
        if (options.centered) {
            float mean = call->mean_gradient[i] + call->gain * (gradient - call->mean_gradient[i]);
            call->mean_gradient[i] = mean;
            // Rounding can make it a little less than zero where all gradients were equal.
            variance = square - mean * mean;
            if (variance < 0.0f) variance = 0.0f;
        }
        float update = gradient / (sqrtf(variance) + options.epsilon);
        if (options.momentum != 0.0f) {
            update = options.momentum * call->momentum_buffer[i] + update;
            call->momentum_buffer[i] = update;
        }
        call->mean_square[i] = square;
        call->parameter[i] -= options.learning_rate * update;
    }
}

static void adadelta(const void *argument, int64_t begin, int64_t end) {
    const ck_adadelta_call *call = argument;
    const ck_adadelta_descriptor options = call->options;
    for (int64_t i = begin; i < end; i++) {
        float gradient = call->gradient[i] + options.weight_decay * call->parameter[i];
        float square = options.rho * call->mean_square[i] + call->gain * gradient * gradient;
        float update =
            sqrtf(call->mean_square_update[i] + options.epsilon) / sqrtf(square + options.epsilon) * gradient;
        call->mean_square[i] = square;
        call->mean_square_update[i] = options.rho * call->mean_square_update[i] + call->gain * update * update;
        call->parameter[i] -= options.learning_rate * update;
    }
}

/// Norms are in double.
static void max_norm(const void *argument, int64_t begin, int64_t end) {
    const ck_max_norm_call *call = argument;
    for (int64_t row = begin; row < end; row++) {
        float *values = call->matrix + row * call->columns;
        double squares = 0.0;
        for (int64_t i = 0; i < call->columns; i++) squares += (double)values[i] * values[i];
        double norm = sqrt(squares);
        if (!(norm > call->maximum)) continue;
        double scale = call->maximum / norm;
        for (int64_t i = 0; i < call->columns; i++) values[i] = (float)(values[i] * scale);
    }
}

const ck_optimizer_kernels ck_optimizer_reference = {
    .grain = CK_ONE_PIECE,
    .sgd = sgd,
    .adam = adam,
    .lion = lion,
    .rmsprop = rmsprop,
    .adadelta = adadelta,
    .max_norm = max_norm,
};
