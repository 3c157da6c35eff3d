#include "micro/elementwise.h"

#include "drivers/ranges.h"
#include "operators/check.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops with the C library's functions", &ck_elementwise_reference},
    {"generic", CK_BASELINE, "vectors of 4 lanes", &ck_elementwise_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "vectors of 8 lanes", &ck_elementwise_avx2},
    {"avx512", CK_AVX512, "vectors of 16 lanes", &ck_elementwise_avx512},
#endif
};

const ck_operator ck_operator_elementwise = {"elementwise", variants, sizeof variants / sizeof *variants};

static ck_status run(ck_context *context, int64_t count, const ck_elementwise_kernels *kernels, ck_range_kernel kernel,
                     const void *call) {
    ck_run_ranges(context, count, 1, 64, kernels->grain, kernel, call);
    return CK_OK;
}

static const ck_elementwise_kernels *select_kernels(ck_context *context) {
    return ck_select(context, CK_OPERATOR_ELEMENTWISE, NULL);
}

static ck_status check_operation(ck_context *context, const char *function, int operation, int count) {
    if (operation >= 0 && operation < count) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: operation must be in 0 ..< %d, got %d", function, count,
                   operation);
}

ck_status ck_unary_f32_forward(ck_context *context, ck_unary_operation operation, float parameter, int64_t count,
                               const float *input, float *output) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    CK_TRY(check_operation(context, __func__, (int)operation, CK_UNARY_COUNT));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_IN_PLACE_OUTPUT(output, total)));
    const ck_elementwise_kernels *kernels = select_kernels(context);
    ck_unary_call call = {.operation = operation,
                          .parameter = parameter,
                          .input = input,
                          .output = output,
                          .is_streamed = ck_is_streamed(total, output, input)};
    return run(context, total, kernels, kernels->unary_forward, &call);
}

ck_status ck_unary_f32_backward(ck_context *context, ck_unary_operation operation, float parameter, int64_t count,
                                const float *input, const float *output, const float *output_gradient, float beta,
                                float *input_gradient) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    CK_TRY(check_operation(context, __func__, (int)operation, CK_UNARY_COUNT));
    CK_TRY(CK_CHECK_BETA(context, beta));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_INPUT(output, total), CK_INPUT(output_gradient, total),
                             CK_IN_PLACE_OUTPUT(input_gradient, total)));
    const ck_elementwise_kernels *kernels = select_kernels(context);
    ck_unary_backward_call call = {.operation = operation,
                                   .parameter = parameter,
                                   .input = input,
                                   .output = output,
                                   .output_gradient = output_gradient,
                                   .beta = beta,
                                   .input_gradient = input_gradient};
    call.is_streamed = beta == 0.0f && ck_is_streamed(total, input_gradient, output_gradient) &&
                       input_gradient != input && input_gradient != output;
    return run(context, total, kernels, kernels->unary_backward, &call);
}

ck_status ck_binary_f32(ck_context *context, ck_binary_operation operation, const ck_broadcast *broadcast,
                        const float *a, const float *b, float *output) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, broadcast));
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_FIELD(broadcast, outer), CK_FIELD(broadcast, axis),
                          CK_FIELD(broadcast, inner)));
    CK_TRY(check_operation(context, __func__, (int)operation, CK_BINARY_COUNT));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(a, total), CK_INPUT(b, total == 0 ? 0 : broadcast->axis),
                             CK_IN_PLACE_OUTPUT(output, total)));
    if (total == 0) return CK_OK;
    const ck_elementwise_kernels *kernels = select_kernels(context);
    // A scalar is one value for a single long row; b along the last axis is a row that repeats.
    bool is_scalar = broadcast->axis == 1;
    bool b_per_row = is_scalar || broadcast->inner > 1;
    ck_binary_call call = {.operation = operation,
                           .row = is_scalar   ? total
                                  : b_per_row ? broadcast->inner
                                              : broadcast->axis,
                           .b_per_row = b_per_row,
                           .axis = broadcast->axis,
                           .a = a,
                           .b = b,
                           .output = output,
                           .is_streamed = ck_is_streamed(total, output, a) && output != b};
    return run(context, total, kernels, kernels->binary, &call);
}

ck_status ck_axpby_f32(ck_context *context, int64_t count, float alpha, const float *x, float beta, float *y) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(x, total), CK_IN_PLACE_OUTPUT(y, total)));
    const ck_elementwise_kernels *kernels = select_kernels(context);
    ck_axpby_call call = {.alpha = alpha, .x = x, .beta = beta, .y = y, .is_streamed = ck_is_streamed(total, y, x)};
    return run(context, total, kernels, kernels->axpby, &call);
}

ck_status ck_affine_f32(ck_context *context, int64_t count, float scale, float offset, const float *input,
                        float *output) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_IN_PLACE_OUTPUT(output, total)));
    const ck_elementwise_kernels *kernels = select_kernels(context);
    ck_affine_call call = {.scale = scale,
                           .offset = offset,
                           .input = input,
                           .output = output,
                           .is_streamed = ck_is_streamed(total, output, input)};
    return run(context, total, kernels, kernels->affine, &call);
}

ck_status ck_fill_f32(ck_context *context, int64_t count, float value, float *output) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_IN_PLACE_OUTPUT(output, total)));
    const ck_elementwise_kernels *kernels = select_kernels(context);
    ck_fill_call call = {.value = value, .output = output, .is_streamed = ck_is_streamed(total, output, NULL)};
    return run(context, total, kernels, kernels->fill, &call);
}
