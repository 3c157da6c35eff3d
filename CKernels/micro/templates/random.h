/// Philox4x32-10 on as many blocks at once as a vector has lanes; see reference/random.c for the algorithm. The loops
/// over lanes have a constant length and become vector instructions.
#include <math.h>
#include <string.h>

#include "micro/random.h"

#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

enum { WORDS = 4, BATCH = WORDS * CK_LANES };

/// The words of CK_LANES blocks, as numbers in [0, 1), in the order of the stream. Each word of the state is the lower
/// half of 64 bits, as the multiplication of vectors takes it; the upper half is never read.
CK_INLINE void next_units(uint64_t key, uint64_t block, float units[BATCH]) {
    uint64_t c0[CK_LANES], c1[CK_LANES], c2[CK_LANES], c3[CK_LANES];
    for (int lane = 0; lane < CK_LANES; lane++) {
        c0[lane] = block + (uint64_t)lane;
        c1[lane] = (block + (uint64_t)lane) >> 32;
        c2[lane] = c3[lane] = 0;
    }
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        for (int lane = 0; lane < CK_LANES; lane++) {
            const uint64_t product0 = UINT64_C(0xD2511F53) * (uint32_t)c0[lane];
            const uint64_t product1 = UINT64_C(0xCD9E8D57) * (uint32_t)c2[lane];
            c0[lane] = (product1 >> 32) ^ c1[lane] ^ k0;
            c2[lane] = (product0 >> 32) ^ c3[lane] ^ k1;
            c1[lane] = product1;
            c3[lane] = product0;
        }
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    for (int lane = 0; lane < CK_LANES; lane++) {
        units[WORDS * lane + 0] = (float)(int32_t)((uint32_t)c0[lane] >> 8) * 0x1p-24f;
        units[WORDS * lane + 1] = (float)(int32_t)((uint32_t)c1[lane] >> 8) * 0x1p-24f;
        units[WORDS * lane + 2] = (float)(int32_t)((uint32_t)c2[lane] >> 8) * 0x1p-24f;
        units[WORDS * lane + 3] = (float)(int32_t)((uint32_t)c3[lane] >> 8) * 0x1p-24f;
    }
}

static void uniform(const void *argument, int64_t begin, int64_t end) {
    const ck_random_uniform_call *call = argument;
    const ck_vector low = vector_set1(call->low), span = vector_set1(call->span), largest = vector_set1(call->largest);
    for (; begin < end; begin += BATCH) {
        float units[BATCH];
        next_units(call->key, call->first_block + (uint64_t)begin / WORDS, units);
        float *output = call->output + begin;
        CK_FOR_VECTORS(0, end - begin < BATCH ? end - begin : BATCH, {
            // Two roundings on every instruction set, so that all variants draw the same bits: intrinsics and separate
            // functions are not contracted.
            ck_vector product = vector_multiply(span, load(units + i, CK_LANES));
            store(output + i, vector_minimum(vector_add(low, product), largest), lanes);
        });
    }
}

/// The natural logarithm of a normal positive number, to a few units of a double's last place: 2^exponent times
/// m in [sqrt(1/2), sqrt(2)), whose logarithm is the series of 2 artanh((m - 1) / (m + 1)).
CK_INLINE double logarithm(float x) {
#pragma STDC FP_CONTRACT OFF
    enum { SQUARE_ROOT_OF_HALF = 0x3F3504F3, MANTISSA_BITS = 23 };
    const double logarithm_of_two = 0.6931471805599453;
    int32_t bits;
    memcpy(&bits, &x, sizeof bits);
    const int32_t exponent = (bits - SQUARE_ROOT_OF_HALF) >> MANTISSA_BITS;
    bits -= (int32_t)((uint32_t)exponent << MANTISSA_BITS);
    float mantissa;
    memcpy(&mantissa, &bits, sizeof mantissa);
    const double s = ((double)mantissa - 1) / ((double)mantissa + 1), z = s * s;
    double series = 1.0 / 17;
    series = series * z + 1.0 / 15;
    series = series * z + 1.0 / 13;
    series = series * z + 1.0 / 11;
    series = series * z + 1.0 / 9;
    series = series * z + 1.0 / 7;
    series = series * z + 1.0 / 5;
    series = series * z + 1.0 / 3;
    return exponent * logarithm_of_two + 2 * (s + s * z * series);
}

/// cos(2 pi v) for v in [0, 1): -sin(2 pi w) with w = 1/4 - |v - 1/2|, exact and in [-1/4, 1/4], by the sine's series.
CK_INLINE double cosine_of_turns(float v) {
#pragma STDC FP_CONTRACT OFF
    const double two_pi = 6.283185307179586;
    const float from_half = v - 0.5f;
    const double y = two_pi * (0.25 - (double)(from_half < 0 ? -from_half : from_half)), z = y * y;
    double series = 1.0 / 51090942171709440000.0;
    series = series * z - 1.0 / 121645100408832000.0;
    series = series * z + 1.0 / 355687428096000.0;
    series = series * z - 1.0 / 1307674368000.0;
    series = series * z + 1.0 / 6227020800.0;
    series = series * z - 1.0 / 39916800.0;
    series = series * z + 1.0 / 362880.0;
    series = series * z - 1.0 / 5040.0;
    series = series * z + 1.0 / 120.0;
    series = series * z - 1.0 / 6.0;
    return -(y + y * z * series);
}

static void normal(const void *argument, int64_t begin, int64_t end) {
    enum { PAIRS = BATCH / 2 };
    const ck_random_normal_call *call = argument;
    const ck_vector mean = vector_set1(call->mean), deviation = vector_set1(call->deviation);
    for (; begin < end; begin += PAIRS) {
        float units[BATCH], values[PAIRS];
        next_units(call->key, call->first_block + (uint64_t)begin / (WORDS / 2), units);
        for (int pair = 0; pair < PAIRS; pair++) {
            const double radius = __builtin_elementwise_sqrt(-2 * logarithm(1.0f - units[2 * pair]));
            values[pair] = (float)(radius * cosine_of_turns(units[2 * pair + 1]));
        }
        float *output = call->output + begin;
        CK_FOR_VECTORS(0, end - begin < PAIRS ? end - begin : PAIRS, {
            store(output + i, vector_add(mean, vector_multiply(deviation, load(values + i, CK_LANES))), lanes);
        });
    }
}

static void mask(const void *argument, int64_t begin, int64_t end) {
    const ck_random_mask_call *call = argument;
    const ck_vector keep = vector_set1(call->keep), scale = vector_set1(call->scale);
    for (; begin < end; begin += BATCH) {
        float units[BATCH];
        next_units(call->key, call->first_block + (uint64_t)begin / WORDS, units);
        float *output = call->output + begin;
        CK_FOR_VECTORS(0, end - begin < BATCH ? end - begin : BATCH, {
            ck_mask is_kept = vector_greater(keep, load(units + i, CK_LANES));
            store(output + i, vector_select(is_kept, scale, vector_zero()), lanes);
        });
    }
}

CK_KERNELS_END

const ck_random_kernels CK_NAMED(ck_random) = {.grain = CK_GRAIN, .uniform = uniform, .normal = normal, .mask = mask};
