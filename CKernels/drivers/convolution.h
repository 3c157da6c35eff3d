/// The variants of the convolution family beside the reference.
#ifndef CK_DRIVERS_CONVOLUTION_H
#define CK_DRIVERS_CONVOLUTION_H

#include "reference/convolution.h"

/// Direct loops.
extern const ck_conv_functions ck_conv_direct;
extern const ck_conv_functions ck_conv_transpose_direct;

/// Windows of the image or the features, read where they lie by the GEMM kernel that the context has selected (the
/// generic one if that is the reference).
extern const ck_conv_functions ck_conv_gather;
extern const ck_conv_functions ck_conv_transpose_gather;

#endif
