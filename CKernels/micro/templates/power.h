/// a to the power of b, in double precision: an error in log2(a) is multiplied by up to 128 bits of b * log2(a). Plain
/// arithmetic without branches, so that compilers make vectors of it.
#ifndef CK_MICRO_TEMPLATES_POWER_H
#define CK_MICRO_TEMPLATES_POWER_H

#include <string.h>

#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

CK_INLINE uint64_t bits_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

CK_INLINE double double_of(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/// log2(x) for finite positive x, to 2^-38 of its value. x = 2^n m with sqrt(1/2) <= m < sqrt(2), and
/// log(m) = 2 atanh(s), s = (m - 1) / (m + 1).
CK_INLINE double binary_logarithm(double x) {
    const uint64_t root_of_half = 0x3fe6a09e667f3bcd;
    const uint64_t distance = bits_of(x) - root_of_half;
    const double n = (double)((int32_t)(distance >> 32) >> 20);
    const double m = double_of(bits_of(x) - (distance & 0xfff0000000000000));
    const double s = (m - 1.0) / (m + 1.0), z = s * s;
    double series = 1.0 / 15;
    series = series * z + 1.0 / 13;
    series = series * z + 1.0 / 11;
    series = series * z + 1.0 / 9;
    series = series * z + 1.0 / 7;
    series = series * z + 1.0 / 5;
    series = series * z + 1.0 / 3;
    return n + 2.8853900817779268 * (s + s * z * series);
}

/// Adding it leaves the nearest integer in the low bits.
#define CK_SHIFTER 0x1.8p52

/// 2^t for |t| <= 200.
CK_INLINE double power_of_two(double t) {
    const double shifted = t + CK_SHIFTER;
    const double r = (t - (shifted - CK_SHIFTER)) * 0.69314718055994531;
    double sum = 1.0 / 362880;
    sum = sum * r + 1.0 / 40320;
    sum = sum * r + 1.0 / 5040;
    sum = sum * r + 1.0 / 720;
    sum = sum * r + 1.0 / 120;
    sum = sum * r + 1.0 / 24;
    sum = sum * r + 1.0 / 6;
    sum = sum * r + 0.5;
    sum = sum * r + 1.0;
    sum = sum * r + 1.0;
    return double_of(bits_of(sum) + (bits_of(shifted) << 52));
}

/// In double precision a denormal is none, but it counts as 0.
CK_INLINE double without_denormal(float x) {
    return __builtin_fabsf(x) < 0x1p-126f ? __builtin_copysignf(0.0f, x) : x;
}

CK_INLINE float power_of_one(float base, float exponent) {
    const double infinity = __builtin_inf(), x = without_denormal(base), y = without_denormal(exponent);
    const double magnitude = __builtin_fabs(x), y_magnitude = __builtin_fabs(y);
    double logarithm = binary_logarithm(magnitude);
    logarithm = magnitude == 0.0 ? -infinity : logarithm;
    logarithm = magnitude == infinity ? infinity : logarithm;
    double t = y * logarithm;
    t = t > 200.0 ? 200.0 : t;
    t = t < -200.0 ? -200.0 : t;
    // Powers of -1 and 1 are no product of an infinity and 0.
    double result = magnitude == 1.0 ? 1.0 : power_of_two(t);
    // Floats beyond 2^24 are even.
    const double shifted = (y_magnitude < 0x1p40 ? y_magnitude : 0x1p40) + CK_SHIFTER;
    const bool is_whole = shifted - CK_SHIFTER == y_magnitude || y_magnitude > 0x1p24;
    const double odd_sign = (bits_of(shifted) & 1) != 0 && is_whole ? -1.0 : 1.0;
    result = (bits_of(x) >> 63) != 0 ? result * odd_sign : result;
    const bool has_root = x >= 0.0 || x == -infinity || is_whole;
    result = has_root && x == x && y == y ? result : __builtin_nan("");
    return (float)(y == 0.0 || x == 1.0 ? 1.0 : result);
}

CK_INLINE ck_vector power(ck_vector base, ck_vector exponent) {
    float bases[CK_LANES], exponents[CK_LANES], results[CK_LANES];
    vector_store(bases, base);
    vector_store(exponents, exponent);
    for (int lane = 0; lane < CK_LANES; lane++) results[lane] = power_of_one(bases[lane], exponents[lane]);
    return vector_load(results);
}

CK_KERNELS_END

#endif
