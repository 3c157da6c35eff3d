#include "drivers/ranges.h"
#include "operators/global_pool.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops, sums in double", &ck_global_average_pool_reference},
    {"generic", CK_BASELINE, "vectors of 4 lanes", &ck_global_average_pool_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "vectors of 8 lanes", &ck_global_average_pool_avx2},
    {"avx512", CK_AVX512, "vectors of 16 lanes", &ck_global_average_pool_avx512},
#endif
};

const ck_operator ck_operator_global_average_pool = {"global_average_pool", variants,
                                                     sizeof variants / sizeof *variants};

ck_status ck_global_average_pool_f32_forward(ck_context *context, const ck_global_pool_descriptor *descriptor,
                                             const float *input, const int32_t *valid_lengths, float *output) {
    int64_t rows, total;
    CK_TRY(ck_global_pool_check(context, __func__, descriptor, &rows, &total));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_OPTIONAL_INPUT(valid_lengths, descriptor->batch),
                             CK_OUTPUT(output, rows)));
    CK_TRY(ck_global_pool_check_lengths(context, __func__, descriptor, valid_lengths));
    const ck_global_pool_kernels *kernels = ck_select(context, CK_OPERATOR_GLOBAL_AVERAGE_POOL, NULL);
    ck_global_pool_call call = {.size = *descriptor, .input = input, .valid_lengths = valid_lengths, .output = output};
    ck_run_ranges(context, rows, descriptor->length, 1, kernels->grain, kernels->forward, &call);
    return CK_OK;
}

ck_status ck_global_average_pool_f32_backward(ck_context *context, const ck_global_pool_descriptor *descriptor,
                                              const float *output_gradient, const int32_t *valid_lengths, float beta,
                                              float *input_gradient) {
    int64_t rows, total;
    CK_TRY(ck_global_pool_check(context, __func__, descriptor, &rows, &total));
    CK_TRY(CK_CHECK_BETA(context, beta));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(output_gradient, rows),
                             CK_OPTIONAL_INPUT(valid_lengths, descriptor->batch), CK_OUTPUT(input_gradient, total)));
    CK_TRY(ck_global_pool_check_lengths(context, __func__, descriptor, valid_lengths));
    const ck_global_pool_kernels *kernels = ck_select(context, CK_OPERATOR_GLOBAL_AVERAGE_POOL, NULL);
    ck_global_pool_backward_call call = {.size = *descriptor,
                                         .output_gradient = output_gradient,
                                         .valid_lengths = valid_lengths,
                                         .beta = beta,
                                         .input_gradient = input_gradient};
    ck_run_ranges(context, rows, descriptor->length, 1, kernels->grain, kernels->backward, &call);
    return CK_OK;
}
