#include "micro/limits.h"
#include "micro/templates/vectors.h"

/// Each pass must touch memory again: the compiler is told that values may have changed.
#define NEXT_ROUND __asm__ volatile("" ::: "memory")

/// As many running sums as sixteen registers hold beside the factor and the term: where a multiplication and an
/// addition are two instructions of four cycles each, this keeps both units nearly busy; fused ones need no more than
/// ten.
#define FOR_SUMS(one)                                                                                                  \
    one(0) one(1) one(2) one(3) one(4) one(5) one(6) one(7) one(8) one(9) one(10) one(11) one(12) one(13)
enum { SUM_COUNT = 14 };

CK_KERNELS_BEGIN

/// sum = sum * factor + term stays finite, and no part of it is the same in the next round.
static float multiply_add(int64_t rounds) {
    // Not constants, or the compiler could compute the results.
    const ck_vector factor = vector_set1(1.0f / (float)(2 + rounds % 2));
    const ck_vector term = vector_set1((float)(1 + rounds % 3));
#define SUM(i) ck_vector sum##i = vector_set1((float)(rounds + i));
    FOR_SUMS(SUM)
#undef SUM
    for (int64_t round = 0; round < rounds; round++) {
#define ADD(i) sum##i = vector_multiply_add(sum##i, factor, term);
        FOR_SUMS(ADD)
#undef ADD
    }
    ck_vector total = vector_zero();
#define TOTAL(i) total = vector_add(total, sum##i);
    FOR_SUMS(TOTAL)
#undef TOTAL
    return vector_sum(total);
}

/// Bits are collected by `or`, the cheapest use of a value, in four chains.
static float read_values(int64_t rounds, int64_t count, const float *source, float *values) {
    (void)source;
    ck_vector bits0 = vector_zero(), bits1 = bits0, bits2 = bits0, bits3 = bits0;
    for (int64_t round = 0; round < rounds; round++) {
        for (int64_t i = 0; i < count; i += 4 * CK_LANES) {
            bits0 = vector_or(bits0, vector_load(values + i));
            bits1 = vector_or(bits1, vector_load(values + i + CK_LANES));
            bits2 = vector_or(bits2, vector_load(values + i + 2 * CK_LANES));
            bits3 = vector_or(bits3, vector_load(values + i + 3 * CK_LANES));
        }
        NEXT_ROUND;
    }
    return vector_sum(vector_or(vector_or(bits0, bits1), vector_or(bits2, bits3)));
}

static float write_values(int64_t rounds, int64_t count, const float *source, float *values) {
    (void)source;
    const ck_vector value = vector_set1(0.5f);
    for (int64_t round = 0; round < rounds; round++) {
        for (int64_t i = 0; i < count; i += 4 * CK_LANES) {
            vector_store(values + i, value);
            vector_store(values + i + CK_LANES, value);
            vector_store(values + i + 2 * CK_LANES, value);
            vector_store(values + i + 3 * CK_LANES, value);
        }
        NEXT_ROUND;
    }
    return 0.0f;
}

static float stream_values(int64_t rounds, int64_t count, const float *source, float *values) {
    (void)source;
    const ck_vector value = vector_set1(0.5f);
    for (int64_t round = 0; round < rounds; round++) {
        for (int64_t i = 0; i < count; i += CK_LANES) __builtin_nontemporal_store(value, (ck_vector *)(values + i));
        NEXT_ROUND;
    }
    // Later loads and stores of other threads must see what was written past the caches.
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return 0.0f;
}

static float copy_values(int64_t rounds, int64_t count, const float *source, float *values) {
    for (int64_t round = 0; round < rounds; round++) {
        for (int64_t i = 0; i < count; i += 2 * CK_LANES) {
            ck_vector first = vector_load(source + i), second = vector_load(source + i + CK_LANES);
            vector_store(values + i, first);
            vector_store(values + i + CK_LANES, second);
        }
        NEXT_ROUND;
    }
    return 0.0f;
}

static float update_values(int64_t rounds, int64_t count, const float *source, float *values) {
    const ck_vector half = vector_set1(0.5f);
    for (int64_t round = 0; round < rounds; round++) {
        for (int64_t i = 0; i < count; i += 2 * CK_LANES) {
            ck_vector first = vector_multiply_add(half, vector_load(values + i), vector_load(source + i));
            ck_vector second =
                vector_multiply_add(half, vector_load(values + i + CK_LANES), vector_load(source + i + CK_LANES));
            vector_store(values + i, first);
            vector_store(values + i + CK_LANES, second);
        }
        NEXT_ROUND;
    }
    return 0.0f;
}

CK_KERNELS_END

const ck_limit_kernels CK_NAMED(ck_limit) = {
    .operations = 2 * SUM_COUNT * CK_LANES,
    .multiply_add = multiply_add,
    .traffic = {[CK_TRAFFIC_READ] = read_values,
                [CK_TRAFFIC_WRITE] = write_values,
                [CK_TRAFFIC_STREAM] = stream_values,
                [CK_TRAFFIC_COPY] = copy_values,
                [CK_TRAFFIC_UPDATE] = update_values},
};
