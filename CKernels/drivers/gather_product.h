/// Convolution with a single feature position that meets the whole image, as at the two ends of a generator and a
/// discriminator: matrix products over the batch, [batch, image] with [features, image].
#ifndef CK_DRIVERS_GATHER_PRODUCT_H
#define CK_DRIVERS_GATHER_PRODUCT_H

#include <stdbool.h>

#include "reference/convolution.h"

bool ck_product_suits(const ck_conv_shape *shape);

/// features = activation(beta * features + image * weights + bias).
ck_status ck_product_features(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                              const float *image, const float *weights, float beta, float *features);

/// image = activation(beta * image + features * weights transposed + bias).
ck_status ck_product_image(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                           const float *features, const float *weights, float beta, float *image);

/// weight_gradient = beta * weight_gradient + features * image, summed over the batch.
ck_status ck_product_weights(ck_context *context, const ck_conv_shape *shape, const float *image, const float *features,
                             float beta, float *weight_gradient);

#endif
