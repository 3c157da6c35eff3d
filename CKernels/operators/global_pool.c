#include "operators/global_pool.h"

#include <inttypes.h>

ck_status ck_global_pool_check(ck_context *context, const char *function, const ck_global_pool_descriptor *descriptor,
                               int64_t *rows, int64_t *total) {
    CK_TRY(ck_check_descriptor(context, function, descriptor));
    const ck_size sizes[] = {CK_FIELD(descriptor, batch), CK_FIELD(descriptor, channels),
                             CK_FIELD_FROM(descriptor, length, 1)};
    CK_TRY(ck_check_sizes(context, function, rows, sizes, 2));
    CK_TRY(ck_check_sizes(context, function, total, sizes, 3));
    if (descriptor->length <= INT32_MAX) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: length must be at most %d, got %" PRId64, function, INT32_MAX,
                   descriptor->length);
}

ck_status ck_global_pool_check_lengths(ck_context *context, const char *function,
                                       const ck_global_pool_descriptor *descriptor, const int32_t *valid_lengths) {
    if (valid_lengths == NULL) return CK_OK;
    int64_t outside = ck_find_outside(context, valid_lengths, descriptor->batch, 1, descriptor->length + 1);
    if (outside < 0) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: valid length %" PRId64 " is %" PRId32 ", expected 1 ... %" PRId64,
                   function, outside, valid_lengths[outside], descriptor->length);
}
