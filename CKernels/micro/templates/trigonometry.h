/// Sine, cosine and tangent on vectors, for all floats.
#ifndef CK_MICRO_TEMPLATES_TRIGONOMETRY_H
#define CK_MICRO_TEMPLATES_TRIGONOMETRY_H

#include "micro/templates/vector_math.h"

CK_KERNELS_BEGIN

/// An angle as quarters * pi / 2 + rest, |rest| a little above pi / 4 at most; quarters modulo 4.
typedef struct {
    ck_int_vector quarters;
    ck_vector rest;
} angle_parts;

/// Splits one large angle as Payne and Hanek (1983) do: of the digits of 2 / pi, those that make multiples of 4 with
/// each bit of the angle are left out, and 96 of the others are enough.
static inline float split_large_angle(float angle, int32_t *quarters) {
    /// The binary digits of 2 / pi, behind a word of zeros.
    static const uint32_t digits[] = {0,          0xa2f9836e, 0x4e441529, 0xfc2757d1,
                                      0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab};
    uint32_t bits;
    __builtin_memcpy(&bits, &angle, sizeof bits);
    const int exponent = (int)(bits >> 23) - 150;
    *quarters = 0;
    if (exponent > 104) return __builtin_nanf("");
    const uint64_t mantissa = (bits & 0x7fffff) | 0x800000;
    // The first digit that counts has the weight 2 for the lowest bit of the mantissa.
    const int first = exponent - 2 + 32;
    const uint32_t *word = digits + first / 32;
    uint64_t part[3];
    for (int k = 0; k < 3; k++) {
        const uint64_t pair = (uint64_t)word[k] << 32 | word[k + 1];
        part[k] = pair << first % 32 >> 32;
    }
    // The angle in units of 2^-62 quarters, modulo 4 quarters.
    uint64_t turn = (mantissa * part[0] << 32) + mantissa * part[1] + (mantissa * part[2] >> 32);
    const uint64_t whole = (turn + (UINT64_C(1) << 61)) >> 62;
    *quarters = (int32_t)whole;
    turn -= whole << 62;
    return (float)((double)(int64_t)turn * 0x1.921fb54442d18p-62);
}

/// From here, angles have too many quarters for a product with a part of pi / 2 to be exact.
#define LARGE_ANGLE 12288.0f

static __attribute__((noinline)) void split_large_angles(const float *angles, float *rests, int32_t *quarters) {
    for (int lane = 0; lane < CK_LANES; lane++) {
        if (angles[lane] >= LARGE_ANGLE) rests[lane] = split_large_angle(angles[lane], &quarters[lane]);
    }
}

/// For angles that are not negative. pi / 2 has five parts; the first four have 11 bits, so that their products with up
/// to 2^13 quarters are exact, multiply-adds fused or not, and so is what they leave of an angle close to a multiple.
CK_INLINE angle_parts angle_split(ck_vector angle) {
    const ck_vector quarters = vector_round(vector_multiply(angle, vector_set1(0x1.45f306p-1f)));
    angle_parts parts;
    parts.quarters = vector_round_to_int(quarters);
    parts.rest = vector_negative_multiply_add(quarters, vector_set1(0x1.92p+0f), angle);
    parts.rest = vector_negative_multiply_add(quarters, vector_set1(0x1.fb4p-12f), parts.rest);
    parts.rest = vector_negative_multiply_add(quarters, vector_set1(0x1.444p-24f), parts.rest);
    parts.rest = vector_negative_multiply_add(quarters, vector_set1(0x1.68cp-39f), parts.rest);
    parts.rest = vector_negative_multiply_add(quarters, vector_set1(0x1.1a6264p-54f), parts.rest);
    if (mask_any(vector_greater_or_equal(angle, vector_set1(LARGE_ANGLE)))) {
        float angles[CK_LANES], rests[CK_LANES];
        int32_t whole[CK_LANES];
        vector_store(angles, angle);
        vector_store(rests, parts.rest);
        int_vector_store(whole, parts.quarters);
        split_large_angles(angles, rests, whole);
        parts.rest = vector_load(rests);
        parts.quarters = int_vector_load(whole);
    }
    return parts;
}

/// sin(r) for |r| <= 0.79: a polynomial with a relative error of 2^-27.
CK_INLINE ck_vector sine_series(ck_vector r) {
    ck_vector square = vector_multiply(r, r);
    ck_vector sum = vector_set1(-0.000195135202f);
    sum = vector_multiply_add(sum, square, vector_set1(0.00833215099f));
    sum = vector_multiply_add(sum, square, vector_set1(-0.166666552f));
    return vector_multiply_add(vector_multiply(r, square), sum, r);
}

/// cos(r) for |r| <= 0.79, with a relative error of 2^-30.
CK_INLINE ck_vector cosine_series(ck_vector r) {
    ck_vector square = vector_multiply(r, r);
    ck_vector sum = vector_set1(2.44287839e-05f);
    sum = vector_multiply_add(sum, square, vector_set1(-0.0013887278f));
    sum = vector_multiply_add(sum, square, vector_set1(0.0416666456f));
    ck_vector first = vector_negative_multiply_add(square, vector_set1(0.5f), vector_set1(1.0f));
    return vector_multiply_add(vector_multiply(square, square), sum, first);
}

/// Whether this bit of a number is set.
CK_INLINE ck_mask has_bit(ck_int_vector number, int bit) {
    return int_vector_equal(int_vector_shift_right(int_vector_shift_left(number, 31 - bit), 31), int_vector_set1(-1));
}

CK_INLINE ck_vector sine_of_parts(angle_parts parts) {
    ck_vector result = vector_select(has_bit(parts.quarters, 0), cosine_series(parts.rest), sine_series(parts.rest));
    return vector_select(has_bit(parts.quarters, 1), vector_negate(result), result);
}

/// Tiny angles are their own sine and tangent, -0 among them.
CK_INLINE ck_mask is_tiny(ck_vector x) {
    return vector_greater(vector_set1(0x1p-13f), vector_absolute(x));
}

CK_INLINE ck_vector sine(ck_vector x) {
    angle_parts parts = angle_split(vector_absolute(x));
    // Half a turn changes the sign.
    ck_int_vector turned = int_vector_add(parts.quarters, int_vector_set1(2));
    parts.quarters = int_vector_select(vector_greater(vector_zero(), x), turned, parts.quarters);
    return vector_select(is_tiny(x), x, sine_of_parts(parts));
}

CK_INLINE ck_vector cosine(ck_vector x) {
    angle_parts parts = angle_split(vector_absolute(x));
    parts.quarters = int_vector_add(parts.quarters, int_vector_set1(1));
    return sine_of_parts(parts);
}

CK_INLINE ck_vector tangent(ck_vector x) {
    angle_parts parts = angle_split(vector_absolute(x));
    ck_vector s = sine_series(parts.rest), c = cosine_series(parts.rest);
    ck_mask is_odd = has_bit(parts.quarters, 0);
    ck_vector result = vector_divide(vector_select(is_odd, vector_negate(c), s), vector_select(is_odd, s, c));
    result = vector_select(vector_greater(vector_zero(), x), vector_negate(result), result);
    return vector_select(is_tiny(x), x, result);
}

CK_KERNELS_END

#endif
