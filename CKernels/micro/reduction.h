/// Kernels of the reductions.
#ifndef CK_MICRO_REDUCTION_H
#define CK_MICRO_REDUCTION_H

#include "ck/reduction.h"
#include "micro/range.h"

/// The axis is cut into `blocks` blocks of `block_length` (the last may be shorter, or empty) and each is reduced on
/// its own: output[o, block, i] = beta * output[o, block, i] + reduction over the x of the block of input[o, x, i].
/// Items are elements of the output.
typedef struct {
    ck_reduce_operation operation;
    int64_t axis;
    int64_t inner;
    int64_t blocks;
    int64_t block_length;
    const float *input;
    float beta;
    float *output;
} ck_reduce_call;

/// Items are positions along the axis.
typedef struct {
    ck_reduce_operation operation;
    ck_reduce_descriptor size;
    const float *input;
    float beta;
    float *output;
} ck_reduce_around_axis_call;

/// Items are elements of the output.
typedef struct {
    bool is_minimum;
    int64_t axis;
    int64_t inner;
    const float *input;
    int32_t *output;
} ck_argmax_call;

typedef struct {
    int64_t grain;
    ck_range_kernel reduce;
    /// NULL: composed of two calls of `reduce`.
    ck_range_kernel around_axis;
    ck_range_kernel argmax;
} ck_reduction_kernels;

extern const ck_reduction_kernels ck_reduction_reference;
extern const ck_reduction_kernels ck_reduction_generic;
extern const ck_reduction_kernels ck_reduction_avx2;
extern const ck_reduction_kernels ck_reduction_avx512;

#endif
