/// The activations that can follow a product, one number at a time.
#ifndef CK_REFERENCE_ACTIVATION_H
#define CK_REFERENCE_ACTIVATION_H

#include <math.h>

#include "ck/gemm.h"

/// activation(x). A NaN stays a NaN.
static inline float ck_activate(ck_activation activation, float negative_slope, float x) {
    switch (activation) {
    case CK_ACTIVATION_NONE:
        return x;
    case CK_ACTIVATION_RELU:
        return x < 0.0f ? 0.0f : x;
    case CK_ACTIVATION_LEAKY_RELU:
        return x > 0.0f ? x : negative_slope * x;
    case CK_ACTIVATION_SIGMOID:
        return 1.0f / (1.0f + expf(-x));
    case CK_ACTIVATION_TANH:
        return tanhf(x);
    }
    return x;
}

#endif
