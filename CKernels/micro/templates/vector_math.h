/// Exponential, logarithm and the functions made of them, on vectors. Measured errors in units in the last place: exp
/// and log at most 1.1, tanh, sigmoid and softplus below 3. Infinities and NaN come out as in C. Results below the
/// smallest normal number may be 0, because denormals are flushed where kernels run.
#ifndef CK_MICRO_TEMPLATES_VECTOR_MATH_H
#define CK_MICRO_TEMPLATES_VECTOR_MATH_H

#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// An argument of the exponential as exponent * log(2) + rest, |rest| <= log(2) / 2.
typedef struct {
    /// A whole number.
    ck_vector exponent;
    ck_vector rest;
} exponential_parts;

/// The arguments are cut off where the result is 0 or infinity anyway.
CK_INLINE exponential_parts exponential_split(ck_vector x) {
    x = vector_minimum(vector_set1(89.0f), vector_maximum(vector_set1(-104.0f), x));
    exponential_parts parts;
    const ck_vector n = parts.exponent = vector_round(vector_multiply(x, vector_set1(0x1.715476p+0f)));
    // log(2) in two parts; the first has few bits, so that its product with n is exact.
    parts.rest = vector_negative_multiply_add(n, vector_set1(0x1.63p-1f), x);
    parts.rest = vector_negative_multiply_add(n, vector_set1(-0x1.bd0106p-13f), parts.rest);
    return parts;
}

/// exp(r) - 1 for |r| <= log(2) / 2: the Taylor series, cut off below half a unit in the last place.
CK_INLINE ck_vector exponential_minus_one_series(ck_vector r) {
    ck_vector sum = vector_set1(1.0f / 5040);
    sum = vector_multiply_add(sum, r, vector_set1(1.0f / 720));
    sum = vector_multiply_add(sum, r, vector_set1(1.0f / 120));
    sum = vector_multiply_add(sum, r, vector_set1(1.0f / 24));
    sum = vector_multiply_add(sum, r, vector_set1(1.0f / 6));
    sum = vector_multiply_add(sum, r, vector_set1(0.5f));
    return vector_multiply_add(vector_multiply(r, r), sum, r);
}

CK_INLINE ck_vector exponential(ck_vector x) {
    exponential_parts parts = exponential_split(x);
    ck_vector result = vector_add(vector_set1(1.0f), exponential_minus_one_series(parts.rest));
    return vector_scale(result, parts.exponent);
}

/// exp(x) - 1 for x <= 0, without cancellation.
CK_INLINE ck_vector exponential_minus_one_of_negative(ck_vector x) {
    exponential_parts parts = exponential_split(vector_maximum(vector_set1(-80.0f), x));
    ck_vector power = vector_scale(vector_set1(1.0f), parts.exponent);
    return vector_multiply_add(power, exponential_minus_one_series(parts.rest),
                               vector_subtract(power, vector_set1(1.0f)));
}

/// exponent * log(2) + log(1 + f) for sqrt(1/2) <= 1 + f <= sqrt(2). With s = f / (2 + f),
/// log(1 + f) = 2 atanh(s) = 2 s + s R, R = 2/3 s^2 + 2/5 s^4 + ...; and 2 s = f - s f, arranged such that f, the
/// largest term, is added last.
CK_INLINE ck_vector logarithm_of_parts(ck_vector exponent, ck_vector f) {
    ck_vector s = vector_divide(f, vector_add(vector_set1(2.0f), f));
    ck_vector z = vector_multiply(s, s);
    ck_vector series = vector_set1(2.0f / 11);
    series = vector_multiply_add(series, z, vector_set1(2.0f / 9));
    series = vector_multiply_add(series, z, vector_set1(2.0f / 7));
    series = vector_multiply_add(series, z, vector_set1(2.0f / 5));
    series = vector_multiply_add(series, z, vector_set1(2.0f / 3));
    ck_vector half_square = vector_multiply(vector_set1(0.5f), vector_multiply(f, f));
    ck_vector correction = vector_multiply(s, vector_multiply_add(series, z, half_square));
    correction = vector_multiply_add(exponent, vector_set1(-0x1.bd0106p-13f), correction);
    ck_vector rest = vector_subtract(f, vector_subtract(half_square, correction));
    return vector_multiply_add(exponent, vector_set1(0x1.63p-1f), rest);
}

CK_INLINE ck_vector logarithm(ck_vector x) {
    const ck_vector infinity = vector_set1(__builtin_inff());
    ck_int_vector bits = vector_bits(x);
    const ck_int_vector root_of_half = int_vector_set1(0x3f3504f3);
    ck_int_vector exponent = int_vector_shift_right(int_vector_subtract(bits, root_of_half), 23);
    ck_vector mantissa = vector_from_bits(int_vector_subtract(bits, int_vector_shift_left(exponent, 23)));
    ck_vector result = logarithm_of_parts(vector_from_int(exponent), vector_subtract(mantissa, vector_set1(1.0f)));
    result = vector_select(vector_greater_or_equal(x, vector_set1(0x1p-126f)), result, vector_negate(infinity));
    result = vector_select(vector_equal(x, infinity), x, result);
    result = vector_select(vector_greater(vector_zero(), x), vector_set1(__builtin_nanf("")), result);
    return vector_select(is_nan(x), x, result);
}

/// log(1 + u) for 0 <= u <= 1.
CK_INLINE ck_vector logarithm_of_one_plus(ck_vector u) {
    const ck_vector one = vector_set1(1.0f);
    ck_mask is_upper = vector_greater(u, vector_set1(0.41421356f));
    ck_vector halved = vector_multiply(vector_set1(0.5f), vector_subtract(u, one));
    return logarithm_of_parts(vector_select(is_upper, one, vector_zero()), vector_select(is_upper, halved, u));
}

/// log(1 + x) for any x: 1 + x is rounded, and its mantissa gets back what that lost.
CK_INLINE ck_vector logarithm_of_one_more(ck_vector x) {
    const ck_vector one = vector_set1(1.0f), infinity = vector_set1(__builtin_inff());
    ck_vector sum = vector_add(one, x);
    ck_vector lost = vector_subtract(x, vector_subtract(sum, one));
    ck_int_vector bits = vector_bits(sum);
    ck_int_vector exponent = int_vector_shift_right(int_vector_subtract(bits, int_vector_set1(0x3f3504f3)), 23);
    ck_vector mantissa = vector_from_bits(int_vector_subtract(bits, int_vector_shift_left(exponent, 23)));
    ck_vector scaled = vector_scale(lost, vector_negate(vector_from_int(exponent)));
    ck_vector fraction = vector_add(vector_subtract(mantissa, one), scaled);
    ck_vector result = logarithm_of_parts(vector_from_int(exponent), fraction);
    // Tiny arguments, infinity and NaN are their own results.
    ck_mask is_ordinary =
        mask_and(vector_greater(vector_absolute(x), vector_set1(0x1p-26f)), vector_greater(infinity, x));
    result = vector_select(is_ordinary, result, x);
    result = vector_select(vector_equal(sum, vector_zero()), vector_negate(infinity), result);
    return vector_select(vector_greater(vector_zero(), sum), vector_set1(__builtin_nanf("")), result);
}

/// exp(x) - 1 for any x.
CK_INLINE ck_vector exponential_minus_one(ck_vector x) {
    const ck_vector one = vector_set1(1.0f);
    exponential_parts parts = exponential_split(x);
    ck_vector series = exponential_minus_one_series(parts.rest);
    ck_vector power = vector_scale(one, parts.exponent);
    ck_vector result = vector_multiply_add(power, series, vector_subtract(power, one));
    // The power alone may be infinite where the result is not, and there the 1 does not count.
    ck_vector large = vector_scale(vector_add(one, series), parts.exponent);
    result = vector_select(vector_greater(x, vector_set1(64.0f)), large, result);
    return vector_select(vector_greater(vector_absolute(x), vector_set1(0x1p-26f)), result, x);
}

/// exp(-x^2).
CK_INLINE ck_vector exponential_of_negative_square(ck_vector x) {
    // What the square was rounded by, where multiply-adds are fused: the power would carry it many times over.
    ck_vector t = vector_minimum(vector_set1(16.0f), vector_absolute(x));
    ck_vector square = vector_multiply(t, t);
    ck_vector rest = vector_multiply_add(t, t, vector_negate(square));
    return vector_multiply(exponential(vector_negate(square)), vector_subtract(vector_set1(1.0f), rest));
}

/// The nearest integer, the even one of two. Floats from 2^23 up are integers; adding that to others leaves no
/// fraction.
CK_INLINE ck_vector round_to_even(ck_vector x) {
    const ck_vector sign = vector_set1(-0.0f), shifter = vector_set1(0x1p23f);
    ck_vector size = vector_absolute(x);
    ck_vector rounded = vector_subtract(vector_add(size, shifter), shifter);
    rounded = vector_select(vector_greater(shifter, size), rounded, size);
    return vector_or(rounded, vector_and(sign, x));
}

/// The largest integer that is not above x.
CK_INLINE ck_vector round_down(ck_vector x) {
    ck_vector nearest = round_to_even(x);
    ck_vector below = vector_subtract(nearest, vector_set1(1.0f));
    return vector_select(vector_greater(nearest, x), below, nearest);
}

CK_INLINE ck_vector sigmoid(ck_vector x) {
    const ck_vector one = vector_set1(1.0f);
    return vector_divide(one, vector_add(one, exponential(vector_negate(x))));
}

/// With t = exp(-2 |x|) - 1: tanh |x| = -t / (t + 2).
CK_INLINE ck_vector hyperbolic_tangent(ck_vector x) {
    const ck_vector sign = vector_set1(-0.0f);
    ck_vector t = exponential_minus_one_of_negative(vector_multiply(vector_set1(-2.0f), vector_absolute(x)));
    ck_vector result = vector_divide(vector_negate(t), vector_add(t, vector_set1(2.0f)));
    return vector_or(vector_and_not(sign, result), vector_and(sign, x));
}

/// log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)).
CK_INLINE ck_vector softplus(ck_vector x) {
    ck_vector tail = logarithm_of_one_plus(exponential(vector_negate(vector_absolute(x))));
    return vector_add(vector_maximum(vector_zero(), x), tail);
}

CK_KERNELS_END

#endif
