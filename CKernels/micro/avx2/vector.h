/// The vector abstraction on AVX2 and FMA: 8 lanes. Semantics: see micro/generic/vector.h.
#ifndef CK_MICRO_VECTOR_H
#define CK_MICRO_VECTOR_H

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>

#define CK_VARIANT avx2
/// Encloses all code that uses this header: lets the compiler use the instruction set in this code alone.
#define CK_KERNELS_BEGIN _Pragma("clang attribute push(__attribute__((target(\"avx2,fma\"))), apply_to = function)")
#define CK_KERNELS_END _Pragma("clang attribute pop")

#define CK_LANES 8

typedef __m256 ck_vector;
typedef __m256i ck_int_vector;
/// One truth value per lane: all bits or none.
typedef __m256 ck_mask;

#define CK_INLINE static inline __attribute__((always_inline, unused))

CK_KERNELS_BEGIN

CK_INLINE ck_vector vector_set1(float value) {
    return _mm256_set1_ps(value);
}
CK_INLINE ck_vector vector_zero(void) {
    return _mm256_setzero_ps();
}
CK_INLINE ck_vector vector_load(const float *from) {
    return _mm256_loadu_ps(from);
}
/// Keeps a value in a register at this point of the program.
CK_INLINE void vector_pin(ck_vector *value) {
    __asm__ volatile("" : "+x"(*value));
}
CK_INLINE void vector_store(float *to, ck_vector value) {
    _mm256_storeu_ps(to, value);
}

CK_INLINE __m256i first_lanes(int64_t count) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
CK_INLINE ck_vector vector_load_partial(const float *from, int64_t count) {
    return _mm256_maskload_ps(from, first_lanes(count));
}
CK_INLINE void vector_store_partial(float *to, ck_vector value, int64_t count) {
    // Not a masked store: AMD's CPUs before AVX-512 take tens of cycles for one.
    if (count >= CK_LANES) {
        vector_store(to, value);
        return;
    }
    __m128 rest = _mm256_castps256_ps128(value);
    if (count & 4) {
        _mm_storeu_ps(to, rest);
        rest = _mm256_extractf128_ps(value, 1);
        to += 4;
    }
    if (count & 2) {
        _mm_storel_pi((__m64 *)to, rest);
        rest = _mm_movehl_ps(rest, rest);
        to += 2;
    }
    if (count & 1) _mm_store_ss(to, rest);
}

CK_INLINE ck_vector vector_add(ck_vector a, ck_vector b) {
    return _mm256_add_ps(a, b);
}
CK_INLINE ck_vector vector_subtract(ck_vector a, ck_vector b) {
    return _mm256_sub_ps(a, b);
}
CK_INLINE ck_vector vector_multiply(ck_vector a, ck_vector b) {
    return _mm256_mul_ps(a, b);
}
CK_INLINE ck_vector vector_divide(ck_vector a, ck_vector b) {
    return _mm256_div_ps(a, b);
}
/// a * b + c.
CK_INLINE ck_vector vector_multiply_add(ck_vector a, ck_vector b, ck_vector c) {
    return _mm256_fmadd_ps(a, b, c);
}
/// c - a * b.
CK_INLINE ck_vector vector_negative_multiply_add(ck_vector a, ck_vector b, ck_vector c) {
    return _mm256_fnmadd_ps(a, b, c);
}
CK_INLINE ck_vector vector_square_root(ck_vector a) {
    return _mm256_sqrt_ps(a);
}

CK_INLINE ck_int_vector vector_bits(ck_vector a) {
    return _mm256_castps_si256(a);
}
CK_INLINE ck_vector vector_from_bits(ck_int_vector a) {
    return _mm256_castsi256_ps(a);
}

CK_INLINE ck_vector vector_and(ck_vector a, ck_vector b) {
    return _mm256_and_ps(a, b);
}
CK_INLINE ck_vector vector_or(ck_vector a, ck_vector b) {
    return _mm256_or_ps(a, b);
}
/// ~a & b.
CK_INLINE ck_vector vector_and_not(ck_vector a, ck_vector b) {
    return _mm256_andnot_ps(a, b);
}
CK_INLINE ck_vector vector_absolute(ck_vector a) {
    return vector_and_not(vector_set1(-0.0f), a);
}
CK_INLINE ck_vector vector_negate(ck_vector a) {
    return _mm256_xor_ps(vector_set1(-0.0f), a);
}

CK_INLINE ck_mask vector_greater(ck_vector a, ck_vector b) {
    return _mm256_cmp_ps(a, b, _CMP_GT_OQ);
}
CK_INLINE ck_mask vector_greater_or_equal(ck_vector a, ck_vector b) {
    return _mm256_cmp_ps(a, b, _CMP_GE_OQ);
}
CK_INLINE ck_mask vector_equal(ck_vector a, ck_vector b) {
    return _mm256_cmp_ps(a, b, _CMP_EQ_OQ);
}
CK_INLINE ck_mask vector_not_equal(ck_vector a, ck_vector b) {
    return _mm256_cmp_ps(a, b, _CMP_NEQ_UQ);
}
CK_INLINE ck_mask mask_and(ck_mask a, ck_mask b) {
    return _mm256_and_ps(a, b);
}
CK_INLINE ck_mask mask_or(ck_mask a, ck_mask b) {
    return _mm256_or_ps(a, b);
}
/// mask ? a : b in each lane.
CK_INLINE ck_vector vector_select(ck_mask mask, ck_vector a, ck_vector b) {
    return _mm256_blendv_ps(b, a, mask);
}
CK_INLINE ck_int_vector int_vector_select(ck_mask mask, ck_int_vector a, ck_int_vector b) {
    return _mm256_blendv_epi8(b, a, _mm256_castps_si256(mask));
}

CK_INLINE ck_vector vector_maximum(ck_vector a, ck_vector b) {
    return _mm256_max_ps(a, b);
}
CK_INLINE ck_vector vector_minimum(ck_vector a, ck_vector b) {
    return _mm256_min_ps(a, b);
}

CK_INLINE ck_int_vector int_vector_set1(int32_t value) {
    return _mm256_set1_epi32(value);
}
CK_INLINE ck_int_vector int_vector_load(const int32_t *from) {
    return _mm256_loadu_si256((const __m256i *)from);
}
CK_INLINE void int_vector_store(int32_t *to, ck_int_vector value) {
    _mm256_storeu_si256((__m256i *)to, value);
}
CK_INLINE ck_int_vector int_vector_add(ck_int_vector a, ck_int_vector b) {
    return _mm256_add_epi32(a, b);
}
CK_INLINE ck_int_vector int_vector_subtract(ck_int_vector a, ck_int_vector b) {
    return _mm256_sub_epi32(a, b);
}
CK_INLINE ck_int_vector int_vector_shift_left(ck_int_vector a, int bits) {
    return _mm256_slli_epi32(a, bits);
}
/// Arithmetic shift: the sign is repeated.
CK_INLINE ck_int_vector int_vector_shift_right(ck_int_vector a, int bits) {
    return _mm256_srai_epi32(a, bits);
}

/// Nearest integers, ties to even.
CK_INLINE ck_int_vector vector_round_to_int(ck_vector a) {
    return _mm256_cvtps_epi32(a);
}
CK_INLINE ck_vector vector_from_int(ck_int_vector a) {
    return _mm256_cvtepi32_ps(a);
}

CK_INLINE float vector_sum(ck_vector a) {
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

CK_INLINE ck_int_vector int_vector_load_partial(const int32_t *from, int64_t count) {
    return _mm256_maskload_epi32(from, first_lanes(count));
}
CK_INLINE void int_vector_store_partial(int32_t *to, ck_int_vector value, int64_t count) {
    vector_store_partial((float *)to, _mm256_castsi256_ps(value), count);
}
/// Stores past the caches; the address is a multiple of the vector's size.
CK_INLINE void vector_stream(float *to, ck_vector value) {
    _mm256_stream_ps(to, value);
}
CK_INLINE ck_mask int_vector_equal(ck_int_vector a, ck_int_vector b) {
    return _mm256_castsi256_ps(_mm256_cmpeq_epi32(a, b));
}
/// a0 a2 a4 ... b1 b3 b5 ...
CK_INLINE ck_vector vector_every_second(ck_vector a, ck_vector b) {
    const __m256d pairs = _mm256_castps_pd(_mm256_shuffle_ps(a, b, _MM_SHUFFLE(3, 1, 2, 0)));
    return _mm256_castpd_ps(_mm256_permute4x64_pd(pairs, _MM_SHUFFLE(3, 1, 2, 0)));
}
/// a0 b0 a1 b1 ... in two vectors.
CK_INLINE void vector_interleave(ck_vector a, ck_vector b, ck_vector *low, ck_vector *high) {
    const ck_vector even = _mm256_unpacklo_ps(a, b), odd = _mm256_unpackhi_ps(a, b);
    *low = _mm256_permute2f128_ps(even, odd, 0x20);
    *high = _mm256_permute2f128_ps(even, odd, 0x31);
}
/// Lane j of vector i becomes lane i of vector j: pairs, then quadruples within 128 bits, then the 128-bit parts.
CK_INLINE void vectors_transpose(ck_vector v[CK_LANES]) {
    ck_vector t[CK_LANES];
    for (int i = 0; i < CK_LANES; i += 2) {
        t[i] = _mm256_unpacklo_ps(v[i], v[i + 1]);
        t[i + 1] = _mm256_unpackhi_ps(v[i], v[i + 1]);
    }
    for (int i = 0; i < CK_LANES; i += 4) {
        for (int j = 0; j < 2; j++) {
            __m256d upper = _mm256_castps_pd(t[i + j]), lower = _mm256_castps_pd(t[i + j + 2]);
            v[i + 2 * j] = _mm256_castpd_ps(_mm256_unpacklo_pd(upper, lower));
            v[i + 2 * j + 1] = _mm256_castpd_ps(_mm256_unpackhi_pd(upper, lower));
        }
    }
    for (int i = 0; i < 4; i++) {
        const ck_vector upper = v[i], lower = v[i + 4];
        v[i] = _mm256_permute2f128_ps(upper, lower, 0x20);
        v[i + 4] = _mm256_permute2f128_ps(upper, lower, 0x31);
    }
}

/// a * 2^n for whole n in -150 ... 128, also where the result is 0 or infinity: in two steps, since 2^128 is no float.
CK_INLINE ck_vector vector_scale(ck_vector a, ck_vector n) {
    const ck_int_vector whole = vector_round_to_int(n), half = int_vector_shift_right(whole, 1);
    const ck_int_vector bias = int_vector_set1(127);
    const ck_int_vector first = int_vector_shift_left(int_vector_add(half, bias), 23);
    const ck_int_vector second = int_vector_shift_left(int_vector_add(int_vector_subtract(whole, half), bias), 23);
    return vector_multiply(vector_multiply(a, vector_from_bits(first)), vector_from_bits(second));
}
CK_INLINE ck_vector vector_round(ck_vector a) {
    return _mm256_round_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

CK_INLINE bool mask_any(ck_mask mask) {
    return _mm256_movemask_ps(mask) != 0;
}
/// The largest lane, of lanes that are no NaN.
CK_INLINE float vector_largest(ck_vector a) {
    __m128 four = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
    __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}
CK_INLINE int32_t int_vector_smallest(ck_int_vector a) {
    __m128i four = _mm_min_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
    __m128i two = _mm_min_epi32(four, _mm_unpackhi_epi64(four, four));
    return _mm_cvtsi128_si32(_mm_min_epi32(two, _mm_shuffle_epi32(two, 1)));
}
/// Stores the first `count` lanes to every second float.
CK_INLINE void vector_store_alternate(float *to, ck_vector value, int64_t count) {
    float lanes[CK_LANES];
    vector_store(lanes, value);
    for (int64_t lane = 0; lane < count && lane < CK_LANES; lane++) to[2 * lane] = lanes[lane];
}

CK_KERNELS_END

#endif
