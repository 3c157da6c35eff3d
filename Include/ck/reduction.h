/// Reductions over a tensor seen as [outer, axis, inner].
///
/// A NaN among the values is the sum, the product, the maximum and the minimum.
#ifndef CK_REDUCTION_H
#define CK_REDUCTION_H

#include "ck/context.h"

CK_BEGIN

typedef enum {
    CK_REDUCE_SUM = 0,
    CK_REDUCE_SUM_OF_SQUARES = 1,
    CK_REDUCE_MAXIMUM = 2,
    CK_REDUCE_MINIMUM = 3,
    CK_REDUCE_PRODUCT = 4,
    CK_REDUCE_COUNT = 5,
} ck_reduce_operation;

typedef struct {
    int64_t outer;
    int64_t axis;
    int64_t inner;
} ck_reduce_descriptor;

/// output[o, i] = reduction over x of input[o, x, i]. The sum of nothing is 0, the
/// product 1; the maximum of nothing is refused.
CK_API ck_status ck_reduce_axis_f32(ck_context *context, ck_reduce_operation operation,
                                    const ck_reduce_descriptor *descriptor, const float *input, float *output);

/// output[x] = beta * output[x] + reduction over o and i of input[o, x, i]: a sum per channel. Sums only
/// (CK_REDUCE_SUM, CK_REDUCE_SUM_OF_SQUARES); beta 0 or 1.
CK_API ck_status ck_reduce_around_axis_f32(ck_context *context, ck_reduce_operation operation,
                                           const ck_reduce_descriptor *descriptor, const float *input, float beta,
                                           float *output);

/// output[o, i] = the first x at which input[o, x, i] is largest. NaN counts as largest.
CK_API ck_status ck_argmax_f32(ck_context *context, const ck_reduce_descriptor *descriptor, const float *input,
                               int32_t *output);

/// output[o, i] = the first x at which input[o, x, i] is smallest. NaN counts as smallest.
CK_API ck_status ck_argmin_f32(ck_context *context, const ck_reduce_descriptor *descriptor, const float *input,
                               int32_t *output);

CK_END

#endif
