/// Reductions whose axis may be long: it is cut into blocks, whose results are reduced in turn.
#ifndef CK_DRIVERS_REDUCTION_H
#define CK_DRIVERS_REDUCTION_H

#include "ck/context.h"
#include "micro/reduction.h"

/// Bytes of scratch memory that ck_run_reduce needs; 0 if it goes in one step.
size_t ck_reduce_scratch_bytes(const ck_reduction_kernels *kernels, const ck_reduce_descriptor *size);

/// output[o, i] = beta * output[o, i] + reduction over x of input[o, x, i]; beta is for sums only.
void ck_run_reduce(ck_context *context, const ck_reduction_kernels *kernels, ck_reduce_operation operation,
                   const ck_reduce_descriptor *size, const float *input, float beta, float *output, float *scratch);

#endif
