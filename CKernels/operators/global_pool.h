/// What the two global pooling operators share.
#ifndef CK_OPERATORS_GLOBAL_POOL_H
#define CK_OPERATORS_GLOBAL_POOL_H

#include "micro/global_pool.h"
#include "operators/check.h"

/// Checks a descriptor; gives the number of rows (batch * channels) and of all elements.
ck_status ck_global_pool_check(ck_context *context, const char *function, const ck_global_pool_descriptor *descriptor,
                               int64_t *rows, int64_t *total);

/// Checks that each valid length, if there are any, is in 1 ... length.
ck_status ck_global_pool_check_lengths(ck_context *context, const char *function,
                                       const ck_global_pool_descriptor *descriptor, const int32_t *valid_lengths);

#endif
