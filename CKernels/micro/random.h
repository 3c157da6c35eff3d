/// Kernels that draw random numbers. Items are values; ranges begin at multiples of four.
#ifndef CK_MICRO_RANDOM_H
#define CK_MICRO_RANDOM_H

#include "ck/random.h"
#include "micro/range.h"

typedef struct {
    uint64_t key;
    uint64_t first_block;
    float low;
    /// high - low.
    float span;
    /// The largest number below high.
    float largest;
    float *output;
} ck_random_uniform_call;

typedef struct {
    uint64_t key;
    uint64_t first_block;
    float mean;
    float deviation;
    float *output;
} ck_random_normal_call;

typedef struct {
    uint64_t key;
    uint64_t first_block;
    float keep;
    float scale;
    float *output;
} ck_random_mask_call;

typedef struct {
    int64_t grain;
    ck_range_kernel uniform;
    ck_range_kernel normal;
    ck_range_kernel mask;
} ck_random_kernels;

extern const ck_random_kernels ck_random_reference;
extern const ck_random_kernels ck_random_generic;
extern const ck_random_kernels ck_random_avx2;
extern const ck_random_kernels ck_random_avx512;

#endif
