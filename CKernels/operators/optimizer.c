#include "micro/optimizer.h"

#include <inttypes.h>
#include <math.h>

#include "drivers/ranges.h"
#include "operators/check.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops", &ck_optimizer_reference},
    {"generic", CK_BASELINE, "vectors of 4 lanes", &ck_optimizer_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "vectors of 8 lanes", &ck_optimizer_avx2},
    {"avx512", CK_AVX512, "vectors of 16 lanes", &ck_optimizer_avx512},
#endif
};

const ck_operator ck_operator_optimizer = {"optimizer", variants, sizeof variants / sizeof *variants};

/// A named option and what it must be.
typedef struct {
    const char *name;
    float value;
    enum { FINITE, NOT_NEGATIVE, BELOW_ONE, UP_TO_ONE } range;
} option;

#define OPTION(descriptor, field, range) {#field, (descriptor)->field, range}

static ck_status check_options(ck_context *context, const char *function, const option *options, int count) {
    static const char *const expected[] = {
        [FINITE] = "finite",
        [NOT_NEGATIVE] = "finite and at least 0",
        [BELOW_ONE] = "in 0 ..< 1",
        [UP_TO_ONE] = "in 0 ... 1",
    };
    for (int index = 0; index < count; index++) {
        float value = options[index].value;
        bool is_valid = isfinite(value);
        if (options[index].range != FINITE) is_valid &= value >= 0.0f;
        if (options[index].range == BELOW_ONE) is_valid &= value < 1.0f;
        if (options[index].range == UP_TO_ONE) is_valid &= value <= 1.0f;
        if (is_valid) continue;
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: %s must be %s, got %g", function, options[index].name,
                       expected[options[index].range], (double)value);
    }
    return CK_OK;
}

static const ck_optimizer_kernels *select_kernels(ck_context *context) {
    return ck_select(context, CK_OPERATOR_OPTIMIZER, NULL);
}

static ck_status run(ck_context *context, int64_t count, const ck_optimizer_kernels *kernels, ck_range_kernel kernel,
                     const void *call) {
    ck_run_ranges(context, count, 1, 64, kernels->grain, kernel, call);
    return CK_OK;
}

ck_status ck_sgd_f32_update(ck_context *context, const ck_sgd_descriptor *descriptor, int64_t count,
                            const float *gradient, float *momentum_buffer, float *parameter) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    const option options[] = {OPTION(descriptor, learning_rate, FINITE), OPTION(descriptor, momentum, NOT_NEGATIVE),
                              OPTION(descriptor, dampening, FINITE), OPTION(descriptor, weight_decay, FINITE)};
    CK_TRY(check_options(context, __func__, options, 4));
    if (descriptor->nesterov && (descriptor->momentum == 0.0f || descriptor->dampening != 0.0f)) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: nesterov needs momentum and no dampening, got %g and %g",
                       __func__, (double)descriptor->momentum, (double)descriptor->dampening);
    }
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(gradient, total),
                             CK_OUTPUT(momentum_buffer, descriptor->momentum == 0.0f ? 0 : total),
                             CK_OUTPUT(parameter, total)));
    const ck_optimizer_kernels *kernels = select_kernels(context);
    ck_sgd_call call = {
        .options = *descriptor, .gradient = gradient, .momentum_buffer = momentum_buffer, .parameter = parameter};
    return run(context, total, kernels, kernels->sgd, &call);
}

/// The momentum of NAdam at a step.
static double nadam_momentum(const ck_adam_descriptor *descriptor, double step) {
    return descriptor->beta1 * (1.0 - 0.5 * pow(0.96, step * (double)descriptor->momentum_decay));
}

static void set_nesterov_sizes(ck_adam_call *call, const ck_adam_descriptor *descriptor) {
    const double learning_rate = descriptor->learning_rate, decay = pow(0.96, (double)descriptor->momentum_decay);
    // The product of the momenta of all steps. Once it is lost in 1 - product, so are later factors.
    double product = 1.0, power = 1.0;
    for (int64_t step = 1; step <= descriptor->step && product > 0x1p-60; step++) {
        power *= decay;
        product *= descriptor->beta1 * (1.0 - 0.5 * power);
    }
    const double momentum = nadam_momentum(descriptor, (double)descriptor->step);
    const double next_momentum = nadam_momentum(descriptor, (double)descriptor->step + 1.0);
    call->gradient_size = (float)(learning_rate * (1.0 - momentum) / (1.0 - product));
    call->step_size = (float)(learning_rate * next_momentum / (1.0 - product * next_momentum));
}

static void set_rectified_sizes(ck_adam_call *call, const ck_adam_descriptor *descriptor) {
    const double beta2 = descriptor->beta2, step = (double)descriptor->step, power = pow(beta2, step);
    // Lengths of the averages that the moving averages stand for.
    const double limit = 2.0 / (1.0 - beta2) - 1.0;
    const double length = limit - 2.0 * step * power / (1.0 - power);
    call->is_adaptive = length > 5.0;
    if (call->is_adaptive) {
        const double rectification =
            sqrt((length - 4.0) * (length - 2.0) * limit / ((limit - 4.0) * (limit - 2.0) * length));
        call->step_size = (float)(call->step_size * rectification);
        // Here epsilon is added to the root before its correction.
        call->epsilon /= call->root_correction;
    } else {
        call->root_correction = 1.0f;
    }
}

ck_status ck_adam_f32_update(ck_context *context, const ck_adam_descriptor *descriptor, int64_t count,
                             const float *gradient, float *first_moment, float *second_moment,
                             float *largest_second_moment, float *parameter) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    const option options[] = {
        OPTION(descriptor, learning_rate, FINITE), OPTION(descriptor, beta1, BELOW_ONE),
        OPTION(descriptor, beta2, BELOW_ONE),      OPTION(descriptor, epsilon, NOT_NEGATIVE),
        OPTION(descriptor, weight_decay, FINITE),  OPTION(descriptor, momentum_decay, NOT_NEGATIVE)};
    CK_TRY(check_options(context, __func__, options, 6));
    if ((unsigned)descriptor->form > CK_ADAM_RECTIFIED) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: there is no form %d", __func__, (int)descriptor->form);
    }
    if (descriptor->step < 1) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: step must be at least 1, got %" PRId64, __func__,
                       descriptor->step);
    }
    CK_TRY(CK_CHECK_OPERANDS(
        context, CK_INPUT(gradient, total), CK_OUTPUT(first_moment, total), CK_OUTPUT(second_moment, total),
        CK_OUTPUT(largest_second_moment, descriptor->amsgrad ? total : 0), CK_OUTPUT(parameter, total)));
    const ck_optimizer_kernels *kernels = select_kernels(context);
    // What does not depend on the element is computed once, in double as PyTorch does.
    const double beta1 = descriptor->beta1, beta2 = descriptor->beta2, step = (double)descriptor->step;
    const double learning_rate = descriptor->learning_rate, weight_decay = descriptor->weight_decay;
    const bool is_decoupled = descriptor->decoupled_weight_decay;
    ck_adam_call call = {.beta1 = descriptor->beta1,
                         .beta2 = descriptor->beta2,
                         .epsilon = descriptor->epsilon,
                         .gain1 = (float)(1.0 - beta1),
                         .gain2 = (float)(1.0 - beta2),
                         .weight_decay = is_decoupled ? 0.0f : descriptor->weight_decay,
                         .shrink = is_decoupled ? (float)(1.0 - learning_rate * weight_decay) : 1.0f,
                         .step_size = (float)(learning_rate / (1.0 - pow(beta1, step))),
                         .root_correction = (float)sqrt(1.0 - pow(beta2, step)),
                         .is_adaptive = true,
                         .gradient = gradient,
                         .first_moment = first_moment,
                         .second_moment = second_moment,
                         .largest_second_moment = descriptor->amsgrad ? largest_second_moment : NULL,
                         .parameter = parameter};
    if (descriptor->form == CK_ADAM_NESTEROV) set_nesterov_sizes(&call, descriptor);
    if (descriptor->form == CK_ADAM_RECTIFIED) set_rectified_sizes(&call, descriptor);
    return run(context, total, kernels, kernels->adam, &call);
}

ck_status ck_lion_f32_update(ck_context *context, const ck_lion_descriptor *descriptor, int64_t count,
                             const float *gradient, float *momentum_buffer, float *parameter) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    const option options[] = {OPTION(descriptor, learning_rate, FINITE), OPTION(descriptor, beta1, UP_TO_ONE),
                              OPTION(descriptor, beta2, UP_TO_ONE), OPTION(descriptor, weight_decay, FINITE)};
    CK_TRY(check_options(context, __func__, options, 4));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(gradient, total), CK_OUTPUT(momentum_buffer, total),
                             CK_OUTPUT(parameter, total)));
    const ck_optimizer_kernels *kernels = select_kernels(context);
    ck_lion_call call = {.options = *descriptor,
                         .gain1 = (float)(1.0 - (double)descriptor->beta1),
                         .gain2 = (float)(1.0 - (double)descriptor->beta2),
                         .shrink = (float)(1.0 - (double)descriptor->learning_rate * (double)descriptor->weight_decay),
                         .gradient = gradient,
                         .momentum_buffer = momentum_buffer,
                         .parameter = parameter};
    return run(context, total, kernels, kernels->lion, &call);
}

ck_status ck_rmsprop_f32_update(ck_context *context, const ck_rmsprop_descriptor *descriptor, int64_t count,
                                const float *gradient, float *mean_square, float *mean_gradient, float *momentum_buffer,
                                float *parameter) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    const option options[] = {OPTION(descriptor, learning_rate, FINITE), OPTION(descriptor, smoothing, UP_TO_ONE),
                              OPTION(descriptor, epsilon, NOT_NEGATIVE), OPTION(descriptor, weight_decay, FINITE),
                              OPTION(descriptor, momentum, NOT_NEGATIVE)};
    CK_TRY(check_options(context, __func__, options, 5));
    if (descriptor->centered && descriptor->sums_squares) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: sums of squares cannot be centered", __func__);
    }
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(gradient, total), CK_OUTPUT(mean_square, total),
                             CK_OUTPUT(mean_gradient, descriptor->centered ? total : 0),
                             CK_OUTPUT(momentum_buffer, descriptor->momentum == 0.0f ? 0 : total),
                             CK_OUTPUT(parameter, total)));
    const ck_optimizer_kernels *kernels = select_kernels(context);
    ck_rmsprop_call call = {.options = *descriptor,
                            .gain = (float)(1.0 - (double)descriptor->smoothing),
                            .gradient = gradient,
                            .mean_square = mean_square,
                            .mean_gradient = mean_gradient,
                            .momentum_buffer = momentum_buffer,
                            .parameter = parameter};
    if (descriptor->sums_squares) call.options.smoothing = call.gain = 1.0f;
    return run(context, total, kernels, kernels->rmsprop, &call);
}

ck_status ck_adadelta_f32_update(ck_context *context, const ck_adadelta_descriptor *descriptor, int64_t count,
                                 const float *gradient, float *mean_square, float *mean_square_update,
                                 float *parameter) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    const option options[] = {OPTION(descriptor, learning_rate, FINITE), OPTION(descriptor, rho, UP_TO_ONE),
                              OPTION(descriptor, epsilon, NOT_NEGATIVE), OPTION(descriptor, weight_decay, FINITE)};
    CK_TRY(check_options(context, __func__, options, 4));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(gradient, total), CK_OUTPUT(mean_square, total),
                             CK_OUTPUT(mean_square_update, total), CK_OUTPUT(parameter, total)));
    const ck_optimizer_kernels *kernels = select_kernels(context);
    ck_adadelta_call call = {.options = *descriptor,
                             .gain = (float)(1.0 - (double)descriptor->rho),
                             .gradient = gradient,
                             .mean_square = mean_square,
                             .mean_square_update = mean_square_update,
                             .parameter = parameter};
    return run(context, total, kernels, kernels->adadelta, &call);
}

ck_status ck_max_norm_f32(ck_context *context, int64_t rows, int64_t columns, float maximum, float *matrix) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(rows), CK_SIZE(columns)));
    const option options[] = {{"maximum", maximum, NOT_NEGATIVE}};
    CK_TRY(check_options(context, __func__, options, 1));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OUTPUT(matrix, total)));
    if (total == 0) return CK_OK;
    const ck_optimizer_kernels *kernels = select_kernels(context);
    ck_max_norm_call call = {.columns = columns, .maximum = maximum, .matrix = matrix};
    ck_run_ranges(context, rows, columns, 1, kernels->grain, kernels->max_norm, &call);
    return CK_OK;
}
