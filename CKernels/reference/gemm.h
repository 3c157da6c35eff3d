/// Matrix multiplication as it is specified.
#ifndef CK_REFERENCE_GEMM_H
#define CK_REFERENCE_GEMM_H

#include "ck/gemm.h"

/// C = activation(alpha * op(A) * op(B) + beta * C + bias), one dot product after the other. Also serves k = 0, where
/// the product is 0.
void ck_gemm_reference(const ck_gemm_descriptor *descriptor, const float *a, const float *b, const float *bias,
                       float *c);

#endif
