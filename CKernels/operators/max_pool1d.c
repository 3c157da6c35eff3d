#include "operators/pool.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops", &ck_max_pool_reference},
    {"generic", CK_BASELINE, "4 outputs of a row at once", &ck_max_pool_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "8 outputs of a row at once", &ck_max_pool_avx2},
    {"avx512", CK_AVX512, "16 outputs of a row at once", &ck_max_pool_avx512},
#endif
};

const ck_operator ck_operator_max_pool1d = {"max_pool1d", variants, sizeof variants / sizeof *variants};

ck_status ck_max_pool1d_f32_forward(ck_context *context, const ck_pool1d_descriptor *descriptor, const float *input,
                                    float *output, int32_t *indices) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    const ck_pool2d_descriptor size = ck_pool1d_as_2d(descriptor);
    return ck_max_pool_forward(context, __func__, CK_OPERATOR_MAX_POOL1D, 1, &size, input, output, indices);
}

ck_status ck_max_pool1d_f32_backward(ck_context *context, const ck_pool1d_descriptor *descriptor,
                                     const float *output_gradient, const int32_t *indices, float beta,
                                     float *input_gradient) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    const ck_pool2d_descriptor size = ck_pool1d_as_2d(descriptor);
    return ck_max_pool_backward(context, __func__, CK_OPERATOR_MAX_POOL1D, 1, &size, output_gradient, indices, beta,
                                input_gradient);
}
