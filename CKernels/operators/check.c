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

/// Whether two matrices lie side by side in the rows of a larger one: `distance` bytes from the first to the second.
static bool are_side_by_side(const ck_operand *first, const ck_operand *second, uintptr_t distance) {
    const uintptr_t row = (uintptr_t)first->stride * sizeof(float);
    if (row == 0 || first->stride != second->stride) return false;
    const uintptr_t columns = distance % row;
    return columns >= (uintptr_t)first->width * sizeof(float) &&
           columns + (uintptr_t)second->width * sizeof(float) <= row;
}

static uintptr_t byte_count(const ck_operand *operand) {
    return (uintptr_t)operand->count * (operand->element_size > 0 ? (uintptr_t)operand->element_size : sizeof(float));
}

/// Whether two operands share memory in a way that the operator does not allow. Distances are taken without sign, which
/// tells on which side the other one lies.
static bool do_collide(const ck_operand *a, const ck_operand *b) {
    const uintptr_t a_bytes = byte_count(a), b_bytes = byte_count(b);
    if ((a->access == CK_READ && b->access == CK_READ) || a->count <= 0 || b->count <= 0) return false;
    const uintptr_t ahead = (uintptr_t)b->data - (uintptr_t)a->data, behind = (uintptr_t)a->data - (uintptr_t)b->data;
    if (ahead >= a_bytes && behind >= b_bytes) return false;
    const bool may_coincide = a->access != CK_WRITTEN && b->access != CK_WRITTEN;
    if (may_coincide && ahead == 0 && a_bytes == b_bytes) return false;
    return ahead <= behind ? !are_side_by_side(a, b, ahead) : !are_side_by_side(b, a, behind);
}

ck_status ck_check_operands(ck_context *context, const char *function, const ck_operand *operands, size_t count) {
    for (size_t index = 0; index < count; index++) {
        const ck_operand *operand = &operands[index];
        if (operand->count > 0 && operand->data == NULL) {
            return ck_fail(context, CK_INVALID_ARGUMENT, "%s: %s is NULL, expected %" PRId64 " elements", function,
                           operand->name, operand->count);
        }
        for (size_t other = 0; other < index; other++) {
            if (!do_collide(&operands[other], operand)) continue;
            return ck_fail(context, CK_INVALID_ARGUMENT, "%s: %s overlaps %s, expected memory of its own", function,
                           operand->name, operands[other].name);
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
