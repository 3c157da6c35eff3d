/// The vector abstraction on AVX-512 (F, BW, DQ, VL): 16 lanes. Semantics: see micro/generic/vector.h.
#ifndef CK_MICRO_VECTOR_H
#define CK_MICRO_VECTOR_H

#include <immintrin.h>
#include <stdbool.h>
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

CK_INLINE ck_int_vector int_vector_load_partial(const int32_t *from, int64_t count) {
    return _mm512_maskz_loadu_epi32(first_lanes(count), from);
}
CK_INLINE void int_vector_store_partial(int32_t *to, ck_int_vector value, int64_t count) {
    _mm512_mask_storeu_epi32(to, first_lanes(count), value);
}
/// Stores past the caches; the address is a multiple of the vector's size.
CK_INLINE void vector_stream(float *to, ck_vector value) {
    _mm512_stream_ps(to, value);
}
CK_INLINE ck_mask int_vector_equal(ck_int_vector a, ck_int_vector b) {
    return _mm512_cmpeq_epi32_mask(a, b);
}
/// a0 a2 a4 ... b1 b3 b5 ...
CK_INLINE ck_vector vector_every_second(ck_vector a, ck_vector b) {
    return _mm512_permutex2var_ps(a, _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31), b);
}
/// a0 b0 a1 b1 ... in two vectors.
CK_INLINE void vector_interleave(ck_vector a, ck_vector b, ck_vector *low, ck_vector *high) {
    *low = _mm512_permutex2var_ps(a, _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), b);
    *high =
        _mm512_permutex2var_ps(a, _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), b);
}
/// Lane j of vector i becomes lane i of vector j: pairs, then quadruples within 128 bits, then the 128-bit parts.
CK_INLINE void vectors_transpose(ck_vector v[CK_LANES]) {
    ck_vector t[CK_LANES];
    for (int i = 0; i < CK_LANES; i += 2) {
        t[i] = _mm512_unpacklo_ps(v[i], v[i + 1]);
        t[i + 1] = _mm512_unpackhi_ps(v[i], v[i + 1]);
    }
    for (int i = 0; i < CK_LANES; i += 4) {
        for (int j = 0; j < 2; j++) {
            __m512d upper = _mm512_castps_pd(t[i + j]), lower = _mm512_castps_pd(t[i + j + 2]);
            v[i + 2 * j] = _mm512_castpd_ps(_mm512_unpacklo_pd(upper, lower));
            v[i + 2 * j + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(upper, lower));
        }
    }
    for (int i = 0; i < 4; i++) {
        t[i] = _mm512_shuffle_f32x4(v[i], v[i + 4], 0x88);
        t[i + 4] = _mm512_shuffle_f32x4(v[i], v[i + 4], 0xdd);
        t[i + 8] = _mm512_shuffle_f32x4(v[i + 8], v[i + 12], 0x88);
        t[i + 12] = _mm512_shuffle_f32x4(v[i + 8], v[i + 12], 0xdd);
    }
    for (int i = 0; i < 8; i++) {
        v[i] = _mm512_shuffle_f32x4(t[i], t[i + 8], 0x88);
        v[i + 8] = _mm512_shuffle_f32x4(t[i], t[i + 8], 0xdd);
    }
}

/// a * 2^n for whole n in -150 ... 128, also where the result is 0 or infinity.
CK_INLINE ck_vector vector_scale(ck_vector a, ck_vector n) {
    return _mm512_scalef_ps(a, n);
}
CK_INLINE ck_vector vector_round(ck_vector a) {
    return _mm512_roundscale_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

CK_INLINE bool mask_any(ck_mask mask) {
    return mask != 0;
}
/// The largest lane, of lanes that are no NaN.
CK_INLINE float vector_largest(ck_vector a) {
    return _mm512_reduce_max_ps(a);
}
CK_INLINE int32_t int_vector_smallest(ck_int_vector a) {
    return _mm512_reduce_min_epi32(a);
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
