/// The activations that can follow a product, one vector at a time. NaN stays NaN.
#ifndef CK_MICRO_TEMPLATES_ACTIVATION_H
#define CK_MICRO_TEMPLATES_ACTIVATION_H

#include "ck/gemm.h"
#include "micro/templates/vector_math.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

static inline ck_vector activate(ck_activation activation, float negative_slope, ck_vector x) {
    switch (activation) {
    case CK_ACTIVATION_NONE:
        return x;
    case CK_ACTIVATION_RELU:
        return vector_maximum(vector_zero(), x);
    case CK_ACTIVATION_LEAKY_RELU:
        return vector_select(vector_greater(x, vector_zero()), x, vector_multiply(vector_set1(negative_slope), x));
    case CK_ACTIVATION_SIGMOID:
        return sigmoid(x);
    case CK_ACTIVATION_TANH:
        return hyperbolic_tangent(x);
    }
    return x;
}

CK_KERNELS_END

#endif
