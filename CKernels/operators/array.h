/// What the operators on arrays of any rank check.
#ifndef CK_OPERATORS_ARRAY_H
#define CK_OPERATORS_ARRAY_H

#include "micro/array.h"
#include "operators/check.h"

/// The elements of an array with strides that lie between its first and its last one in memory.
typedef struct {
    /// Of the first, from element [0, 0, ...]: at most 0.
    int64_t first;
    int64_t count;
} ck_extent;

/// Checks rank and sizes, and stores the number of elements.
ck_status ck_check_rank(ck_context *context, const char *function, int64_t rank, const int64_t *sizes, int64_t *total);

/// Checks the strides of an array of `total` elements.
ck_status ck_check_strides(ck_context *context, const char *function, const char *name, int64_t rank,
                           const int64_t *sizes, const int64_t *strides, int64_t total, ck_extent *extent);

/// The memory that an array with strides takes, as an operand to be checked.
ck_operand ck_strided_operand(const char *name, const void *data, ck_extent extent, int64_t element_size,
                              ck_access access);

static inline const ck_array_kernels *ck_select_array(ck_context *context) {
    return ck_select(context, CK_OPERATOR_ARRAY, NULL);
}

#endif
