/// SiLU and GELU, the products of x and a function that rises from 0 to 1, and their derivatives; the error function.
/// The tests hold values to 64 roundings, GELU with tanh, whose exponential has a large argument where x is far below
/// 0, to 256.
#ifndef CK_MICRO_TEMPLATES_GATED_UNITS_H
#define CK_MICRO_TEMPLATES_GATED_UNITS_H

#include "micro/templates/vector_math.h"

CK_KERNELS_BEGIN

CK_INLINE ck_vector silu(ck_vector x) {
    return vector_divide(x, vector_add(vector_set1(1.0f), exponential(vector_negate(x))));
}

/// For s = 1 / (1 + exp(-slope * x)), where `slope` may depend on x: s + x s (1 - s) d, d being the derivative of
/// slope * x.
CK_INLINE ck_vector gated_derivative(ck_vector x, ck_vector s, ck_vector d) {
    ck_vector rise = vector_multiply(vector_multiply(x, s), vector_subtract(vector_set1(1.0f), s));
    return vector_multiply_add(rise, d, s);
}

CK_INLINE ck_vector silu_derivative(ck_vector x) {
    return gated_derivative(x, sigmoid(x), vector_set1(1.0f));
}

/// 2 sqrt(2 / pi) (x + 0.044715 x^3).
CK_INLINE ck_vector gelu_tanh_argument(ck_vector x) {
    ck_vector slope = vector_multiply_add(vector_multiply(x, x), vector_set1(0.071354816f), vector_set1(1.5957691f));
    return vector_multiply(x, slope);
}

CK_INLINE ck_vector gelu_tanh(ck_vector x) {
    ck_vector power = exponential(vector_negate(gelu_tanh_argument(x)));
    return vector_divide(x, vector_add(vector_set1(1.0f), power));
}

CK_INLINE ck_vector gelu_tanh_derivative(ck_vector x) {
    ck_vector d = vector_multiply_add(vector_multiply(x, x), vector_set1(0.21406445f), vector_set1(1.5957691f));
    return gated_derivative(x, sigmoid(gelu_tanh_argument(x)), d);
}

/// The distribution function of the standard normal distribution, and exp(-x^2 / 2).
typedef struct {
    ck_vector probability;
    ck_vector power;
} normal_parts;

/// The probability above t = |x| is exp(-t^2 / 2) R(t). R is a polynomial in u = 1 / (1 + 0.3 t) without a constant,
/// fitted to 0 <= t <= 14 with a relative error of at most 1.5e-7; beyond, the power is 0.
CK_INLINE normal_parts normal(ck_vector x) {
    const ck_vector one = vector_set1(1.0f), half = vector_set1(0.5f);
    ck_vector t = vector_minimum(vector_set1(20.0f), vector_absolute(x));
    ck_vector u = vector_divide(one, vector_multiply_add(t, vector_set1(0.3f), one));
    ck_vector sum = vector_set1(0.0356748775f);
    sum = vector_multiply_add(sum, u, vector_set1(-0.157203496f));
    sum = vector_multiply_add(sum, u, vector_set1(0.206354186f));
    sum = vector_multiply_add(sum, u, vector_set1(-0.0536842421f));
    sum = vector_multiply_add(sum, u, vector_set1(0.128561929f));
    sum = vector_multiply_add(sum, u, vector_set1(0.0999134108f));
    sum = vector_multiply_add(sum, u, vector_set1(0.120753966f));
    sum = vector_multiply_add(sum, u, vector_set1(0.119629301f));
    ck_vector tail = vector_multiply(sum, u);
    // What the square was rounded by, where multiply-adds are fused: the power would carry it many times over.
    ck_vector square = vector_multiply(t, t);
    ck_vector rest = vector_multiply_add(t, t, vector_negate(square));
    normal_parts parts;
    parts.power = exponential(vector_negate(vector_multiply(half, square)));
    parts.power = vector_multiply(parts.power, vector_negative_multiply_add(half, rest, one));
    tail = vector_multiply(tail, parts.power);
    parts.probability = vector_select(vector_greater(x, vector_zero()), vector_subtract(one, tail), tail);
    return parts;
}

CK_INLINE ck_vector gelu(ck_vector x) {
    return vector_multiply(x, normal(x).probability);
}

CK_INLINE ck_vector gelu_derivative(ck_vector x) {
    normal_parts parts = normal(x);
    ck_vector density = vector_multiply(vector_set1(0.39894228f), parts.power);
    return vector_multiply_add(x, density, parts.probability);
}

/// erf(x): up to 0.75 x times a polynomial in x^2, fitted with a relative error of 2^-29; beyond, 1 less twice the
/// probability above sqrt(2) |x|.
CK_INLINE ck_vector error_function(ck_vector x) {
    const ck_vector sign = vector_set1(-0.0f);
    ck_vector square = vector_multiply(x, x), size = vector_absolute(x);
    ck_vector sum = vector_set1(-0.000674950948f);
    sum = vector_multiply_add(sum, square, vector_set1(0.00511434488f));
    sum = vector_multiply_add(sum, square, vector_set1(-0.0268346239f));
    sum = vector_multiply_add(sum, square, vector_set1(0.112833768f));
    sum = vector_multiply_add(sum, square, vector_set1(-0.3761262f));
    // 2 / sqrt(pi) in two parts.
    sum = vector_multiply_add(sum, square, vector_set1(-6.0234640e-8f));
    ck_vector near = vector_multiply_add(x, vector_set1(0x1.20dd76p+0f), vector_multiply(x, sum));
    ck_vector above = normal(vector_multiply(vector_set1(-1.41421356f), size)).probability;
    ck_vector far = vector_negative_multiply_add(vector_set1(2.0f), above, vector_set1(1.0f));
    ck_vector result = vector_select(vector_greater(size, vector_set1(0.75f)), far, vector_absolute(near));
    return vector_or(result, vector_and(sign, x));
}

CK_KERNELS_END

#endif
