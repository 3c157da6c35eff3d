#include "operators/convolution.h"

#include <inttypes.h>

#include "core/denormals.h"
#include "drivers/convolution.h"
#include "operators/check.h"
#include "operators/epilogue.h"

/// One spatial axis of a descriptor.
typedef struct {
    int64_t in;
    int64_t kernel;
    int64_t stride;
    int64_t padding;
    int64_t dilation;
    int64_t output_padding;
} axis;

/// The field names of an axis.
typedef struct {
    const char *in;
    const char *kernel;
    const char *stride;
    const char *padding;
    const char *dilation;
    const char *output_padding;
} axis_names;

static const axis_names length_names = {"in_length", "kernel_length", "stride",
                                        "padding",   "dilation",      "output_padding"};
static const axis_names height_names = {"in_height",      "kernel_height",   "stride_height",
                                        "padding_height", "dilation_height", "output_padding_height"};
static const axis_names width_names = {"in_width",      "kernel_width",   "stride_width",
                                       "padding_width", "dilation_width", "output_padding_width"};

ck_conv2d_descriptor ck_conv1d_as_conv2d(const ck_conv1d_descriptor *descriptor) {
    return (ck_conv2d_descriptor){
        .batch = descriptor->batch,
        .in_channels = descriptor->in_channels,
        .out_channels = descriptor->out_channels,
        .groups = descriptor->groups,
        .in_height = 1,
        .in_width = descriptor->in_length,
        .kernel_height = 1,
        .kernel_width = descriptor->kernel_length,
        .stride_height = 1,
        .stride_width = descriptor->stride,
        .padding_width = descriptor->padding,
        .dilation_height = 1,
        .dilation_width = descriptor->dilation,
        .output_padding_width = descriptor->output_padding,
    };
}

static ck_status check_product(ck_context *context, const ck_conv_entry *entry, int64_t *product, const ck_size *sizes,
                               size_t count) {
    return ck_check_sizes(context, entry->function, product, sizes, count);
}
#define CHECK_PRODUCT(product, ...)                                                                                    \
    CK_TRY(check_product(context, entry, product, (const ck_size[]){__VA_ARGS__},                                      \
                         sizeof((const ck_size[]){__VA_ARGS__}) / sizeof(ck_size)))

static ck_status fail_overflow(ck_context *context, const ck_conv_entry *entry, const axis_names *names) {
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: %s, %s, %s, %s and %s are together more than 64 bits can hold",
                   entry->function, names->in, names->kernel, names->stride, names->padding, names->dilation);
}

/// Output size along one axis. No input gives no output, unless padding makes up for it.
static ck_status check_axis(ck_context *context, const ck_conv_entry *entry, const axis_names *names, const axis *axis,
                            int64_t *out) {
    const ck_size least[] = {{names->in, axis->in, 0},
                             {names->kernel, axis->kernel, 1},
                             {names->stride, axis->stride, 1},
                             {names->padding, axis->padding, 0},
                             {names->dilation, axis->dilation, 1},
                             {names->output_padding, axis->output_padding, 0}};
    for (size_t index = 0; index < sizeof least / sizeof *least; index++) {
        int64_t unused;
        CK_TRY(check_product(context, entry, &unused, &least[index], 1));
    }
    // Extent of the dilated kernel and of the padding on both sides.
    int64_t extent, both_sides;
    if (__builtin_mul_overflow(axis->dilation, axis->kernel - 1, &extent) ||
        __builtin_add_overflow(extent, 1, &extent) || __builtin_mul_overflow(axis->padding, 2, &both_sides)) {
        return fail_overflow(context, entry, names);
    }
    if (!entry->is_transposed) {
        int64_t padded;
        if (axis->output_padding != 0) {
            return ck_fail(context, CK_INVALID_ARGUMENT,
                           "%s: %s is for transposed convolution and must be 0, got %" PRId64, entry->function,
                           names->output_padding, axis->output_padding);
        }
        if (__builtin_add_overflow(axis->in, both_sides, &padded)) return fail_overflow(context, entry, names);
        if (padded < extent && axis->in > 0) {
            return ck_fail(
                context, CK_INVALID_ARGUMENT,
                "%s: %s of %" PRId64 " with %s %" PRId64 " spans %" PRId64 " values, but the padded input has %" PRId64,
                entry->function, names->kernel, axis->kernel, names->dilation, axis->dilation, extent, padded);
        }
        *out = padded < extent ? 0 : (padded - extent) / axis->stride + 1;
        return CK_OK;
    }
    const int64_t step = axis->stride > axis->dilation ? axis->stride : axis->dilation;
    if (axis->output_padding >= step) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: %s must be less than the larger of %s and %s, %" PRId64 ", got %" PRId64, entry->function,
                       names->output_padding, names->stride, names->dilation, step, axis->output_padding);
    }
    *out = 0;
    if (axis->in == 0) return CK_OK;
    int64_t size;
    if (__builtin_mul_overflow(axis->in - 1, axis->stride, &size) || __builtin_add_overflow(size, extent, &size) ||
        __builtin_add_overflow(size, axis->output_padding, &size)) {
        return fail_overflow(context, entry, names);
    }
    if (size - both_sides < 1) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: the output would have %" PRId64 " values; %s of %" PRId64 " is too much", entry->function,
                       size - both_sides, names->padding, axis->padding);
    }
    *out = size - both_sides;
    return CK_OK;
}

/// A checked call: the shape and the number of elements of each operand.
typedef struct {
    ck_conv_shape shape;
    int64_t input_count;
    int64_t weight_count;
    int64_t output_count;
} checked;

static ck_status check_descriptor(ck_context *context, const ck_conv_entry *entry, const ck_conv2d_descriptor *d,
                                  checked *result) {
    CK_TRY(ck_check_descriptor(context, entry->function, d));
    int64_t unused;
    CHECK_PRODUCT(&unused, CK_FIELD_FROM(d, groups, 1));
    CHECK_PRODUCT(&unused, CK_FIELD(d, batch));
    CHECK_PRODUCT(&unused, CK_FIELD(d, in_channels));
    CHECK_PRODUCT(&unused, CK_FIELD(d, out_channels));
    if (d->in_channels % d->groups != 0 || d->out_channels % d->groups != 0) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: in_channels %" PRId64 " and out_channels %" PRId64 " must be multiples of groups %" PRId64,
                       entry->function, d->in_channels, d->out_channels, d->groups);
    }
    const bool is_flat = entry->dimensions == 1;
    const axis rows = {d->in_height,      d->kernel_height,   d->stride_height,
                       d->padding_height, d->dilation_height, d->output_padding_height};
    const axis columns = {d->in_width,      d->kernel_width,   d->stride_width,
                          d->padding_width, d->dilation_width, d->output_padding_width};
    int64_t out_height, out_width;
    CK_TRY(check_axis(context, entry, &height_names, &rows, &out_height));
    CK_TRY(check_axis(context, entry, is_flat ? &length_names : &width_names, &columns, &out_width));

    // Where one size is 0 the number of elements is 0 whatever the others are, but products of the others are still
    // computed: each of those is checked by itself.
    const char *in_width_name = is_flat ? "in_length" : "in_width";
    const char *out_width_name = is_flat ? "the output length" : "the output width";
    const char *kernel_width_name = is_flat ? "kernel_length" : "kernel_width";
    const ck_size in_plane[] = {CK_FIELD(d, in_height), {in_width_name, d->in_width, 0}};
    const ck_size out_plane[] = {{"the output height", out_height, 0}, {out_width_name, out_width, 0}};
    const ck_size kernel_plane[] = {CK_FIELD(d, kernel_height), {kernel_width_name, d->kernel_width, 0}};
    CHECK_PRODUCT(&unused, CK_FIELD(d, batch), CK_FIELD(d, in_channels));
    CHECK_PRODUCT(&unused, CK_FIELD(d, batch), CK_FIELD(d, out_channels));
    CHECK_PRODUCT(&unused, in_plane[0], in_plane[1]);
    CHECK_PRODUCT(&unused, out_plane[0], out_plane[1]);
    CHECK_PRODUCT(&unused, kernel_plane[0], kernel_plane[1]);
    CHECK_PRODUCT(&result->input_count, CK_FIELD(d, batch), CK_FIELD(d, in_channels), in_plane[0], in_plane[1]);
    CHECK_PRODUCT(&result->output_count, CK_FIELD(d, batch), CK_FIELD(d, out_channels), out_plane[0], out_plane[1]);
    CHECK_PRODUCT(&result->weight_count, CK_FIELD(d, in_channels),
                  {"out_channels / groups", d->out_channels / d->groups, 0}, kernel_plane[0], kernel_plane[1]);

    const bool t = entry->is_transposed;
    result->shape = (ck_conv_shape){
        .batch = d->batch,
        .groups = d->groups,
        .image_channels = t ? d->out_channels : d->in_channels,
        .image_height = t ? out_height : d->in_height,
        .image_width = t ? out_width : d->in_width,
        .feature_channels = t ? d->in_channels : d->out_channels,
        .feature_height = t ? d->in_height : out_height,
        .feature_width = t ? d->in_width : out_width,
        .kernel_height = d->kernel_height,
        .kernel_width = d->kernel_width,
        .stride_height = d->stride_height,
        .stride_width = d->stride_width,
        .padding_height = d->padding_height,
        .padding_width = d->padding_width,
        .dilation_height = d->dilation_height,
        .dilation_width = d->dilation_width,
    };
    return CK_OK;
}

static ck_status check_operands(ck_context *context, const ck_conv_entry *entry, const ck_operand *operands,
                                size_t count) {
    return ck_check_operands(context, entry->function, operands, count);
}
#define CHECK_OPERANDS(...)                                                                                            \
    CK_TRY(check_operands(context, entry, (const ck_operand[]){__VA_ARGS__},                                           \
                          sizeof((const ck_operand[]){__VA_ARGS__}) / sizeof(ck_operand)))

bool ck_conv_is_dense(const void *choice) {
    const ck_conv_shape *s = ((const ck_conv_choice *)choice)->shape;
    return s->groups == 1 || s->image_channels > s->groups || s->feature_channels > s->groups;
}

bool ck_conv_makes_few_channels(const void *choice) {
    enum { FEW = 8, VERY_FEW = 4, HALF_A_VECTOR = 8, LONG_ROW = 32 };
    const ck_conv_choice *c = choice;
    const ck_conv_shape *s = c->shape;
    if (!ck_conv_is_dense(choice)) return false;
    const int64_t images = s->image_channels / s->groups, features = s->feature_channels / s->groups;
    switch (c->result) {
    case CK_CONV_MAKES_FEATURES:
        // Few image channels make short sums, for which a tile of channels by long rows is worth more.
        return (features <= FEW && s->feature_width >= HALF_A_VECTOR) ||
               (images <= VERY_FEW && s->feature_width >= LONG_ROW);
    case CK_CONV_MAKES_IMAGE:
        return images <= FEW && s->image_width >= HALF_A_VECTOR;
    case CK_CONV_MAKES_WEIGHT_GRADIENT:
        return images <= FEW && features <= FEW && s->feature_width >= HALF_A_VECTOR;
    }
    return false;
}

/// The selected variant. Sums over nothing are left to the reference, whose loops simply do not run. Callers flush
/// denormals, as the reference does not run in a parallel loop.
static const ck_conv_functions *select_functions(ck_context *context, const ck_conv_entry *entry, const checked *call,
                                                 ck_conv_result result) {
    const ck_conv_choice choice = {&call->shape, result};
    const ck_conv_functions *functions = ck_select(context, entry->operator_id, &choice);
    if (call->input_count > 0 && call->weight_count > 0 && call->output_count > 0) return functions;
    functions = entry->is_transposed ? &ck_conv_transpose_reference : &ck_conv_reference;
    ck_record_variant(context, entry->operator_id, functions);
    return functions;
}

ck_status ck_conv_output_size(ck_context *context, const ck_conv_entry *entry, const ck_conv2d_descriptor *descriptor,
                              int64_t *height, int64_t *width) {
    checked call;
    CK_TRY(check_descriptor(context, entry, descriptor, &call));
    CHECK_OPERANDS({entry->dimensions == 1 ? "length" : "width", width, 2, CK_WRITTEN, 0, 0}, CK_OUTPUT(height, 2));
    *height = entry->is_transposed ? call.shape.image_height : call.shape.feature_height;
    *width = entry->is_transposed ? call.shape.image_width : call.shape.feature_width;
    return CK_OK;
}

ck_status ck_conv_forward(ck_context *context, const ck_conv_entry *entry, const ck_conv2d_descriptor *descriptor,
                          const ck_epilogue *epilogue, const float *input, const float *weights, const float *bias,
                          float *output) {
    checked call;
    CK_TRY(check_descriptor(context, entry, descriptor, &call));
    ck_conv_epilogue behind = {.bias = bias};
    if (epilogue != NULL) {
        CK_TRY(ck_check_activation(context, entry->function, epilogue->activation));
        behind.activation = epilogue->activation;
        behind.negative_slope = epilogue->negative_slope;
    }
    CHECK_OPERANDS(CK_INPUT(input, call.input_count), CK_INPUT(weights, call.weight_count),
                   CK_OPTIONAL_INPUT(bias, descriptor->out_channels), CK_OUTPUT(output, call.output_count));
    const ck_conv_functions *functions =
        select_functions(context, entry, &call, entry->is_transposed ? CK_CONV_MAKES_IMAGE : CK_CONV_MAKES_FEATURES);
    const ck_denormal_state saved = ck_flush_denormals();
    const ck_status status = functions->forward(context, &call.shape, &behind, input, weights, output);
    ck_restore_denormals(saved);
    return status;
}

ck_status ck_conv_backward_data(ck_context *context, const ck_conv_entry *entry, const ck_conv2d_descriptor *descriptor,
                                const float *output_gradient, const float *weights, float beta, float *input_gradient) {
    checked call;
    CK_TRY(check_descriptor(context, entry, descriptor, &call));
    CK_TRY(ck_check_beta(context, entry->function, beta));
    CHECK_OPERANDS(CK_INPUT(output_gradient, call.output_count), CK_INPUT(weights, call.weight_count),
                   CK_OUTPUT(input_gradient, call.input_count));
    const ck_conv_functions *functions =
        select_functions(context, entry, &call, entry->is_transposed ? CK_CONV_MAKES_FEATURES : CK_CONV_MAKES_IMAGE);
    const ck_denormal_state saved = ck_flush_denormals();
    const ck_status status =
        functions->backward_data(context, &call.shape, output_gradient, weights, beta, input_gradient);
    ck_restore_denormals(saved);
    return status;
}

ck_status ck_conv_backward_weights(ck_context *context, const ck_conv_entry *entry,
                                   const ck_conv2d_descriptor *descriptor, const float *input,
                                   const float *output_gradient, float beta, float *weight_gradient,
                                   float *bias_gradient) {
    checked call;
    CK_TRY(check_descriptor(context, entry, descriptor, &call));
    CK_TRY(ck_check_beta(context, entry->function, beta));
    CHECK_OPERANDS(CK_INPUT(input, call.input_count), CK_INPUT(output_gradient, call.output_count),
                   CK_OUTPUT(weight_gradient, call.weight_count),
                   CK_OPTIONAL_OUTPUT(bias_gradient, descriptor->out_channels));
    const ck_conv_functions *functions = select_functions(context, entry, &call, CK_CONV_MAKES_WEIGHT_GRADIENT);
    const ck_denormal_state saved = ck_flush_denormals();
    const ck_status status =
        functions->backward_weights(context, &call.shape, input, output_gradient, beta, weight_gradient, bias_gradient);
    ck_restore_denormals(saved);
    return status;
}
