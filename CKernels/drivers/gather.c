#include "drivers/gather.h"

#include "core/context.h"
#include "drivers/gemm.h"

const ck_gemm_kernel *ck_gather_kernel(ck_context *context) {
    const ck_gemm_functions *functions = ck_select(context, CK_OPERATOR_GEMM, NULL);
    if (functions->kernel != NULL) return functions->kernel;
    ck_record_variant(context, CK_OPERATOR_GEMM, &ck_gemm_functions_generic);
    return ck_gemm_functions_generic.kernel;
}

ck_conv_shape ck_gather_upright(const ck_conv_shape *shape) {
    const ck_conv_shape s = *shape;
    ck_conv_shape upright = s;
    if (s.image_height != 1 || s.feature_height != 1 || s.kernel_height != 1 || s.padding_height != 0) return upright;
    upright.image_height = s.image_width;
    upright.feature_height = s.feature_width;
    upright.kernel_height = s.kernel_width;
    upright.stride_height = s.stride_width;
    upright.padding_height = s.padding_width;
    upright.dilation_height = s.dilation_width;
    upright.image_width = upright.feature_width = upright.kernel_width = 1;
    upright.stride_width = upright.dilation_width = 1;
    upright.padding_width = 0;
    return upright;
}
