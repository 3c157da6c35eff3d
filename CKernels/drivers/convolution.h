/// The variants of the convolution family beside the reference.
#ifndef CK_DRIVERS_CONVOLUTION_H
#define CK_DRIVERS_CONVOLUTION_H

#include "reference/convolution.h"

/// Direct loops.
extern const ck_conv_functions ck_conv_direct;
extern const ck_conv_functions ck_conv_transpose_direct;

/// The image unrolled into columns, on the GEMM kernel that the context has selected (the generic one if that is the
/// reference).
extern const ck_conv_functions ck_conv_im2col;
extern const ck_conv_functions ck_conv_transpose_im2col;

/// Vectors along positions, for shapes with few channels, on the kernel of each instruction set.
extern const ck_conv_functions ck_conv_few_channels_generic;
extern const ck_conv_functions ck_conv_few_channels_avx2;
extern const ck_conv_functions ck_conv_few_channels_avx512;
extern const ck_conv_functions ck_conv_transpose_few_channels_generic;
extern const ck_conv_functions ck_conv_transpose_few_channels_avx2;
extern const ck_conv_functions ck_conv_transpose_few_channels_avx512;

#endif
