#include "micro/elementwise.h"

#include "reference/binary.h"

#include <float.h>
#include <math.h>

/// The distribution function of the standard normal distribution. In single precision the rounding of the argument
/// alone would change the result by 4e-6 at -9.
static float normal_probability(float x) {
    return (float)(0.5 * erfc(-0.70710678118654752 * (double)x));
}

static float normal_density(float x) {
    return 0.39894228f * expf(-0.5f * x * x);
}

/// What takes the place of the distribution function in the form with tanh.
static float nearly_normal_probability(float x) {
    return 1.0f / (1.0f + expf(-1.5957691f * (x + 0.044715f * x * x * x)));
}

/// The derivative of x / (1 + exp(-x)) for s = 1 / (1 + exp(-x)).
static float silu_derivative(float x, float s) {
    return s + x * s * (1.0f - s);
}

static float gelu_tanh_derivative(float x, float s) {
    return s + x * s * (1.0f - s) * 1.5957691f * (1.0f + 0.134145f * x * x);
}

/// The C library takes a denormal apart by its bits, of which arithmetic sees none here.
static bool is_zero(float x) {
    return fabsf(x) < FLT_MIN;
}

static float without_denormals(float x) {
    return is_zero(x) ? 0.0f * x : x;
}

static float unary(ck_unary_operation operation, float x, float parameter) {
    switch (operation) {
#define VALUE(name, value, ...)                                                                                        \
    case CK_UNARY_##name:                                                                                              \
        return value;
        CK_UNARY_FUNCTIONS(VALUE)
    case CK_UNARY_COUNT:
        break;
    }
    return x;
}

/// The derivative at x, where y is the operation's value.
static float unary_derivative(ck_unary_operation operation, float x, float y, float parameter) {
    switch (operation) {
#define DERIVATIVE(name, value, derivative, ...)                                                                       \
    case CK_UNARY_##name:                                                                                              \
        return derivative;
        CK_UNARY_FUNCTIONS(DERIVATIVE)
    case CK_UNARY_COUNT:
        break;
    }
    return 0.0f;
}

/// The C library would take a denormal apart by its bits, of which arithmetic sees none here.
static float without_denormal(float x) {
    return fabsf(x) < FLT_MIN ? copysignf(0.0f, x) : x;
}

/// A NaN on either side is the result of maximum and minimum.
float ck_reference_binary(ck_binary_operation operation, float a, float b) {
    switch (operation) {
    case CK_BINARY_ADD:
        return a + b;
    case CK_BINARY_SUBTRACT:
        return a - b;
    case CK_BINARY_MULTIPLY:
        return a * b;
    case CK_BINARY_DIVIDE:
        return a / b;
    case CK_BINARY_MAXIMUM:
        return isnan(a) || a > b ? a : b;
    case CK_BINARY_MINIMUM:
        return isnan(a) || a < b ? a : b;
    case CK_BINARY_POWER:
        return powf(without_denormal(a), without_denormal(b));
    case CK_BINARY_COUNT:
        break;
    }
    return a;
}

static void unary_forward(const void *argument, int64_t begin, int64_t end) {
    const ck_unary_call *call = argument;
    for (int64_t i = begin; i < end; i++) call->output[i] = unary(call->operation, call->input[i], call->parameter);
}

static void unary_backward(const void *argument, int64_t begin, int64_t end) {
    const ck_unary_backward_call *call = argument;
    for (int64_t i = begin; i < end; i++) {
        float derivative = unary_derivative(call->operation, call->input[i], call->output[i], call->parameter);
        float gradient = call->output_gradient[i] * derivative;
        call->input_gradient[i] = call->beta == 0.0f ? gradient : call->input_gradient[i] + gradient;
    }
}

static void binary_range(const void *argument, int64_t begin, int64_t end) {
    const ck_binary_call *call = argument;
    for (int64_t i = begin; i < end; i++) {
        float b = call->b[call->b_per_row ? i / call->row % call->axis : i % call->row];
        call->output[i] = ck_reference_binary(call->operation, call->a[i], b);
    }
}

static void axpby(const void *argument, int64_t begin, int64_t end) {
    const ck_axpby_call *call = argument;
    for (int64_t i = begin; i < end; i++) {
        float scaled = call->alpha * call->x[i];
        call->y[i] = call->beta == 0.0f ? scaled : scaled + call->beta * call->y[i];
    }
}

static void affine(const void *argument, int64_t begin, int64_t end) {
    const ck_affine_call *call = argument;
    for (int64_t i = begin; i < end; i++) call->output[i] = call->scale * call->input[i] + call->offset;
}

static void fill(const void *argument, int64_t begin, int64_t end) {
    const ck_fill_call *call = argument;
    for (int64_t i = begin; i < end; i++) call->output[i] = call->value;
}

const ck_elementwise_kernels ck_elementwise_reference = {
    .grain = CK_ONE_PIECE,
    .unary_forward = unary_forward,
    .unary_backward = unary_backward,
    .binary = binary_range,
    .axpby = axpby,
    .affine = affine,
    .fill = fill,
};
