#include "ck/reduction.h"

#include <inttypes.h>

#include "core/scratch.h"
#include "drivers/ranges.h"
#include "drivers/reduction.h"
#include "operators/check.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops, sums in double", &ck_reduction_reference},
    {"generic", CK_BASELINE, "vectors of 4 lanes", &ck_reduction_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "vectors of 8 lanes", &ck_reduction_avx2},
    {"avx512", CK_AVX512, "vectors of 16 lanes", &ck_reduction_avx512},
#endif
};

const ck_operator ck_operator_reduction = {"reduction", variants, sizeof variants / sizeof *variants};

static ck_status check_sizes(ck_context *context, const char *function, const ck_reduce_descriptor *descriptor,
                             int64_t *total) {
    CK_TRY(ck_check_descriptor(context, function, descriptor));
    const ck_size sizes[] = {CK_FIELD(descriptor, outer), CK_FIELD(descriptor, axis), CK_FIELD(descriptor, inner)};
    CK_TRY(ck_check_sizes(context, function, total, sizes, 3));
    // With an empty axis the output may still have elements.
    int64_t outputs;
    const ck_size output_sizes[] = {sizes[0], sizes[2]};
    return ck_check_sizes(context, function, &outputs, output_sizes, 2);
}

static ck_status check_operation(ck_context *context, const char *function, int operation, int end) {
    if (operation >= 0 && operation < end) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: operation must be in 0 ..< %d, got %d", function, end, operation);
}

static ck_status fail_for_empty_axis(ck_context *context, const char *function) {
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: axis must be at least 1, got 0: nothing has no extreme value",
                   function);
}

ck_status ck_reduce_axis_f32(ck_context *context, ck_reduce_operation operation, const ck_reduce_descriptor *descriptor,
                             const float *input, float *output) {
    int64_t total;
    CK_TRY(check_sizes(context, __func__, descriptor, &total));
    CK_TRY(check_operation(context, __func__, (int)operation, CK_REDUCE_COUNT));
    int64_t outputs = descriptor->outer * descriptor->inner;
    const bool is_extreme = operation == CK_REDUCE_MAXIMUM || operation == CK_REDUCE_MINIMUM;
    if (is_extreme && outputs > 0 && descriptor->axis == 0) return fail_for_empty_axis(context, __func__);
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_OUTPUT(output, outputs)));
    if (outputs == 0) return CK_OK;
    const ck_reduction_kernels *kernels = ck_select(context, CK_OPERATOR_REDUCTION, NULL);
    float *scratch = ck_scratch_reserve(context, ck_reduce_scratch_bytes(kernels, descriptor));
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    ck_run_reduce(context, kernels, operation, descriptor, input, 0.0f, output, scratch);
    return CK_OK;
}

/// First each [o, x] is summed over i, then each x over o.
static ck_status sum_in_two_steps(ck_context *context, const ck_reduction_kernels *kernels,
                                  const ck_reduce_around_axis_call *call) {
    const int64_t rows = call->size.outer * call->size.axis;
    const bool has_inner = call->size.inner > 1;
    const ck_reduce_descriptor within_row = {.outer = rows, .axis = call->size.inner, .inner = 1};
    const ck_reduce_descriptor across_rows = {.outer = 1, .axis = call->size.outer, .inner = call->size.axis};
    size_t row_bytes = has_inner ? ck_aligned_bytes((size_t)rows * sizeof(float)) : 0;
    size_t within_bytes = has_inner ? ck_reduce_scratch_bytes(kernels, &within_row) : 0;
    size_t across_bytes = ck_reduce_scratch_bytes(kernels, &across_rows);
    float *row_sums =
        ck_scratch_reserve(context, row_bytes + (within_bytes > across_bytes ? within_bytes : across_bytes));
    if (row_sums == NULL) return CK_OUT_OF_MEMORY;
    float *scratch = row_sums + row_bytes / sizeof(float);
    ck_reduce_operation operation = call->operation;
    const float *input = call->input;
    if (has_inner) {
        ck_run_reduce(context, kernels, operation, &within_row, input, 0.0f, row_sums, scratch);
        operation = CK_REDUCE_SUM;
        input = row_sums;
    }
    ck_run_reduce(context, kernels, operation, &across_rows, input, call->beta, call->output, scratch);
    return CK_OK;
}

ck_status ck_reduce_around_axis_f32(ck_context *context, ck_reduce_operation operation,
                                    const ck_reduce_descriptor *descriptor, const float *input, float beta,
                                    float *output) {
    int64_t total;
    CK_TRY(check_sizes(context, __func__, descriptor, &total));
    CK_TRY(check_operation(context, __func__, (int)operation, CK_REDUCE_SUM_OF_SQUARES + 1));
    CK_TRY(CK_CHECK_BETA(context, beta));
    CK_TRY(CK_CHECK_SIZES(context, &(int64_t){0}, CK_FIELD(descriptor, axis)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_OUTPUT(output, descriptor->axis)));
    const ck_reduction_kernels *kernels = ck_select(context, CK_OPERATOR_REDUCTION, NULL);
    ck_reduce_around_axis_call call = {
        .operation = operation, .size = *descriptor, .input = input, .beta = beta, .output = output};
    // An empty sum is 0 for each position of the axis.
    if (total == 0) call.size.outer = call.size.inner = 0;
    if (kernels->around_axis == NULL) return sum_in_two_steps(context, kernels, &call);
    ck_run_ranges(context, call.size.axis, call.size.outer * call.size.inner, 1, kernels->grain, kernels->around_axis,
                  &call);
    return CK_OK;
}

static ck_status find_extreme(ck_context *context, const char *function, const ck_reduce_descriptor *descriptor,
                              bool is_minimum, const float *input, int32_t *output) {
    int64_t total;
    CK_TRY(check_sizes(context, function, descriptor, &total));
    int64_t outputs = descriptor->outer * descriptor->inner;
    if (outputs > 0 && descriptor->axis == 0) return fail_for_empty_axis(context, function);
    if (descriptor->axis > INT32_MAX) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: axis must be at most %d, got %" PRId64, function, INT32_MAX,
                       descriptor->axis);
    }
    const ck_operand operands[] = {CK_INPUT(input, total), CK_OUTPUT(output, outputs)};
    CK_TRY(ck_check_operands(context, function, operands, 2));
    const ck_reduction_kernels *kernels = ck_select(context, CK_OPERATOR_REDUCTION, NULL);
    ck_argmax_call call = {.is_minimum = is_minimum,
                           .axis = descriptor->axis,
                           .inner = descriptor->inner,
                           .input = input,
                           .output = output};
    ck_run_ranges(context, outputs, descriptor->axis, 64, kernels->grain, kernels->argmax, &call);
    return CK_OK;
}

ck_status ck_argmax_f32(ck_context *context, const ck_reduce_descriptor *descriptor, const float *input,
                        int32_t *output) {
    return find_extreme(context, __func__, descriptor, false, input, output);
}

ck_status ck_argmin_f32(ck_context *context, const ck_reduce_descriptor *descriptor, const float *input,
                        int32_t *output) {
    return find_extreme(context, __func__, descriptor, true, input, output);
}
