#include "operators/pool.h"

#include <inttypes.h>

#include "drivers/ranges.h"

/// One spatial axis of a window, with the names that its fields have in the caller's descriptor.
typedef struct {
    ck_size in;
    ck_size kernel;
    ck_size stride;
    ck_size padding;
    ck_size dilation;
} window_axis;

static ck_status check_axis(ck_context *context, const char *function, const window_axis *axis, int64_t *out) {
    const ck_size *sizes[] = {&axis->in, &axis->kernel, &axis->stride, &axis->padding, &axis->dilation};
    for (int index = 0; index < 5; index++) {
        int64_t ignored;
        CK_TRY(ck_check_sizes(context, function, &ignored, sizes[index], 1));
    }
    if (axis->padding.value > axis->kernel.value / 2) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: %s must be at most half of %s, got %" PRId64 " for a kernel of %" PRId64, function,
                       axis->padding.name, axis->kernel.name, axis->padding.value, axis->kernel.value);
    }
    // All sizes are at most INT64_MAX / 4, and so is the padding doubled.
    int64_t padded = axis->in.value + 2 * axis->padding.value, reach;
    if (__builtin_mul_overflow(axis->dilation.value, axis->kernel.value - 1, &reach) || reach >= padded) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: a window of %s %" PRId64 " and %s %" PRId64 " does not fit into %s %" PRId64
                       " with padding %" PRId64,
                       function, axis->kernel.name, axis->kernel.value, axis->dilation.name, axis->dilation.value,
                       axis->in.name, axis->in.value, axis->padding.value);
    }
    *out = (padded - reach - 1) / axis->stride.value + 1;
    return CK_OK;
}

ck_pool2d_descriptor ck_pool1d_as_2d(const ck_pool1d_descriptor *descriptor) {
    return (ck_pool2d_descriptor){.batch = descriptor->batch,
                                  .channels = descriptor->channels,
                                  .in_height = 1,
                                  .in_width = descriptor->in_length,
                                  .kernel_height = 1,
                                  .kernel_width = descriptor->kernel_length,
                                  .stride_height = 1,
                                  .stride_width = descriptor->stride,
                                  .padding_height = 0,
                                  .padding_width = descriptor->padding,
                                  .dilation_height = 1,
                                  .dilation_width = descriptor->dilation,
                                  .count_include_padding = descriptor->count_include_padding};
}

ck_status ck_pool_check(ck_context *context, const char *function, int dimensions, const ck_pool2d_descriptor *size,
                        ck_pool_geometry *geometry) {
    const bool is_1d = dimensions == 1;
    const window_axis height = {.in = CK_FIELD(size, in_height),
                                .kernel = CK_FIELD_FROM(size, kernel_height, 1),
                                .stride = CK_FIELD_FROM(size, stride_height, 1),
                                .padding = CK_FIELD(size, padding_height),
                                .dilation = CK_FIELD_FROM(size, dilation_height, 1)};
    const window_axis width = {.in = {is_1d ? "in_length" : "in_width", size->in_width, 0},
                               .kernel = {is_1d ? "kernel_length" : "kernel_width", size->kernel_width, 1},
                               .stride = {is_1d ? "stride" : "stride_width", size->stride_width, 1},
                               .padding = {is_1d ? "padding" : "padding_width", size->padding_width, 0},
                               .dilation = {is_1d ? "dilation" : "dilation_width", size->dilation_width, 1}};
    geometry->size = *size;
    CK_TRY(check_axis(context, function, &height, &geometry->out_height));
    CK_TRY(check_axis(context, function, &width, &geometry->out_width));
    int64_t ignored;
    const ck_size window[] = {height.kernel, width.kernel};
    CK_TRY(ck_check_sizes(context, function, &ignored, window, 2));
    const ck_size input[] = {CK_FIELD(size, batch), CK_FIELD(size, channels), height.in, width.in};
    CK_TRY(ck_check_sizes(context, function, &ignored, input, 4));
    const ck_size output[] = {
        input[0], input[1], {"out_height", geometry->out_height, 0}, {"out_width", geometry->out_width, 0}};
    return ck_check_sizes(context, function, &ignored, output, 4);
}

ck_status ck_pool2d_output_size(ck_context *context, const ck_pool2d_descriptor *descriptor, int64_t *height,
                                int64_t *width) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OUTPUT(height, 2), CK_OUTPUT(width, 2)));
    ck_pool_geometry geometry;
    CK_TRY(ck_pool_check(context, __func__, 2, descriptor, &geometry));
    *height = geometry.out_height;
    *width = geometry.out_width;
    return CK_OK;
}

ck_status ck_pool1d_output_size(ck_context *context, const ck_pool1d_descriptor *descriptor, int64_t *length) {
    CK_TRY(CK_CHECK_DESCRIPTOR(context, descriptor));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OUTPUT(length, 2)));
    const ck_pool2d_descriptor size = ck_pool1d_as_2d(descriptor);
    ck_pool_geometry geometry;
    CK_TRY(ck_pool_check(context, __func__, 1, &size, &geometry));
    *length = geometry.out_width;
    return CK_OK;
}

static int64_t plane_count(const ck_pool_geometry *geometry) {
    return geometry->size.batch * geometry->size.channels;
}
static int64_t input_plane(const ck_pool_geometry *geometry) {
    return geometry->size.in_height * geometry->size.in_width;
}
static int64_t output_plane(const ck_pool_geometry *geometry) {
    return geometry->out_height * geometry->out_width;
}

static void run(ck_context *context, const ck_pool_geometry *geometry, int64_t grain, ck_range_kernel kernel,
                const void *call) {
    int64_t inputs = input_plane(geometry), outputs = output_plane(geometry);
    ck_run_ranges(context, plane_count(geometry), inputs > outputs ? inputs : outputs, 1, grain, kernel, call);
}

static ck_status check_max_pool(ck_context *context, const char *function, int dimensions,
                                const ck_pool2d_descriptor *size, ck_pool_geometry *geometry) {
    CK_TRY(ck_pool_check(context, function, dimensions, size, geometry));
    if (input_plane(geometry) <= INT32_MAX) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: a plane must have at most %d positions, got %" PRId64, function,
                   INT32_MAX, input_plane(geometry));
}

ck_status ck_max_pool_forward(ck_context *context, const char *function, ck_operator_id operator_id, int dimensions,
                              const ck_pool2d_descriptor *size, const float *input, float *output, int32_t *indices) {
    ck_pool_call call = {.input = input, .output = output, .indices = indices};
    CK_TRY(check_max_pool(context, function, dimensions, size, &call.geometry));
    const int64_t planes = plane_count(&call.geometry), outputs = planes * output_plane(&call.geometry);
    const ck_operand operands[] = {CK_INPUT(input, planes * input_plane(&call.geometry)), CK_OUTPUT(output, outputs),
                                   CK_OUTPUT(indices, outputs)};
    CK_TRY(ck_check_operands(context, function, operands, 3));
    call.is_streamed = ck_is_streamed(planes * output_plane(&call.geometry), output, input);
    const ck_pool_kernels *kernels = ck_select(context, operator_id, NULL);
    run(context, &call.geometry, kernels->grain, kernels->forward, &call);
    return CK_OK;
}

ck_status ck_max_pool_backward(ck_context *context, const char *function, ck_operator_id operator_id, int dimensions,
                               const ck_pool2d_descriptor *size, const float *output_gradient, const int32_t *indices,
                               float beta, float *input_gradient) {
    ck_pool_backward_call call = {
        .output_gradient = output_gradient, .indices = indices, .beta = beta, .input_gradient = input_gradient};
    CK_TRY(check_max_pool(context, function, dimensions, size, &call.geometry));
    CK_TRY(ck_check_beta(context, function, beta));
    const int64_t planes = plane_count(&call.geometry), outputs = planes * output_plane(&call.geometry);
    const int64_t inputs = input_plane(&call.geometry);
    const ck_operand operands[] = {CK_INPUT(output_gradient, outputs), CK_INPUT(indices, outputs),
                                   CK_OUTPUT(input_gradient, planes * inputs)};
    CK_TRY(ck_check_operands(context, function, operands, 3));
    // The forward pass gives -1 to a window that lies in the padding.
    int64_t outside = ck_find_outside(context, indices, outputs, -1, inputs);
    if (outside >= 0) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: index %" PRId64 " is %" PRId32 ", the input plane has %" PRId64 " positions", function,
                       outside, indices[outside], inputs);
    }
    call.is_streamed = beta == 0.0f && ck_is_streamed(planes * input_plane(&call.geometry), input_gradient, NULL);
    const ck_pool_kernels *kernels = ck_select(context, operator_id, NULL);
    run(context, &call.geometry, kernels->grain, kernels->backward, &call);
    return CK_OK;
}

static ck_status check_average_pool(ck_context *context, const char *function, int dimensions,
                                    const ck_pool2d_descriptor *size, ck_pool_geometry *geometry) {
    CK_TRY(ck_pool_check(context, function, dimensions, size, geometry));
    if (size->dilation_height == 1 && size->dilation_width == 1) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: average pooling takes dilation 1 only, got %" PRId64, function,
                   size->dilation_height == 1 ? size->dilation_width : size->dilation_height);
}

ck_status ck_average_pool_forward(ck_context *context, const char *function, ck_operator_id operator_id, int dimensions,
                                  const ck_pool2d_descriptor *size, const float *input, float *output) {
    ck_pool_call call = {.input = input, .output = output};
    CK_TRY(check_average_pool(context, function, dimensions, size, &call.geometry));
    const int64_t planes = plane_count(&call.geometry);
    const ck_operand operands[] = {CK_INPUT(input, planes * input_plane(&call.geometry)),
                                   CK_OUTPUT(output, planes * output_plane(&call.geometry))};
    CK_TRY(ck_check_operands(context, function, operands, 2));
    call.is_streamed = ck_is_streamed(planes * output_plane(&call.geometry), output, input);
    const ck_pool_kernels *kernels = ck_select(context, operator_id, NULL);
    run(context, &call.geometry, kernels->grain, kernels->forward, &call);
    return CK_OK;
}

ck_status ck_average_pool_backward(ck_context *context, const char *function, ck_operator_id operator_id,
                                   int dimensions, const ck_pool2d_descriptor *size, const float *output_gradient,
                                   float beta, float *input_gradient) {
    ck_pool_backward_call call = {.output_gradient = output_gradient, .beta = beta, .input_gradient = input_gradient};
    CK_TRY(check_average_pool(context, function, dimensions, size, &call.geometry));
    CK_TRY(ck_check_beta(context, function, beta));
    const int64_t planes = plane_count(&call.geometry);
    const ck_operand operands[] = {CK_INPUT(output_gradient, planes * output_plane(&call.geometry)),
                                   CK_OUTPUT(input_gradient, planes * input_plane(&call.geometry))};
    CK_TRY(ck_check_operands(context, function, operands, 2));
    call.is_streamed = beta == 0.0f && ck_is_streamed(planes * input_plane(&call.geometry), input_gradient, NULL);
    const ck_pool_kernels *kernels = ck_select(context, operator_id, NULL);
    run(context, &call.geometry, kernels->grain, kernels->backward, &call);
    return CK_OK;
}
