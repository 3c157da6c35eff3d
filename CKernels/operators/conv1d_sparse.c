#include "core/scratch.h"
#include "drivers/ranges.h"
#include "micro/sparse_convolution.h"
#include "operators/check.h"
#include "operators/convolution.h"

#include <inttypes.h>

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops, channels last", &ck_sparse_convolution_reference},
    {"generic", CK_BASELINE, "scaled rows of channels in vectors of 4 lanes", &ck_sparse_convolution_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "scaled rows of channels in vectors of 8 lanes", &ck_sparse_convolution_avx2},
    {"avx512", CK_AVX512, "scaled rows of channels in vectors of 16 lanes", &ck_sparse_convolution_avx512},
#endif
};

const ck_operator ck_operator_conv1d_sparse = {"conv1d_sparse", variants, sizeof variants / sizeof *variants};

typedef struct {
    int64_t inputs;
    int64_t weights;
    int64_t values;
    int64_t out_length;
} element_counts;

static ck_status check(ck_context *context, const char *function, const ck_conv1d_descriptor *descriptor, float beta,
                       element_counts *counts) {
    CK_TRY(ck_check_descriptor(context, function, descriptor));
    const ck_conv2d_descriptor flat = ck_conv1d_as_conv2d(descriptor);
    const ck_conv_entry entry = {function, CK_OPERATOR_CONV1D_SPARSE, false, 1};
    int64_t height;
    CK_TRY(ck_conv_output_size(context, &entry, &flat, &height, &counts->out_length));
    CK_TRY(ck_check_beta(context, function, beta));
    counts->inputs = descriptor->batch * descriptor->in_channels * descriptor->in_length;
    counts->weights =
        descriptor->out_channels * (descriptor->in_channels / descriptor->groups) * descriptor->kernel_length;
    counts->values = descriptor->batch * descriptor->out_channels;
    return CK_OK;
}

static ck_status check_positions(ck_context *context, const char *function, const element_counts *counts,
                                 const int32_t *positions) {
    const int64_t outside = ck_find_outside(context, positions, counts->values, 0, counts->out_length);
    if (outside < 0) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: position %" PRId64 " is %" PRId32 ", expected 0 ... %" PRId64,
                   function, outside, positions[outside], counts->out_length - 1);
}

/// Exchanges the last two axes of [batch][rows][columns].
static void transpose(ck_context *context, const ck_layout_kernels *layout, int64_t batch, int64_t rows,
                      int64_t columns, const float *input, float *output) {
    ck_transpose_call call = {.rows = rows, .columns = columns, .input = input, .output = output};
    ck_run_ranges(context, batch * columns, rows, 64, layout->grain, layout->transpose, &call);
}

/// The same into a gradient that may be added to; `spare` has room for the result.
static void transpose_gradient(ck_context *context, const ck_layout_kernels *layout, int64_t batch, int64_t rows,
                               int64_t columns, const float *input, float *spare, float beta, float *gradient) {
    if (beta == 0.0f) {
        transpose(context, layout, batch, rows, columns, input, gradient);
        return;
    }
    transpose(context, layout, batch, rows, columns, input, spare);
    const int64_t count = batch * rows * columns;
    ck_copy_rows_call call = {.columns = count,
                              .input_stride = count,
                              .input = spare,
                              .beta = beta,
                              .output_stride = count,
                              .output = gradient};
    ck_run_ranges(context, count, 1, 64, layout->grain, layout->copy_rows, &call);
}

/// Room for `first` and `second` elements and, if a gradient is added to, `spare` more.
static ck_status reserve(ck_context *context, int64_t first, int64_t second, int64_t spare, float **arrays) {
    const int64_t counts[] = {first, second, spare};
    size_t offsets[3], bytes = 0;
    for (int index = 0; index < 3; index++) {
        offsets[index] = bytes;
        bytes += ck_aligned_bytes((size_t)counts[index] * sizeof(float));
    }
    unsigned char *scratch = ck_scratch_reserve(context, bytes);
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    for (int index = 0; index < 3; index++) arrays[index] = (float *)(void *)(scratch + offsets[index]);
    return CK_OK;
}

ck_status ck_conv1d_sparse_f32_backward_data(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                             const float *values, const int32_t *positions, const float *weights,
                                             float beta, float *input_gradient) {
    element_counts counts;
    CK_TRY(check(context, __func__, descriptor, beta, &counts));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(values, counts.values), CK_INPUT(positions, counts.values),
                             CK_INPUT(weights, counts.weights), CK_OUTPUT(input_gradient, counts.inputs)));
    CK_TRY(check_positions(context, __func__, &counts, positions));
    const ck_sparse_convolution_kernels *kernels = ck_select(context, CK_OPERATOR_CONV1D_SPARSE, NULL);
    if (counts.inputs == 0) return CK_OK;
    const ck_conv1d_descriptor *d = descriptor;
    const int64_t channels = d->in_channels / d->groups;
    float *arrays[3];
    CK_TRY(reserve(context, counts.weights, counts.inputs, beta != 0.0f ? counts.inputs : 0, arrays));
    transpose(context, kernels->layout, d->out_channels, channels, d->kernel_length, weights, arrays[0]);
    ck_sparse_data_call call = {.gradient = {*d, values, positions}, .weights = arrays[0], .input_gradient = arrays[1]};
    ck_run_ranges(context, d->batch, d->in_length * d->in_channels + counts.weights, 1, kernels->grain, kernels->data,
                  &call);
    transpose_gradient(context, kernels->layout, d->batch, d->in_length, d->in_channels, arrays[1], arrays[2], beta,
                       input_gradient);
    return CK_OK;
}

ck_status ck_conv1d_sparse_f32_backward_weights(ck_context *context, const ck_conv1d_descriptor *descriptor,
                                                const float *input, const float *values, const int32_t *positions,
                                                float beta, float *weight_gradient, float *bias_gradient) {
    element_counts counts;
    CK_TRY(check(context, __func__, descriptor, beta, &counts));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, counts.inputs), CK_INPUT(values, counts.values),
                             CK_INPUT(positions, counts.values), CK_OUTPUT(weight_gradient, counts.weights),
                             CK_OPTIONAL_OUTPUT(bias_gradient, descriptor->out_channels)));
    CK_TRY(check_positions(context, __func__, &counts, positions));
    const ck_sparse_convolution_kernels *kernels = ck_select(context, CK_OPERATOR_CONV1D_SPARSE, NULL);
    const ck_conv1d_descriptor *d = descriptor;
    const int64_t channels = d->in_channels / d->groups;
    if (bias_gradient != NULL) {
        for (int64_t o = 0; o < d->out_channels; o++) {
            float sum = beta == 0.0f ? 0.0f : bias_gradient[o];
            for (int64_t n = 0; n < d->batch; n++) sum += values[n * d->out_channels + o];
            bias_gradient[o] = sum;
        }
    }
    if (counts.weights == 0) return CK_OK;
    float *arrays[3];
    CK_TRY(reserve(context, counts.inputs, counts.weights, beta != 0.0f ? counts.weights : 0, arrays));
    transpose(context, kernels->layout, d->batch, d->in_channels, d->in_length, input, arrays[0]);
    ck_sparse_weights_call call = {
        .gradient = {*d, values, positions}, .input = arrays[0], .weight_gradient = arrays[1]};
    ck_run_ranges(context, d->out_channels, d->kernel_length * channels * (d->batch + 1), 1, kernels->grain,
                  kernels->weights, &call);
    transpose_gradient(context, kernels->layout, d->out_channels, d->kernel_length, channels, arrays[1], arrays[2],
                       beta, weight_gradient);
    return CK_OK;
}
