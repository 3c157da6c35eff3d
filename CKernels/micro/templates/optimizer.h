/// Optimizer updates, one vector at a time: each reads and writes every array once.
#include "micro/optimizer.h"

#include <float.h>
#include <math.h>

#include "micro/templates/rows.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// decay * state + gain * x.
CK_INLINE ck_vector moving_mean(ck_vector state, float decay, float gain, ck_vector x) {
    return vector_multiply_add(vector_set1(decay), state, vector_multiply(vector_set1(gain), x));
}

CK_INLINE ck_vector decayed_gradient(const float *gradient, ck_vector parameter, float weight_decay, int64_t lanes) {
    return vector_multiply_add(vector_set1(weight_decay), parameter, load(gradient, lanes));
}

static void sgd(const void *argument, int64_t begin, int64_t end) {
    const ck_sgd_call *call = argument;
    const ck_sgd_descriptor options = call->options;
    const ck_vector learning_rate = vector_set1(options.learning_rate), momentum = vector_set1(options.momentum);
    CK_FOR_VECTORS(begin, end, {
        const ck_vector parameter = load(call->parameter + i, lanes);
        ck_vector update = decayed_gradient(call->gradient + i, parameter, options.weight_decay, lanes);
        if (options.momentum != 0.0f) {
            ck_vector buffer = update;
            if (!options.is_first_step) {
                buffer = moving_mean(load(call->momentum_buffer + i, lanes), options.momentum, 1.0f - options.dampening,
                                     update);
            }
            store(call->momentum_buffer + i, buffer, lanes);
            update = options.nesterov ? vector_multiply_add(momentum, buffer, update) : buffer;
        }
        store(call->parameter + i, vector_negative_multiply_add(learning_rate, update, parameter), lanes);
    });
}

CK_INLINE void adam_range(const ck_adam_call *call, bool adds_gradient, bool is_adaptive, float *largest, int64_t begin,
                          int64_t end) {
    // The correction of the root goes to both sides of the fraction, which saves a division.
    const ck_vector shrink = vector_set1(call->shrink);
    const ck_vector step_size = vector_set1(call->step_size * call->root_correction);
    const ck_vector gradient_size = vector_set1(call->gradient_size * call->root_correction);
    const ck_vector epsilon = vector_set1(call->epsilon * call->root_correction);
    CK_FOR_VECTORS(begin, end, {
        const ck_vector parameter = vector_multiply(load(call->parameter + i, lanes), shrink);
        const ck_vector gradient = decayed_gradient(call->gradient + i, parameter, call->weight_decay, lanes);
        const ck_vector first = moving_mean(load(call->first_moment + i, lanes), call->beta1, call->gain1, gradient);
        const ck_vector second =
            moving_mean(load(call->second_moment + i, lanes), call->beta2, call->gain2, squared(gradient));
        ck_vector update = vector_multiply(step_size, first);
        if (adds_gradient) update = vector_multiply_add(gradient_size, gradient, update);
        if (is_adaptive) {
            ck_vector square = second;
            if (largest != NULL) {
                square = maximum_or_nan(load(largest + i, lanes), second);
                store(largest + i, square, lanes);
            }
            update = vector_divide(update, vector_add(vector_square_root(square), epsilon));
        }
        store(call->first_moment + i, first, lanes);
        store(call->second_moment + i, second, lanes);
        store(call->parameter + i, vector_subtract(parameter, update), lanes);
    });
}

/// Plain Adam has a loop of its own, without the choices of the other forms.
static void adam(const void *argument, int64_t begin, int64_t end) {
    const ck_adam_call *call = argument;
    const bool adds_gradient = call->gradient_size != 0.0f;
    if (!adds_gradient && call->is_adaptive && call->largest_second_moment == NULL) {
        adam_range(call, false, true, NULL, begin, end);
    } else {
        adam_range(call, adds_gradient, call->is_adaptive, call->largest_second_moment, begin, end);
    }
}

static void lion(const void *argument, int64_t begin, int64_t end) {
    const ck_lion_call *call = argument;
    const ck_lion_descriptor options = call->options;
    const ck_vector learning_rate = vector_set1(options.learning_rate), shrink = vector_set1(call->shrink);
    const ck_vector zero = vector_zero(), one = vector_set1(1.0f), minus_one = vector_set1(-1.0f);
    CK_FOR_VECTORS(begin, end, {
        const ck_vector parameter = vector_multiply(load(call->parameter + i, lanes), shrink);
        const ck_vector gradient = load(call->gradient + i, lanes), buffer = load(call->momentum_buffer + i, lanes);
        const ck_vector mean = moving_mean(buffer, options.beta1, call->gain1, gradient);
        // Zero and NaN are their own signs.
        const ck_vector sign =
            vector_select(vector_greater(mean, zero), one, vector_select(vector_greater(zero, mean), minus_one, mean));
        store(call->momentum_buffer + i, moving_mean(buffer, options.beta2, call->gain2, gradient), lanes);
        store(call->parameter + i, vector_negative_multiply_add(learning_rate, sign, parameter), lanes);
    });
}

static void rmsprop(const void *argument, int64_t begin, int64_t end) {
    const ck_rmsprop_call *call = argument;
    const ck_rmsprop_descriptor options = call->options;
    const ck_vector learning_rate = vector_set1(options.learning_rate), epsilon = vector_set1(options.epsilon);
    const ck_vector gain = vector_set1(call->gain), momentum = vector_set1(options.momentum);
    CK_FOR_VECTORS(begin, end, {
        const ck_vector parameter = load(call->parameter + i, lanes);
        const ck_vector gradient = decayed_gradient(call->gradient + i, parameter, options.weight_decay, lanes);
        const ck_vector square =
            moving_mean(load(call->mean_square + i, lanes), options.smoothing, call->gain, squared(gradient));
        ck_vector variance = square;
        if (options.centered) {
            ck_vector mean = load(call->mean_gradient + i, lanes);
            mean = vector_multiply_add(gain, vector_subtract(gradient, mean), mean);
            store(call->mean_gradient + i, mean, lanes);
            // Rounding can make it a little less than zero where all gradients were equal.
            variance = vector_maximum(vector_zero(), vector_negative_multiply_add(mean, mean, square));
        }
        ck_vector update = vector_divide(gradient, vector_add(vector_square_root(variance), epsilon));
        if (options.momentum != 0.0f) {
            update = vector_multiply_add(momentum, load(call->momentum_buffer + i, lanes), update);
            store(call->momentum_buffer + i, update, lanes);
        }
        store(call->mean_square + i, square, lanes);
        store(call->parameter + i, vector_negative_multiply_add(learning_rate, update, parameter), lanes);
    });
}

static void adadelta(const void *argument, int64_t begin, int64_t end) {
    const ck_adadelta_call *call = argument;
    const ck_adadelta_descriptor options = call->options;
    const ck_vector learning_rate = vector_set1(options.learning_rate), epsilon = vector_set1(options.epsilon);
    CK_FOR_VECTORS(begin, end, {
        const ck_vector parameter = load(call->parameter + i, lanes);
        const ck_vector gradient = decayed_gradient(call->gradient + i, parameter, options.weight_decay, lanes);
        const ck_vector square =
            moving_mean(load(call->mean_square + i, lanes), options.rho, call->gain, squared(gradient));
        const ck_vector square_update = load(call->mean_square_update + i, lanes);
        const ck_vector deviation = vector_square_root(vector_add(square, epsilon));
        const ck_vector numerator = vector_square_root(vector_add(square_update, epsilon));
        const ck_vector update = vector_multiply(vector_divide(numerator, deviation), gradient);
        store(call->mean_square + i, square, lanes);
        store(call->mean_square_update + i, moving_mean(square_update, options.rho, call->gain, squared(update)),
              lanes);
        store(call->parameter + i, vector_negative_multiply_add(learning_rate, update, parameter), lanes);
    });
}

/// In double, where the squares of a row leave the range of float.
static void limit_extreme_row(float *values, int64_t count, float maximum) {
    double squares = 0.0;
    for (int64_t i = 0; i < count; i++) squares += (double)values[i] * values[i];
    const double norm = sqrt(squares);
    if (!(norm > maximum)) return;
    const double scale = maximum / norm;
    for (int64_t i = 0; i < count; i++) values[i] = (float)(values[i] * scale);
}

static void max_norm(const void *argument, int64_t begin, int64_t end) {
    const ck_max_norm_call *call = argument;
    for (int64_t row = begin; row < end; row++) {
        float *values = call->matrix + row * call->columns;
        const float squares = row_sum_of_squares(values, call->columns);
        // Below the lower bound, squares that were flushed to zero may be missed.
        if (!(squares >= 0x1p-64f && squares <= FLT_MAX)) {
            limit_extreme_row(values, call->columns, call->maximum);
            continue;
        }
        const float norm = sqrtf(squares);
        if (!(norm > call->maximum)) continue;
        const ck_vector scale = vector_set1(call->maximum / norm);
        CK_FOR_VECTORS(0, call->columns,
                       { store(values + i, vector_multiply(load(values + i, lanes), scale), lanes); });
    }
}

CK_KERNELS_END

const ck_optimizer_kernels CK_NAMED(ck_optimizer) = {
    .grain = CK_GRAIN,
    .sgd = sgd,
    .adam = adam,
    .lion = lion,
    .rmsprop = rmsprop,
    .adadelta = adadelta,
    .max_norm = max_norm,
};
