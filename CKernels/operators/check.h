/// What every entry point asks of its arguments before it touches an output.
#ifndef CK_OPERATORS_CHECK_H
#define CK_OPERATORS_CHECK_H

#include "core/context.h"

/// A named size and the least value it may have.
typedef struct {
    const char *name;
    int64_t value;
    int64_t minimum;
} ck_size;

/// What an operator does with an operand.
typedef enum {
    CK_READ,
    /// May share no element with another operand.
    CK_WRITTEN,
    /// May be the very array of an operand of as many elements: element i of one meets only element i of the other.
    CK_WRITTEN_IN_PLACE,
} ck_access;

/// A named array of `count` elements.
typedef struct {
    const char *name;
    const void *data;
    int64_t count;
    ck_access access;
    /// Of a matrix: elements of a row, and from one row to the next. 0: all elements follow each other.
    int64_t width;
    int64_t stride;
    /// Bytes of an element; 0: four.
    int64_t element_size;
} ck_operand;

/// Returns from the entry point unless the check passed.
#define CK_TRY(check)                                                                                                  \
    do {                                                                                                               \
        ck_status status_ = (check);                                                                                   \
        if (status_ != CK_OK) return status_;                                                                          \
    } while (0)

/// Checks sizes (CK_SIZE or CK_FIELD, ...) and stores their product, the number of elements.
#define CK_CHECK_SIZES(context, product, ...)                                                                          \
    ck_check_sizes(context, __func__, product, (const ck_size[]){__VA_ARGS__},                                         \
                   sizeof((const ck_size[]){__VA_ARGS__}) / sizeof(ck_size))
#define CK_SIZE(size) {#size, size, 0}
#define CK_FIELD(descriptor, field) {#field, (descriptor)->field, 0}
#define CK_FIELD_FROM(descriptor, field, minimum) {#field, (descriptor)->field, minimum}

/// Checks that operands (CK_INPUT, CK_OUTPUT, ...) of nonzero size are not NULL, and that no output overlaps another
/// operand.
#define CK_CHECK_OPERANDS(context, ...)                                                                                \
    ck_check_operands(context, __func__, (const ck_operand[]){__VA_ARGS__},                                            \
                      sizeof((const ck_operand[]){__VA_ARGS__}) / sizeof(ck_operand))
#define CK_INPUT(pointer, count) {#pointer, pointer, count, CK_READ, 0, 0}
#define CK_OUTPUT(pointer, count) {#pointer, pointer, count, CK_WRITTEN, 0, 0}
#define CK_IN_PLACE_OUTPUT(pointer, count) {#pointer, pointer, count, CK_WRITTEN_IN_PLACE, 0, 0}
/// Arrays of elements of another size than four bytes.
#define CK_SIZED_INPUT(pointer, count, element_size) {#pointer, pointer, count, CK_READ, 0, 0, element_size}
#define CK_SIZED_OUTPUT(pointer, count, element_size) {#pointer, pointer, count, CK_WRITTEN, 0, 0, element_size}
/// NULL is allowed.
#define CK_OPTIONAL_INPUT(pointer, count) CK_INPUT(pointer, (pointer) == NULL ? 0 : (count))
#define CK_OPTIONAL_OUTPUT(pointer, count) CK_OUTPUT(pointer, (pointer) == NULL ? 0 : (count))
/// `count` elements from the first to the last of rows of `width`, one every `stride`.
#define CK_INPUT_ROWS(pointer, count, width, stride) {#pointer, pointer, count, CK_READ, width, stride}
#define CK_OUTPUT_ROWS(pointer, count, width, stride) {#pointer, pointer, count, CK_WRITTEN, width, stride}

/// Checks that context and descriptor are there.
#define CK_CHECK_DESCRIPTOR(context, descriptor) ck_check_descriptor(context, __func__, descriptor)

/// Checks that beta is 0 or 1.
#define CK_CHECK_BETA(context, beta) ck_check_beta(context, __func__, beta)

ck_status ck_check_sizes(ck_context *context, const char *function, int64_t *product, const ck_size *sizes,
                         size_t count);
ck_status ck_check_operands(ck_context *context, const char *function, const ck_operand *operands, size_t count);
ck_status ck_check_descriptor(ck_context *context, const char *function, const void *descriptor);
ck_status ck_check_beta(ck_context *context, const char *function, float beta);

/// Position of the first value outside minimum ..< end, or -1. Long arrays are searched on all threads.
int64_t ck_find_outside(ck_context *context, const int32_t *values, int64_t count, int64_t minimum, int64_t end);

#endif
