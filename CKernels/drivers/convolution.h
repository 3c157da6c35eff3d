/// The variants of the convolution family beside the reference.
#ifndef CK_DRIVERS_CONVOLUTION_H
#define CK_DRIVERS_CONVOLUTION_H

#include <stdbool.h>

#include "reference/convolution.h"

/// What a convolution computes. The forward pass of a convolution makes features, that of a transposed one an image.
typedef enum {
    CK_CONV_MAKES_FEATURES,
    CK_CONV_MAKES_IMAGE,
    CK_CONV_MAKES_WEIGHT_GRADIENT,
} ck_conv_result;

/// What a variant is asked whether it suits.
typedef struct {
    const ck_conv_shape *shape;
    ck_conv_result result;
} ck_conv_choice;

/// Direct loops.
extern const ck_conv_functions ck_conv_direct;
extern const ck_conv_functions ck_conv_transpose_direct;

/// Windows of the image or the features, read where they lie by the GEMM kernel that the context has selected (the
/// generic one if that is the reference).
extern const ck_conv_functions ck_conv_gather;
extern const ck_conv_functions ck_conv_transpose_gather;

/// Winograd's algorithm for 3 x 3 filters with stride 1, and 4 x 4 with stride 2 between multiples of 16 channels, with
/// at least 32 channels on both sides (a weight gradient also needs 32 tiles); other shapes as gather.
extern const ck_conv_functions ck_conv_winograd;
extern const ck_conv_functions ck_conv_transpose_winograd;

/// Whether that algorithm is the fastest for a ck_conv_shape.
bool ck_conv_suits_winograd(const void *choice);

/// Vectors along positions, for shapes with few channels, on the kernel of each instruction set.
extern const ck_conv_functions ck_conv_few_channels_generic;
extern const ck_conv_functions ck_conv_few_channels_avx2;
extern const ck_conv_functions ck_conv_few_channels_avx512;
extern const ck_conv_functions ck_conv_transpose_few_channels_generic;
extern const ck_conv_functions ck_conv_transpose_few_channels_avx2;
extern const ck_conv_functions ck_conv_transpose_few_channels_avx512;

#endif
