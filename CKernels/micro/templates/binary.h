/// The functions of two elements, on vectors.
#ifndef CK_MICRO_TEMPLATES_BINARY_H
#define CK_MICRO_TEMPLATES_BINARY_H

#include "ck/elementwise.h"
#include "micro/templates/power.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

CK_INLINE ck_vector binary(ck_binary_operation operation, ck_vector a, ck_vector b) {
    switch (operation) {
    case CK_BINARY_ADD:
        return vector_add(a, b);
    case CK_BINARY_SUBTRACT:
        return vector_subtract(a, b);
    case CK_BINARY_MULTIPLY:
        return vector_multiply(a, b);
    case CK_BINARY_DIVIDE:
        return vector_divide(a, b);
    case CK_BINARY_MAXIMUM:
        return maximum_or_nan(a, b);
    case CK_BINARY_MINIMUM:
        return minimum_or_nan(a, b);
    case CK_BINARY_POWER:
        return power(a, b);
    case CK_BINARY_COUNT:
        break;
    }
    return a;
}

/// Runs a loop that is compiled once for each operation, so that the switch above is decided outside of it.
#define FOR_EACH_BINARY(loop)                                                                                          \
    switch (call->operation) {                                                                                         \
    case CK_BINARY_ADD:                                                                                                \
        loop(CK_BINARY_ADD, call, begin, end);                                                                         \
        break;                                                                                                         \
    case CK_BINARY_SUBTRACT:                                                                                           \
        loop(CK_BINARY_SUBTRACT, call, begin, end);                                                                    \
        break;                                                                                                         \
    case CK_BINARY_MULTIPLY:                                                                                           \
        loop(CK_BINARY_MULTIPLY, call, begin, end);                                                                    \
        break;                                                                                                         \
    case CK_BINARY_DIVIDE:                                                                                             \
        loop(CK_BINARY_DIVIDE, call, begin, end);                                                                      \
        break;                                                                                                         \
    case CK_BINARY_MAXIMUM:                                                                                            \
        loop(CK_BINARY_MAXIMUM, call, begin, end);                                                                     \
        break;                                                                                                         \
    case CK_BINARY_MINIMUM:                                                                                            \
        loop(CK_BINARY_MINIMUM, call, begin, end);                                                                     \
        break;                                                                                                         \
    case CK_BINARY_POWER:                                                                                              \
        loop(CK_BINARY_POWER, call, begin, end);                                                                       \
        break;                                                                                                         \
    case CK_BINARY_COUNT:                                                                                              \
        break;                                                                                                         \
    }

CK_KERNELS_END

#endif
