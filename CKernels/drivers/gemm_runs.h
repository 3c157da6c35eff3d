/// How tables of offsets are read fastest.
#ifndef CK_DRIVERS_GEMM_RUNS_H
#define CK_DRIVERS_GEMM_RUNS_H

#include "micro/gemm.h"

/// The runs in which both tables of `depth` offsets can be read, those of B rising by `b_step` in each.
ck_gemm_runs ck_gemm_runs_of(const int32_t *a_offsets, const int32_t *b_offsets, int64_t b_step, int64_t depth);

#endif
