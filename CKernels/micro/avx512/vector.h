/// The vector abstraction on AVX-512 (F, BW, DQ, VL): 16 lanes. Semantics: see micro/generic/vector.h.
#ifndef CK_MICRO_VECTOR_H
#define CK_MICRO_VECTOR_H

#include <immintrin.h>
#include <stdint.h>

#define CK_VARIANT avx512
/// Encloses all code that uses this header: lets the compiler use the instruction set in this code alone.
#define CK_KERNELS_BEGIN                                                                                               \
    _Pragma("clang attribute push(__attribute__((target(\"avx512bw,avx512dq,avx512vl,fma\"))), apply_to = function)")
#define CK_KERNELS_END _Pragma("clang attribute pop")

#define CK_LANES 16

typedef __m512 ck_vector;
typedef __m512i ck_int_vector;
/// One bit per lane.
typedef __mmask16 ck_mask;

#define CK_INLINE static inline __attribute__((always_inline, unused))

CK_KERNELS_BEGIN

CK_INLINE ck_vector vector_set1(float value) {
    return _mm512_set1_ps(value);
}
CK_INLINE ck_vector vector_zero(void) {
    return _mm512_setzero_ps();
}
CK_INLINE ck_vector vector_load(const float *from) {
    return _mm512_loadu_ps(from);
}
/// Keeps a value in a register at this point of the program.
CK_INLINE void vector_pin(ck_vector *value) {
    __asm__ volatile("" : "+v"(*value));
}
CK_INLINE void vector_store(float *to, ck_vector value) {
    _mm512_storeu_ps(to, value);
}

CK_INLINE __mmask16 first_lanes(int64_t count) {
    return count >= CK_LANES ? (__mmask16)0xffff : (__mmask16)((1u << count) - 1);
}
CK_INLINE ck_vector vector_load_partial(const float *from, int64_t count) {
    return _mm512_maskz_loadu_ps(first_lanes(count), from);
}
CK_INLINE void vector_store_partial(float *to, ck_vector value, int64_t count) {
    _mm512_mask_storeu_ps(to, first_lanes(count), value);
}

CK_INLINE ck_vector vector_add(ck_vector a, ck_vector b) {
    return _mm512_add_ps(a, b);
}
CK_INLINE ck_vector vector_subtract(ck_vector a, ck_vector b) {
    return _mm512_sub_ps(a, b);
}
CK_INLINE ck_vector vector_multiply(ck_vector a, ck_vector b) {
    return _mm512_mul_ps(a, b);
}
CK_INLINE ck_vector vector_divide(ck_vector a, ck_vector b) {
    return _mm512_div_ps(a, b);
}
/// a * b + c.
CK_INLINE ck_vector vector_multiply_add(ck_vector a, ck_vector b, ck_vector c) {
    return _mm512_fmadd_ps(a, b, c);
}
/// c - a * b.
CK_INLINE ck_vector vector_negative_multiply_add(ck_vector a, ck_vector b, ck_vector c) {
    return _mm512_fnmadd_ps(a, b, c);
}
CK_INLINE ck_vector vector_square_root(ck_vector a) {
    return _mm512_sqrt_ps(a);
}

CK_INLINE ck_int_vector vector_bits(ck_vector a) {
    return _mm512_castps_si512(a);
}
CK_INLINE ck_vector vector_from_bits(ck_int_vector a) {
    return _mm512_castsi512_ps(a);
}

CK_INLINE ck_vector vector_and(ck_vector a, ck_vector b) {
    return _mm512_and_ps(a, b);
}
CK_INLINE ck_vector vector_or(ck_vector a, ck_vector b) {
    return _mm512_or_ps(a, b);
}
/// ~a & b.
CK_INLINE ck_vector vector_and_not(ck_vector a, ck_vector b) {
    return _mm512_andnot_ps(a, b);
}
CK_INLINE ck_vector vector_absolute(ck_vector a) {
    return vector_and_not(vector_set1(-0.0f), a);
}
CK_INLINE ck_vector vector_negate(ck_vector a) {
    return _mm512_xor_ps(vector_set1(-0.0f), a);
}

CK_INLINE ck_mask vector_greater(ck_vector a, ck_vector b) {
    return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ);
}
CK_INLINE ck_mask vector_greater_or_equal(ck_vector a, ck_vector b) {
    return _mm512_cmp_ps_mask(a, b, _CMP_GE_OQ);
}
CK_INLINE ck_mask vector_equal(ck_vector a, ck_vector b) {
    return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ);
}
CK_INLINE ck_mask vector_not_equal(ck_vector a, ck_vector b) {
    return _mm512_cmp_ps_mask(a, b, _CMP_NEQ_UQ);
}
CK_INLINE ck_mask mask_and(ck_mask a, ck_mask b) {
    return (ck_mask)(a & b);
}
CK_INLINE ck_mask mask_or(ck_mask a, ck_mask b) {
    return (ck_mask)(a | b);
}
/// mask ? a : b in each lane.
CK_INLINE ck_vector vector_select(ck_mask mask, ck_vector a, ck_vector b) {
    return _mm512_mask_blend_ps(mask, b, a);
}
CK_INLINE ck_int_vector int_vector_select(ck_mask mask, ck_int_vector a, ck_int_vector b) {
    return _mm512_mask_blend_epi32(mask, b, a);
}

CK_INLINE ck_vector vector_maximum(ck_vector a, ck_vector b) {
    return _mm512_max_ps(a, b);
}
CK_INLINE ck_vector vector_minimum(ck_vector a, ck_vector b) {
    return _mm512_min_ps(a, b);
}

CK_INLINE ck_int_vector int_vector_set1(int32_t value) {
    return _mm512_set1_epi32(value);
}
CK_INLINE ck_int_vector int_vector_load(const int32_t *from) {
    return _mm512_loadu_si512(from);
}
CK_INLINE void int_vector_store(int32_t *to, ck_int_vector value) {
    _mm512_storeu_si512(to, value);
}
CK_INLINE ck_int_vector int_vector_add(ck_int_vector a, ck_int_vector b) {
    return _mm512_add_epi32(a, b);
}
CK_INLINE ck_int_vector int_vector_subtract(ck_int_vector a, ck_int_vector b) {
    return _mm512_sub_epi32(a, b);
}
CK_INLINE ck_int_vector int_vector_shift_left(ck_int_vector a, int bits) {
    return _mm512_slli_epi32(a, (unsigned)bits);
}
/// Arithmetic shift: the sign is repeated.
CK_INLINE ck_int_vector int_vector_shift_right(ck_int_vector a, int bits) {
    return _mm512_srai_epi32(a, (unsigned)bits);
}

/// Nearest integers, ties to even.
CK_INLINE ck_int_vector vector_round_to_int(ck_vector a) {
    return _mm512_cvtps_epi32(a);
}
CK_INLINE ck_vector vector_from_int(ck_int_vector a) {
    return _mm512_cvtepi32_ps(a);
}

CK_INLINE __m256 lower_half(ck_vector a) {
    return _mm512_castps512_ps256(a);
}
CK_INLINE __m256 upper_half(ck_vector a) {
    return _mm512_extractf32x8_ps(a, 1);
}

CK_INLINE float vector_sum(ck_vector a) {
    __m256 eight = _mm256_add_ps(lower_half(a), upper_half(a));
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

/// Exchanges rows and columns of a square of vectors.
CK_INLINE void vector_transpose(ck_vector rows[CK_LANES]) {
    ck_vector pairs[16], fours[16];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i += 2) {
        pairs[i] = _mm512_unpacklo_ps(rows[i], rows[i + 1]);
        pairs[i + 1] = _mm512_unpackhi_ps(rows[i], rows[i + 1]);
    }
    // Quarter q of fours[i + k] holds column 4 q + k of rows i ... i + 3.
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i += 4) {
        const __m512d even = _mm512_castps_pd(pairs[i]), odd = _mm512_castps_pd(pairs[i + 1]);
        const __m512d next_even = _mm512_castps_pd(pairs[i + 2]), next_odd = _mm512_castps_pd(pairs[i + 3]);
        fours[i] = _mm512_castpd_ps(_mm512_unpacklo_pd(even, next_even));
        fours[i + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(even, next_even));
        fours[i + 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(odd, next_odd));
        fours[i + 3] = _mm512_castpd_ps(_mm512_unpackhi_pd(odd, next_odd));
    }
#pragma clang loop unroll(full)
    for (int k = 0; k < 4; k++) {
        const ck_vector even = _mm512_shuffle_f32x4(fours[k], fours[4 + k], 0x88);
        const ck_vector odd = _mm512_shuffle_f32x4(fours[k], fours[4 + k], 0xdd);
        const ck_vector lower_even = _mm512_shuffle_f32x4(fours[8 + k], fours[12 + k], 0x88);
        const ck_vector lower_odd = _mm512_shuffle_f32x4(fours[8 + k], fours[12 + k], 0xdd);
        rows[k] = _mm512_shuffle_f32x4(even, lower_even, 0x88);
        rows[4 + k] = _mm512_shuffle_f32x4(odd, lower_odd, 0x88);
        rows[8 + k] = _mm512_shuffle_f32x4(even, lower_even, 0xdd);
        rows[12 + k] = _mm512_shuffle_f32x4(odd, lower_odd, 0xdd);
    }
}

/// Stores the first `count` lanes to every second float.
CK_INLINE void vector_store_alternate(float *to, ck_vector value, int64_t count) {
    const __m512i lower = _mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
    const unsigned lanes = count >= CK_LANES ? 0x55555555u : 0x55555555u & ((1u << (2 * count)) - 1);
    _mm512_mask_storeu_ps(to, (__mmask16)lanes, _mm512_permutexvar_ps(lower, value));
    if (count <= CK_LANES / 2) return;
    const __m512i upper = _mm512_add_epi32(lower, _mm512_set1_epi32(8));
    _mm512_mask_storeu_ps(to + CK_LANES, (__mmask16)(lanes >> 16), _mm512_permutexvar_ps(upper, value));
}

CK_KERNELS_END

#endif
