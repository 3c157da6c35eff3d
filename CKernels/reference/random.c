// Philox4x32-10: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
#include <math.h>

#include "micro/random.h"

/// Encrypts the counter {block, 0} in ten rounds.
static void philox(uint64_t key, uint64_t block, uint32_t words[4]) {
    uint32_t c0 = (uint32_t)block, c1 = (uint32_t)(block >> 32), c2 = 0, c3 = 0;
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t product0 = UINT64_C(0xD2511F53) * c0, product1 = UINT64_C(0xCD9E8D57) * c2;
        c0 = (uint32_t)(product1 >> 32) ^ c1 ^ k0;
        c2 = (uint32_t)(product0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)product1;
        c3 = (uint32_t)product0;
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
}

/// Value `index` of the stream, in [0, 1): 24 bits.
static float unit(uint64_t key, uint64_t first_block, int64_t index) {
    uint32_t words[4];
    philox(key, first_block + (uint64_t)index / 4, words);
    return (float)(words[index % 4] >> 8) * 0x1p-24f;
}

static void uniform(const void *argument, int64_t begin, int64_t end) {
#pragma STDC FP_CONTRACT OFF
    const ck_random_uniform_call *call = argument;
    for (int64_t i = begin; i < end; i++) {
        float value = call->low + call->span * unit(call->key, call->first_block, i);
        call->output[i] = value < call->largest ? value : call->largest;
    }
}

/// Box and Muller, "A note on the generation of random normal deviates", 1958; one number of each pair.
static void normal(const void *argument, int64_t begin, int64_t end) {
#pragma STDC FP_CONTRACT OFF
    const double two_pi = 6.283185307179586;
    const ck_random_normal_call *call = argument;
    for (int64_t i = begin; i < end; i++) {
        const double u = unit(call->key, call->first_block, 2 * i), v = unit(call->key, call->first_block, 2 * i + 1);
        const float value = (float)(sqrt(-2.0 * log(1.0 - u)) * cos(two_pi * v));
        call->output[i] = call->mean + call->deviation * value;
    }
}

static void mask(const void *argument, int64_t begin, int64_t end) {
    const ck_random_mask_call *call = argument;
    for (int64_t i = begin; i < end; i++) {
        call->output[i] = unit(call->key, call->first_block, i) < call->keep ? call->scale : 0.0f;
    }
}

const ck_random_kernels ck_random_reference = {
    .grain = CK_ONE_PIECE, .uniform = uniform, .normal = normal, .mask = mask};
