#include <inttypes.h>

#include "drivers/ranges.h"
#include "micro/reflection_pad.h"
#include "operators/check.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops", &ck_reflection_pad_reference},
    {"generic", CK_BASELINE, "4 columns of a row at once", &ck_reflection_pad_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "8 columns of a row at once", &ck_reflection_pad_avx2},
    {"avx512", CK_AVX512, "16 columns of a row at once", &ck_reflection_pad_avx512},
#endif
};

const ck_operator ck_operator_reflection_pad2d = {"reflection_pad2d", variants, sizeof variants / sizeof *variants};

/// Checks the two paddings of an axis and gives its padded size.
static ck_status check_axis(ck_context *context, const char *function, ck_size in, ck_size before, ck_size after,
                            int64_t *out) {
    const ck_size *sizes[] = {&in, &before, &after};
    for (int index = 0; index < 3; index++) {
        int64_t ignored;
        CK_TRY(ck_check_sizes(context, function, &ignored, sizes[index], 1));
        if (index > 0 && sizes[index]->value >= in.value) {
            return ck_fail(context, CK_INVALID_ARGUMENT, "%s: %s must be less than %s, got %" PRId64 " for %" PRId64,
                           function, sizes[index]->name, in.name, sizes[index]->value, in.value);
        }
    }
    *out = in.value + before.value + after.value;
    return CK_OK;
}

static ck_status check(ck_context *context, const char *function, const ck_reflection_pad2d_descriptor *size,
                       ck_reflection_pad_geometry *geometry, int64_t *inputs, int64_t *outputs) {
    const ck_size height = CK_FIELD_FROM(size, in_height, 1), width = CK_FIELD_FROM(size, in_width, 1);
    geometry->size = *size;
    CK_TRY(check_axis(context, function, height, (ck_size)CK_FIELD(size, padding_top),
                      (ck_size)CK_FIELD(size, padding_bottom), &geometry->out_height));
    CK_TRY(check_axis(context, function, width, (ck_size)CK_FIELD(size, padding_left),
                      (ck_size)CK_FIELD(size, padding_right), &geometry->out_width));
    const ck_size input[] = {CK_FIELD(size, batch), CK_FIELD(size, channels), height, width};
    CK_TRY(ck_check_sizes(context, function, inputs, input, 4));
    const ck_size output[] = {
        input[0], input[1], {"out_height", geometry->out_height, 0}, {"out_width", geometry->out_width, 0}};
    return ck_check_sizes(context, function, outputs, output, 4);
}

ck_status ck_reflection_pad2d_f32_forward(ck_context *context, const ck_reflection_pad2d_descriptor *descriptor,
                                          const float *input, float *output) {
    ck_reflection_pad_call call = {.input = input, .output = output};
    int64_t inputs, outputs;
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    CK_TRY(check(context, __func__, descriptor, &call.geometry, &inputs, &outputs));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, inputs), CK_OUTPUT(output, outputs)));
    const ck_reflection_pad_kernels *kernels = ck_select(context, CK_OPERATOR_REFLECTION_PAD2D, NULL);
    ck_run_ranges(context, outputs / call.geometry.out_width, call.geometry.out_width, 1, kernels->grain,
                  kernels->forward, &call);
    return CK_OK;
}

ck_status ck_reflection_pad2d_f32_backward(ck_context *context, const ck_reflection_pad2d_descriptor *descriptor,
                                           const float *output_gradient, float beta, float *input_gradient) {
    ck_reflection_pad_backward_call call = {
        .output_gradient = output_gradient, .beta = beta, .input_gradient = input_gradient};
    int64_t inputs, outputs;
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    CK_TRY(check(context, __func__, descriptor, &call.geometry, &inputs, &outputs));
    CK_TRY(CK_CHECK_BETA(context, beta));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(output_gradient, outputs), CK_OUTPUT(input_gradient, inputs)));
    const ck_reflection_pad_kernels *kernels = ck_select(context, CK_OPERATOR_REFLECTION_PAD2D, NULL);
    ck_run_ranges(context, inputs / descriptor->in_width, descriptor->in_width, 1, kernels->grain, kernels->backward,
                  &call);
    return CK_OK;
}
