#include "operators/check.h"

#include <inttypes.h>
#include <stdatomic.h>

#include "drivers/ranges.h"

ck_status ck_check_sizes(ck_context *context, const char *function, int64_t *product, const ck_size *sizes,
                         size_t count) {
    if (context == NULL) return CK_INVALID_ARGUMENT;
    bool is_empty = false;
    for (size_t index = 0; index < count; index++) {
        const ck_size *size = &sizes[index];
        if (size->value < size->minimum) {
            return ck_fail(context, CK_INVALID_ARGUMENT, "%s: %s must be at least %" PRId64 ", got %" PRId64, function,
                           size->name, size->minimum, size->value);
        }
        is_empty |= size->value == 0;
    }
    int64_t elements = is_empty ? 0 : 1;
    const int64_t most = INT64_MAX / (int64_t)sizeof(float);
    for (size_t index = 0; index < count; index++) {
        if (__builtin_mul_overflow(elements, sizes[index].value, &elements) || elements > most) {
            return ck_fail(context, CK_INVALID_ARGUMENT,
                           "%s: the product of the sizes up to %s = %" PRId64 " is more than can be addressed",
                           function, sizes[index].name, sizes[index].value);
        }
    }
    *product = elements;
    return CK_OK;
}

ck_status ck_check_operands(ck_context *context, const char *function, const ck_operand *operands, size_t count) {
    for (size_t index = 0; index < count; index++) {
        const ck_operand *operand = &operands[index];
        if (operand->count > 0 && operand->data == NULL) {
            return ck_fail(context, CK_INVALID_ARGUMENT, "%s: %s is NULL, expected %" PRId64 " elements", function,
                           operand->name, operand->count);
        }
    }
    return CK_OK;
}

ck_status ck_check_descriptor(ck_context *context, const char *function, const void *descriptor) {
    if (context == NULL) return CK_INVALID_ARGUMENT;
    if (descriptor == NULL) return ck_fail(context, CK_INVALID_ARGUMENT, "%s: the descriptor is NULL", function);
    return CK_OK;
}

ck_status ck_check_beta(ck_context *context, const char *function, float beta) {
    if (beta == 0.0f || beta == 1.0f) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: beta must be 0 or 1, got %g", function, (double)beta);
}

typedef struct {
    const int32_t *values;
    int32_t low;
    int32_t high;
    /// Position of the first value outside that is known.
    _Atomic int64_t first;
} bounds_check;

static void find_outside(const void *argument, int64_t begin, int64_t end) {
    bounds_check *check = (bounds_check *)argument;
    int32_t outside = 0;
    for (int64_t index = begin; index < end; index++) {
        outside |= (check->values[index] < check->low) | (check->values[index] > check->high);
    }
    if (!outside) return;
    int64_t index = begin;
    while (check->values[index] >= check->low && check->values[index] <= check->high) index++;
    int64_t known = atomic_load(&check->first);
    while (index < known && !atomic_compare_exchange_weak(&check->first, &known, index)) continue;
}

int64_t ck_find_outside(ck_context *context, const int32_t *values, int64_t count, int64_t minimum, int64_t end) {
    enum { VALUES_PER_PIECE = 1 << 16 };
    bounds_check check = {.values = values,
                          .low = (int32_t)minimum,
                          .high = end - 1 > INT32_MAX ? INT32_MAX : (int32_t)(end - 1),
                          .first = INT64_MAX};
    ck_run_ranges(context, count, 1, 1, VALUES_PER_PIECE, find_outside, &check);
    return check.first == INT64_MAX ? -1 : check.first;
}
