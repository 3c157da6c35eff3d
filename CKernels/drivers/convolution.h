/// The variants of the convolution family beside the reference.
#ifndef CK_DRIVERS_CONVOLUTION_H
#define CK_DRIVERS_CONVOLUTION_H

#include <stdbool.h>

#include "reference/convolution.h"

/// Direct loops.
extern const ck_conv_functions ck_conv_direct;
extern const ck_conv_functions ck_conv_transpose_direct;

/// Windows of the image or the features, read where they lie by the GEMM kernel that the context has selected (the
/// generic one if that is the reference).
extern const ck_conv_functions ck_conv_gather;
extern const ck_conv_functions ck_conv_transpose_gather;

/// Winograd's algorithm for 3 x 3 filters with stride 1 and at least 32 channels on both sides (a weight gradient also
/// needs 32 tiles); other shapes as gather.
extern const ck_conv_functions ck_conv_winograd;

/// Whether that algorithm is the fastest for a ck_conv_shape.
bool ck_conv_suits_winograd(const void *shape);

/// Vectors along positions, for shapes with few channels, on the kernel of each instruction set.
extern const ck_conv_functions ck_conv_few_channels_generic;
extern const ck_conv_functions ck_conv_few_channels_avx2;
extern const ck_conv_functions ck_conv_few_channels_avx512;
extern const ck_conv_functions ck_conv_transpose_few_channels_generic;
extern const ck_conv_functions ck_conv_transpose_few_channels_avx2;
extern const ck_conv_functions ck_conv_transpose_few_channels_avx512;

#endif
