#include "micro/batch_norm.h"

#include <inttypes.h>
#include <math.h>

#include "core/scratch.h"
#include "drivers/batch_norm.h"
#include "drivers/ranges.h"
#include "operators/check.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops in double", &ck_batch_norm_reference},
    {"generic", CK_BASELINE, "vectors of 4 lanes", &ck_batch_norm_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "vectors of 8 lanes", &ck_batch_norm_avx2},
    {"avx512", CK_AVX512, "vectors of 16 lanes", &ck_batch_norm_avx512},
#endif
};

const ck_operator ck_operator_batch_norm = {"batch_norm", variants, sizeof variants / sizeof *variants};

static ck_status check_descriptor(ck_context *context, const char *function, const ck_batch_norm_descriptor *descriptor,
                                  int64_t *total) {
    CK_TRY(ck_check_descriptor(context, function, descriptor));
    const ck_size sizes[] = {CK_FIELD(descriptor, batch), CK_FIELD(descriptor, channels),
                             CK_FIELD(descriptor, spatial)};
    CK_TRY(ck_check_sizes(context, function, total, sizes, 3));
    const ck_size channels[] = {sizes[1]};
    int64_t ignored;
    CK_TRY(ck_check_sizes(context, function, &ignored, channels, 1));
    if (descriptor->epsilon >= 0.0f && isfinite(descriptor->epsilon)) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: epsilon must be finite and at least 0, got %g", function,
                   (double)descriptor->epsilon);
}

/// Runs the kernel of the whole operator if the variant has one, else the composed form.
#define RUN(context, kernels, whole, composed, call)                                                                   \
    do {                                                                                                               \
        if ((kernels)->whole != NULL) {                                                                                \
            ck_run_ranges(context, (call)->size.channels, 1, 1, CK_ONE_PIECE, (kernels)->whole, call);                 \
            return CK_OK;                                                                                              \
        }                                                                                                              \
        void *scratch = ck_scratch_reserve(context, ck_batch_norm_scratch_bytes(&(call)->size));                       \
        if (scratch == NULL) return CK_OUT_OF_MEMORY;                                                                  \
        composed(context, kernels, call, scratch);                                                                     \
        return CK_OK;                                                                                                  \
    } while (0)

ck_status ck_batch_norm_f32_forward_training(ck_context *context, const ck_batch_norm_descriptor *descriptor,
                                             const float *input, const float *scale, const float *offset,
                                             float momentum, float *running_mean, float *running_variance, float *mean,
                                             float *inverse_deviation, float *output) {
    int64_t total;
    CK_TRY(check_descriptor(context, __func__, descriptor, &total));
    const int64_t channels = descriptor->channels;
    if (channels > 0 && total / channels < 2) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: training needs at least 2 values per channel, got batch %" PRId64 " x spatial %" PRId64,
                       __func__, descriptor->batch, descriptor->spatial);
    }
    if (!(momentum >= 0.0f && momentum <= 1.0f)) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: momentum must be in 0 ... 1, got %g", __func__,
                       (double)momentum);
    }
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_INPUT(scale, channels), CK_INPUT(offset, channels),
                             CK_OUTPUT(mean, channels), CK_OUTPUT(inverse_deviation, channels),
                             CK_OUTPUT(output, total), CK_OPTIONAL_OUTPUT(running_mean, channels),
                             CK_OPTIONAL_OUTPUT(running_variance, channels)));
    if ((running_mean == NULL) != (running_variance == NULL)) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: %s is NULL, expected both running statistics or none",
                       __func__, running_mean == NULL ? "running_mean" : "running_variance");
    }
    if (total == 0) return CK_OK;
    const ck_batch_norm_kernels *kernels = ck_select(context, CK_OPERATOR_BATCH_NORM, NULL);
    ck_batch_norm_training_call call = {.size = *descriptor,
                                        .input = input,
                                        .scale = scale,
                                        .offset = offset,
                                        .momentum = momentum,
                                        .running_mean = running_mean,
                                        .running_variance = running_variance,
                                        .mean = mean,
                                        .inverse_deviation = inverse_deviation,
                                        .output = output};
    RUN(context, kernels, forward_training, ck_run_batch_norm_training, &call);
}

ck_status ck_batch_norm_f32_forward_inference(ck_context *context, const ck_batch_norm_descriptor *descriptor,
                                              const float *input, const float *scale, const float *offset,
                                              const float *running_mean, const float *running_variance, float *output) {
    int64_t total;
    CK_TRY(check_descriptor(context, __func__, descriptor, &total));
    const int64_t channels = descriptor->channels;
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_INPUT(scale, channels), CK_INPUT(offset, channels),
                             CK_INPUT(running_mean, channels), CK_INPUT(running_variance, channels),
                             CK_OUTPUT(output, total)));
    if (total == 0) return CK_OK;
    const ck_batch_norm_kernels *kernels = ck_select(context, CK_OPERATOR_BATCH_NORM, NULL);
    ck_batch_norm_inference_call call = {.size = *descriptor,
                                         .input = input,
                                         .scale = scale,
                                         .offset = offset,
                                         .running_mean = running_mean,
                                         .running_variance = running_variance,
                                         .output = output};
    RUN(context, kernels, forward_inference, ck_run_batch_norm_inference, &call);
}

ck_status ck_batch_norm_f32_backward(ck_context *context, const ck_batch_norm_descriptor *descriptor,
                                     const float *input, const float *scale, const float *mean,
                                     const float *inverse_deviation, const float *output_gradient,
                                     float *input_gradient, float *scale_gradient, float *offset_gradient) {
    int64_t total;
    CK_TRY(check_descriptor(context, __func__, descriptor, &total));
    const int64_t channels = descriptor->channels;
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_INPUT(scale, channels), CK_INPUT(mean, channels),
                             CK_INPUT(inverse_deviation, channels), CK_INPUT(output_gradient, total),
                             CK_OUTPUT(input_gradient, total), CK_OUTPUT(scale_gradient, channels),
                             CK_OUTPUT(offset_gradient, channels)));
    const ck_batch_norm_kernels *kernels = ck_select(context, CK_OPERATOR_BATCH_NORM, NULL);
    ck_batch_norm_backward_call call = {.size = *descriptor,
                                        .input = input,
                                        .scale = scale,
                                        .mean = mean,
                                        .inverse_deviation = inverse_deviation,
                                        .output_gradient = output_gradient,
                                        .input_gradient = input_gradient,
                                        .scale_gradient = scale_gradient,
                                        .offset_gradient = offset_gradient};
    if (total == 0) call.size.batch = call.size.spatial = 0;
    RUN(context, kernels, backward, ck_run_batch_norm_backward, &call);
}
