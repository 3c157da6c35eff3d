/// The vector abstraction of the micro-kernels, for any CPU: clang vector extensions, no intrinsics.
///
/// Each instruction set has a header of this name with the same functions; a template in micro/templates is written
/// once over them and instantiated per set. Semantics that all of them share:
/// - Loads and stores need no alignment. The partial forms touch only the first `count` lanes (0 ... CK_LANES); lanes
///   that are not loaded are 0.
/// - vector_maximum(a, b) is a > b ? a : b and vector_minimum(a, b) is a < b ? a : b in each lane, so b comes out if
///   either is NaN (and for zeros of either sign): put the operand whose NaN must survive second.
/// - Comparisons are false where a NaN takes part, except vector_not_equal, which is true.
/// - vector_multiply_add rounds once on AVX2 and AVX-512. Here the compiler decides: it fuses where the target always
///   has the instruction (as ARM64 does), else the product is rounded first.
/// - vector_sum adds lane i to lane i + n/2, then halves n, until one is left: an order that never varies.
#ifndef CK_MICRO_VECTOR_H
#define CK_MICRO_VECTOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/// Suffix of the functions that a template defines.
#define CK_VARIANT generic
/// Encloses all code that uses this header.
#define CK_KERNELS_BEGIN
#define CK_KERNELS_END

/// Lanes of a vector: what every 64-bit CPU has. May be set from outside to try the templates at other widths.
#ifndef CK_LANES
#define CK_LANES 4
#endif
enum { CK_VECTOR_BYTES = 4 * CK_LANES };

typedef float ck_vector __attribute__((vector_size(CK_VECTOR_BYTES)));
typedef int32_t ck_int_vector __attribute__((vector_size(CK_VECTOR_BYTES)));
/// One truth value per lane: all bits or none.
typedef ck_int_vector ck_mask;

#define CK_INLINE static inline __attribute__((always_inline, unused))

CK_INLINE ck_vector vector_set1(float value) {
    return value - (ck_vector){0};
}
CK_INLINE ck_vector vector_zero(void) {
    return (ck_vector){0};
}

CK_INLINE ck_vector vector_load(const float *from) {
    ck_vector result;
    memcpy(&result, from, sizeof result);
    return result;
}
/// Keeps a value in a register at this point of the program, where one register holds it and we know what it is called.
CK_INLINE void vector_pin(ck_vector *value) {
#if CK_LANES != 4
    (void)value;
#elif defined(__x86_64__)
    __asm__ volatile("" : "+x"(*value));
#elif defined(__aarch64__)
    __asm__ volatile("" : "+w"(*value));
#else
    (void)value;
#endif
}
CK_INLINE void vector_store(float *to, ck_vector value) {
    memcpy(to, &value, sizeof value);
}

CK_INLINE ck_vector vector_load_partial(const float *from, int64_t count) {
    ck_vector result = {0};
    for (int64_t lane = 0; lane < count && lane < CK_LANES; lane++) result[lane] = from[lane];
    return result;
}
CK_INLINE void vector_store_partial(float *to, ck_vector value, int64_t count) {
    for (int64_t lane = 0; lane < count && lane < CK_LANES; lane++) to[lane] = value[lane];
}

CK_INLINE ck_vector vector_add(ck_vector a, ck_vector b) {
    return a + b;
}
CK_INLINE ck_vector vector_subtract(ck_vector a, ck_vector b) {
    return a - b;
}
CK_INLINE ck_vector vector_multiply(ck_vector a, ck_vector b) {
    return a * b;
}
CK_INLINE ck_vector vector_divide(ck_vector a, ck_vector b) {
    return a / b;
}
/// a * b + c.
CK_INLINE ck_vector vector_multiply_add(ck_vector a, ck_vector b, ck_vector c) {
    return a * b + c;
}
/// c - a * b.
CK_INLINE ck_vector vector_negative_multiply_add(ck_vector a, ck_vector b, ck_vector c) {
    return c - a * b;
}
CK_INLINE ck_vector vector_square_root(ck_vector a) {
    return __builtin_elementwise_sqrt(a);
}

CK_INLINE ck_int_vector vector_bits(ck_vector a) {
    return (ck_int_vector)a;
}
CK_INLINE ck_vector vector_from_bits(ck_int_vector a) {
    return (ck_vector)a;
}

CK_INLINE ck_vector vector_and(ck_vector a, ck_vector b) {
    return (ck_vector)((ck_int_vector)a & (ck_int_vector)b);
}
CK_INLINE ck_vector vector_or(ck_vector a, ck_vector b) {
    return (ck_vector)((ck_int_vector)a | (ck_int_vector)b);
}
/// ~a & b.
CK_INLINE ck_vector vector_and_not(ck_vector a, ck_vector b) {
    return (ck_vector)(~(ck_int_vector)a & (ck_int_vector)b);
}
CK_INLINE ck_vector vector_absolute(ck_vector a) {
    return vector_and_not(vector_set1(-0.0f), a);
}
CK_INLINE ck_vector vector_negate(ck_vector a) {
    return -a;
}

CK_INLINE ck_mask vector_greater(ck_vector a, ck_vector b) {
    return a > b;
}
CK_INLINE ck_mask vector_greater_or_equal(ck_vector a, ck_vector b) {
    return a >= b;
}
CK_INLINE ck_mask vector_equal(ck_vector a, ck_vector b) {
    return a == b;
}
CK_INLINE ck_mask vector_not_equal(ck_vector a, ck_vector b) {
    return a != b;
}
CK_INLINE ck_mask mask_and(ck_mask a, ck_mask b) {
    return a & b;
}
CK_INLINE ck_mask mask_or(ck_mask a, ck_mask b) {
    return a | b;
}
/// mask ? a : b in each lane.
CK_INLINE ck_vector vector_select(ck_mask mask, ck_vector a, ck_vector b) {
    return (ck_vector)((mask & (ck_int_vector)a) | (~mask & (ck_int_vector)b));
}
CK_INLINE ck_int_vector int_vector_select(ck_mask mask, ck_int_vector a, ck_int_vector b) {
    return (mask & a) | (~mask & b);
}

CK_INLINE ck_vector vector_maximum(ck_vector a, ck_vector b) {
    return vector_select(a > b, a, b);
}
CK_INLINE ck_vector vector_minimum(ck_vector a, ck_vector b) {
    return vector_select(a < b, a, b);
}

CK_INLINE ck_int_vector int_vector_set1(int32_t value) {
    return value - (ck_int_vector){0};
}
CK_INLINE ck_int_vector int_vector_load(const int32_t *from) {
    ck_int_vector result;
    memcpy(&result, from, sizeof result);
    return result;
}
CK_INLINE void int_vector_store(int32_t *to, ck_int_vector value) {
    memcpy(to, &value, sizeof value);
}
CK_INLINE ck_int_vector int_vector_add(ck_int_vector a, ck_int_vector b) {
    return a + b;
}
CK_INLINE ck_int_vector int_vector_subtract(ck_int_vector a, ck_int_vector b) {
    return a - b;
}
CK_INLINE ck_int_vector int_vector_shift_left(ck_int_vector a, int bits) {
    return a << bits;
}
/// Arithmetic shift: the sign is repeated.
CK_INLINE ck_int_vector int_vector_shift_right(ck_int_vector a, int bits) {
    return a >> bits;
}

/// Nearest integers, ties to even, for |a| <= 2^22: adding 1.5 * 2^23 leaves the integer in the low mantissa bits.
CK_INLINE ck_int_vector vector_round_to_int(ck_vector a) {
    ck_vector shifter = vector_set1(12582912.0f);
    return vector_bits(a + shifter) - vector_bits(shifter);
}
CK_INLINE ck_vector vector_from_int(ck_int_vector a) {
    return __builtin_convertvector(a, ck_vector);
}

CK_INLINE float vector_sum(ck_vector a) {
    for (int half = CK_LANES / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) a[lane] += a[lane + half];
    }
    return a[0];
}

CK_INLINE ck_int_vector int_vector_load_partial(const int32_t *from, int64_t count) {
    ck_int_vector result = {0};
    for (int64_t lane = 0; lane < count && lane < CK_LANES; lane++) result[lane] = from[lane];
    return result;
}
CK_INLINE void int_vector_store_partial(int32_t *to, ck_int_vector value, int64_t count) {
    for (int64_t lane = 0; lane < count && lane < CK_LANES; lane++) to[lane] = value[lane];
}
/// Stores past the caches where the CPU can; the address is a multiple of the vector's size.
CK_INLINE void vector_stream(float *to, ck_vector value) {
    __builtin_nontemporal_store(value, (ck_vector *)to);
}
CK_INLINE ck_mask int_vector_equal(ck_int_vector a, ck_int_vector b) {
    return a == b;
}
/// a0 a2 a4 ... b1 b3 b5 ...
CK_INLINE ck_vector vector_every_second(ck_vector a, ck_vector b) {
    ck_vector result;
    for (int lane = 0; lane < CK_LANES / 2; lane++) {
        result[lane] = a[2 * lane];
        result[CK_LANES / 2 + lane] = b[2 * lane + 1];
    }
    return result;
}
/// a0 b0 a1 b1 ... in two vectors.
CK_INLINE void vector_interleave(ck_vector a, ck_vector b, ck_vector *low, ck_vector *high) {
    ck_vector both[2];
    for (int lane = 0; lane < CK_LANES; lane++) {
        both[2 * lane / CK_LANES][2 * lane % CK_LANES] = a[lane];
        both[2 * lane / CK_LANES][2 * lane % CK_LANES + 1] = b[lane];
    }
    *low = both[0];
    *high = both[1];
}
/// Lane j of vector i becomes lane i of vector j.
CK_INLINE void vectors_transpose(ck_vector v[CK_LANES]) {
    ck_vector t[CK_LANES];
    for (int i = 0; i < CK_LANES; i++) {
        for (int j = 0; j < CK_LANES; j++) t[j][i] = v[i][j];
    }
    for (int i = 0; i < CK_LANES; i++) v[i] = t[i];
}

/// a * 2^n for whole n in -150 ... 128, also where the result is 0 or infinity: in two steps, since 2^128 is no float.
CK_INLINE ck_vector vector_scale(ck_vector a, ck_vector n) {
    const ck_int_vector whole = vector_round_to_int(n), half = int_vector_shift_right(whole, 1);
    const ck_int_vector bias = int_vector_set1(127);
    const ck_int_vector first = int_vector_shift_left(int_vector_add(half, bias), 23);
    const ck_int_vector second = int_vector_shift_left(int_vector_add(int_vector_subtract(whole, half), bias), 23);
    return vector_multiply(vector_multiply(a, vector_from_bits(first)), vector_from_bits(second));
}
/// The nearest whole number, ties to even, for |a| <= 2^22.
CK_INLINE ck_vector vector_round(ck_vector a) {
    return vector_from_int(vector_round_to_int(a));
}

CK_INLINE bool mask_any(ck_mask mask) {
    int32_t any = 0;
    for (int lane = 0; lane < CK_LANES; lane++) any |= mask[lane];
    return any != 0;
}
/// The largest lane, of lanes that are no NaN.
CK_INLINE float vector_largest(ck_vector a) {
    float largest = a[0];
    for (int lane = 1; lane < CK_LANES; lane++) largest = a[lane] > largest ? a[lane] : largest;
    return largest;
}
CK_INLINE int32_t int_vector_smallest(ck_int_vector a) {
    int32_t smallest = a[0];
    for (int lane = 1; lane < CK_LANES; lane++) smallest = a[lane] < smallest ? a[lane] : smallest;
    return smallest;
}
/// Stores the first `count` lanes to every second float.
CK_INLINE void vector_store_alternate(float *to, ck_vector value, int64_t count) {
    for (int64_t lane = 0; lane < count && lane < CK_LANES; lane++) to[2 * lane] = value[lane];
}

#endif
