/// What the entry points of all convolutions share: one and two dimensions, plain and transposed.
#ifndef CK_OPERATORS_CONVOLUTION_H
#define CK_OPERATORS_CONVOLUTION_H

#include "core/context.h"
#include "reference/convolution.h"

/// Which entry point was called. The one-dimensional forms come here with a descriptor of height 1.
typedef struct {
    const char *function;
    ck_operator_id operator_id;
    bool is_transposed;
    /// 1 or 2: whose field names the messages use.
    int dimensions;
} ck_conv_entry;

/// The one-dimensional descriptor as the two-dimensional one of height 1.
ck_conv2d_descriptor ck_conv1d_as_conv2d(const ck_conv1d_descriptor *descriptor);

/// Checks the descriptor and computes the output size. Outputs are untouched on failure.
ck_status ck_conv_output_size(ck_context *context, const ck_conv_entry *entry, const ck_conv2d_descriptor *descriptor,
                              int64_t *height, int64_t *width);

/// What a variant is chosen for: a shape, and which operand is computed from the two others.
typedef struct {
    const ck_conv_shape *shape;
    enum { CK_CONV_FEATURES, CK_CONV_IMAGE, CK_CONV_WEIGHTS } result;
} ck_conv_choice;

/// Whether a ck_conv_choice has enough channels in each group to be worth a matrix product. A depthwise convolution has
/// one: there the direct kernels are several times faster.
bool ck_conv_is_dense(const void *choice);

/// Whether a ck_conv_choice has so few channels that vectors along positions beat vectors along channels.
bool ck_conv_has_few_channels(const void *choice);

/// Check everything, select the variant and run it.
ck_status ck_conv_forward(ck_context *context, const ck_conv_entry *entry, const ck_conv2d_descriptor *descriptor,
                          const ck_epilogue *epilogue, const float *input, const float *weights, const float *bias,
                          float *output);
ck_status ck_conv_backward_data(ck_context *context, const ck_conv_entry *entry, const ck_conv2d_descriptor *descriptor,
                                const float *output_gradient, const float *weights, float beta, float *input_gradient);
ck_status ck_conv_backward_weights(ck_context *context, const ck_conv_entry *entry,
                                   const ck_conv2d_descriptor *descriptor, const float *input,
                                   const float *output_gradient, float beta, float *weight_gradient,
                                   float *bias_gradient);

#endif
