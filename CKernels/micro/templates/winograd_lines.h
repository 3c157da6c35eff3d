/// What the lines of all Winograd transforms are made of.
#ifndef CK_MICRO_TEMPLATES_WINOGRAD_LINES_H
#define CK_MICRO_TEMPLATES_WINOGRAD_LINES_H

#include "micro/templates/activation.h"
#include "micro/templates/pixels.h"
#include "micro/winograd.h"

CK_KERNELS_BEGIN

CK_INLINE ck_vector scaled(float factor, ck_vector x) {
    return vector_multiply(vector_set1(factor), x);
}
/// x + factor * y.
CK_INLINE ck_vector add_scaled(ck_vector x, float factor, ck_vector y) {
    return vector_multiply_add(vector_set1(factor), y, x);
}

CK_KERNELS_END

#endif
