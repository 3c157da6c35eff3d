/// Loops that find what a core can do at most.
#ifndef CK_MICRO_LIMITS_H
#define CK_MICRO_LIMITS_H

#include "ck/limits.h"

/// Loops over memory go over whole groups of this many values.
enum { CK_LIMIT_GROUP = 128 };

typedef struct {
    /// Floating-point operations in a round of `multiply_add`.
    int64_t operations;
    /// Returns a value that depends on all results, so that none can be left out.
    float (*multiply_add)(int64_t rounds);
    /// Goes over `count` values `rounds` times and returns a value that depends on what was read. `source` is read
    /// by CK_TRAFFIC_COPY and CK_TRAFFIC_UPDATE, and unused by the others.
    float (*traffic[CK_TRAFFIC_UPDATE + 1])(int64_t rounds, int64_t count, const float *source, float *values);
} ck_limit_kernels;

extern const ck_limit_kernels ck_limit_generic;
extern const ck_limit_kernels ck_limit_avx2;
extern const ck_limit_kernels ck_limit_avx512;

#endif
