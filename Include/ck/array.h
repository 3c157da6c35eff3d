/// Operators on arrays of any rank: copies between layouts, broadcasting, selection by index, order along an axis.
///
/// Arrays with strides: element [i, j, ...] is i * strides[0] + j * strides[1] + ... elements from the pointer, which
/// stands at element [0, 0, ...]. Strides of inputs may be 0, where elements repeat, or negative. Ranks are 0 (one
/// element) to CK_MAXIMUM_RANK; `sizes` and strides have `rank` values each.
///
/// Arrays along an axis are seen as [outer, axis, inner]. An index outside the axis is refused with CK_INVALID_ARGUMENT
/// and its position.
#ifndef CK_ARRAY_H
#define CK_ARRAY_H

#include "ck/context.h"
#include "ck/elementwise.h"

CK_BEGIN

#define CK_MAXIMUM_RANK 8

/// output[...] = input[...] for elements of `element_size` bytes, 1 or 4. The elements of the output lie apart; what
/// lies between them is not written.
CK_API ck_status ck_copy_strided(ck_context *context, int64_t element_size, int64_t rank, const int64_t *sizes,
                                 const void *input, const int64_t *input_strides, void *output,
                                 const int64_t *output_strides);

/// output[...] = operation(a[...], b[...]); the output is contiguous, a and b are read through their strides: 0 along
/// the axes along which they are broadcast.
CK_API ck_status ck_binary_broadcast_f32(ck_context *context, ck_binary_operation operation, int64_t rank,
                                         const int64_t *sizes, const float *a, const int64_t *a_strides, const float *b,
                                         const int64_t *b_strides, float *output);

/// With a NaN on either side only CK_COMPARE_NOT_EQUAL is true.
typedef enum {
    CK_COMPARE_EQUAL = 0,
    CK_COMPARE_NOT_EQUAL = 1,
    CK_COMPARE_LESS = 2,
    CK_COMPARE_LESS_EQUAL = 3,
    CK_COMPARE_GREATER = 4,
    CK_COMPARE_GREATER_EQUAL = 5,
    CK_COMPARE_COUNT = 6,
} ck_comparison;

/// output[...] = whether a[...] compares so with b[...]; operands as those of ck_binary_broadcast_f32.
CK_API ck_status ck_compare_broadcast_f32(ck_context *context, ck_comparison comparison, int64_t rank,
                                          const int64_t *sizes, const float *a, const int64_t *a_strides,
                                          const float *b, const int64_t *b_strides, bool *output);

/// output[i] = condition[i] ? a[i] : b[i].
CK_API ck_status ck_where_f32(ck_context *context, int64_t count, const bool *condition, const float *a, const float *b,
                              float *output);

/// output[o, j, i] = input[o, indices[j], i] for `count` indices.
CK_API ck_status ck_take_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, int64_t count,
                             const int32_t *indices, const float *input, float *output);

/// output[o, x, i] = sum of input[o, j, i] over all j with indices[j] = x, in order of j; 0 where there is none.
CK_API ck_status ck_take_add_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, int64_t count,
                                 const int32_t *indices, const float *input, float *output);

/// output[o, j, i] = input[o, indices[o, j, i], i] for indices of [outer, count, inner].
CK_API ck_status ck_gather_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, int64_t count,
                               const int32_t *indices, const float *input, float *output);

/// output[o, indices[o, j, i], i] += input[o, j, i], in order of j, for input and indices of [outer, count, inner].
CK_API ck_status ck_scatter_add_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, int64_t count,
                                    const int32_t *indices, const float *input, float *output);

/// output[o, x, i] = sum of input[o, y, i] over y <= x, or, if `reversed`, over y >= x; summed in double precision.
CK_API ck_status ck_cumulative_sum_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, bool reversed,
                                       const float *input, float *output);

/// output[o, :, i] = input[o, :, i] in ascending or descending order, and `indices` their positions along the axis.
/// Equal values, zeros of either sign and denormals among them, keep their order; NaN counts as largest. Either result
/// may be NULL.
CK_API ck_status ck_sort_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, bool descending,
                             const float *input, float *output, int32_t *indices);

/// The first k values of that order and their positions, [outer, k, inner], without sorting the rest.
CK_API ck_status ck_top_k_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, int64_t k,
                              bool descending, const float *input, float *output, int32_t *indices);

CK_END

#endif
