#include "micro/softmax.h"

#include <inttypes.h>

#include "drivers/ranges.h"
#include "operators/check.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops in double", &ck_softmax_reference},
    {"generic", CK_BASELINE, "vectors of 4 lanes", &ck_softmax_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "vectors of 8 lanes", &ck_softmax_avx2},
    {"avx512", CK_AVX512, "vectors of 16 lanes", &ck_softmax_avx512},
#endif
};

const ck_operator ck_operator_softmax = {"softmax", variants, sizeof variants / sizeof *variants};

ck_status ck_softmax_f32_forward(ck_context *context, int64_t rows, int64_t classes, const float *logits,
                                 float *output) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(rows), CK_SIZE(classes)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(logits, total), CK_OUTPUT(output, total)));
    if (total == 0) return CK_OK;
    const ck_softmax_kernels *kernels = ck_select(context, CK_OPERATOR_SOFTMAX, NULL);
    ck_softmax_call call = {.classes = classes, .logits = logits, .output = output};
    ck_run_ranges(context, rows, classes, 1, kernels->grain, kernels->forward, &call);
    return CK_OK;
}

ck_status ck_softmax_f32_backward(ck_context *context, int64_t rows, int64_t classes, const float *output,
                                  const float *output_gradient, float *input_gradient) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(rows), CK_SIZE(classes)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(output, total), CK_INPUT(output_gradient, total),
                             CK_OUTPUT(input_gradient, total)));
    if (total == 0) return CK_OK;
    const ck_softmax_kernels *kernels = ck_select(context, CK_OPERATOR_SOFTMAX, NULL);
    ck_softmax_backward_call call = {
        .classes = classes, .output = output, .output_gradient = output_gradient, .input_gradient = input_gradient};
    ck_run_ranges(context, rows, classes, 1, kernels->grain, kernels->backward, &call);
    return CK_OK;
}

ck_status ck_softmax_cross_entropy_f32(ck_context *context, int64_t rows, int64_t classes, const float *logits,
                                       const int32_t *labels, float gradient_scale, float *losses,
                                       float *logits_gradient) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(rows), CK_SIZE(classes)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(logits, total), CK_INPUT(labels, rows), CK_OUTPUT(losses, rows),
                             CK_OPTIONAL_OUTPUT(logits_gradient, total)));
    int64_t outside = ck_find_outside(context, labels, rows, 0, classes);
    if (outside >= 0) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: label %" PRId64 " is %" PRId32 ", the logits have %" PRId64 " classes", __func__, outside,
                       labels[outside], classes);
    }
    const ck_softmax_kernels *kernels = ck_select(context, CK_OPERATOR_SOFTMAX, NULL);
    ck_softmax_cross_entropy_call call = {.classes = classes,
                                          .logits = logits,
                                          .labels = labels,
                                          .gradient_scale = gradient_scale,
                                          .losses = losses,
                                          .logits_gradient = logits_gradient};
    ck_run_ranges(context, rows, classes, 1, kernels->grain, kernels->cross_entropy, &call);
    return CK_OK;
}
