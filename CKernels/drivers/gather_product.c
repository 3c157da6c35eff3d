#include "drivers/gather_product.h"

#include <stddef.h>

#include "drivers/gather.h"
#include "drivers/gemm.h"

bool ck_product_suits(const ck_conv_shape *s) {
    return s->feature_height == 1 && s->feature_width == 1 && s->padding_height == 0 && s->padding_width == 0 &&
           s->kernel_height == s->image_height && s->kernel_width == s->image_width;
}

/// Rows of the three matrices of one group.
typedef struct {
    /// Values of an image in a group, and from one image to the next.
    int64_t images;
    int64_t image_stride;
    int64_t features;
    int64_t feature_stride;
} sizes;

static sizes sizes_of(const ck_conv_shape *s) {
    const int64_t plane = s->image_height * s->image_width;
    return (sizes){s->image_channels / s->groups * plane, s->image_channels * plane, s->feature_channels / s->groups,
                   s->feature_channels};
}

ck_status ck_product_features(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                              const float *image, const float *weights, float beta, float *features) {
    const sizes z = sizes_of(s);
    const ck_gemm_descriptor product = {
        .transpose_b = true,
        .m = s->batch,
        .n = z.features,
        .k = z.images,
        .lda = z.image_stride,
        .ldb = z.images,
        .ldc = z.feature_stride,
        .alpha = 1.0f,
        .beta = beta,
        .bias = epilogue->bias == NULL ? CK_BIAS_NONE : CK_BIAS_PER_COLUMN,
        .activation = epilogue->activation,
        .negative_slope = epilogue->negative_slope,
    };
    for (int64_t g = 0; g < s->groups; g++) {
        const ck_status status = ck_gemm_parallel(
            context, ck_gather_kernel(context), &product, image + g * z.images, weights + g * z.features * z.images,
            epilogue->bias == NULL ? NULL : epilogue->bias + g * z.features, features + g * z.features);
        if (status != CK_OK) return status;
    }
    return CK_OK;
}

/// Begins each plane of the image with the bias of its channel, added to what is there if beta is 1.
static void begin_planes(const ck_conv_shape *s, const float *bias, float beta, float *image) {
    const int64_t plane = s->image_height * s->image_width;
    for (int64_t index = 0; index < s->batch * s->image_channels; index++, image += plane) {
        const float value = bias[index % s->image_channels];
        for (int64_t pixel = 0; pixel < plane; pixel++) image[pixel] = beta == 0.0f ? value : image[pixel] + value;
    }
}

ck_status ck_product_image(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                           const float *features, const float *weights, float beta, float *image) {
    const sizes z = sizes_of(s);
    // The bias is of a channel, not of a column: it goes ahead of the product.
    if (epilogue->bias != NULL) begin_planes(s, epilogue->bias, beta, image);
    const ck_gemm_descriptor product = {
        .m = s->batch,
        .n = z.images,
        .k = z.features,
        .lda = z.feature_stride,
        .ldb = z.images,
        .ldc = z.image_stride,
        .alpha = 1.0f,
        .beta = epilogue->bias == NULL ? beta : 1.0f,
        .activation = epilogue->activation,
        .negative_slope = epilogue->negative_slope,
    };
    for (int64_t g = 0; g < s->groups; g++) {
        const ck_status status =
            ck_gemm_parallel(context, ck_gather_kernel(context), &product, features + g * z.features,
                             weights + g * z.features * z.images, NULL, image + g * z.images);
        if (status != CK_OK) return status;
    }
    return CK_OK;
}

ck_status ck_product_weights(ck_context *context, const ck_conv_shape *s, const float *image, const float *features,
                             float beta, float *weight_gradient) {
    const sizes z = sizes_of(s);
    const ck_gemm_descriptor product = {
        .transpose_a = true,
        .m = z.features,
        .n = z.images,
        .k = s->batch,
        .lda = z.feature_stride,
        .ldb = z.image_stride,
        .ldc = z.images,
        .alpha = 1.0f,
        .beta = beta,
    };
    for (int64_t g = 0; g < s->groups; g++) {
        const ck_status status =
            ck_gemm_parallel(context, ck_gather_kernel(context), &product, features + g * z.features,
                             image + g * z.images, NULL, weight_gradient + g * z.features * z.images);
        if (status != CK_OK) return status;
    }
    return CK_OK;
}
