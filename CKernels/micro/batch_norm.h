/// Kernels of batch normalisation.
#ifndef CK_MICRO_BATCH_NORM_H
#define CK_MICRO_BATCH_NORM_H

#include "ck/batch_norm.h"
#include "micro/range.h"

typedef struct {
    ck_batch_norm_descriptor size;
    const float *input;
    const float *scale;
    const float *offset;
    float momentum;
    /// Both may be NULL.
    float *running_mean;
    float *running_variance;
    float *mean;
    float *inverse_deviation;
    float *output;
} ck_batch_norm_training_call;

typedef struct {
    ck_batch_norm_descriptor size;
    const float *input;
    const float *scale;
    const float *offset;
    const float *running_mean;
    const float *running_variance;
    float *output;
} ck_batch_norm_inference_call;

typedef struct {
    ck_batch_norm_descriptor size;
    const float *input;
    const float *scale;
    const float *mean;
    const float *inverse_deviation;
    const float *output_gradient;
    float *input_gradient;
    float *scale_gradient;
    float *offset_gradient;
} ck_batch_norm_backward_call;

/// Some channels of some examples.
typedef struct {
    int64_t first_example;
    int64_t examples;
    int64_t first_channel;
    int64_t channels;
} ck_batch_norm_block;

/// output = (input - mean) * factor + offset, with one mean, factor and offset a channel. `is_streamed`: see
/// ck_is_streamed.
typedef struct {
    ck_batch_norm_descriptor size;
    const float *input;
    const float *mean;
    const float *factor;
    const float *offset;
    float *output;
    bool is_streamed;
} ck_batch_norm_normalize_call;

/// input_gradient = factor * (output_gradient - mean_gradient - (input - mean) * slope).
typedef struct {
    ck_batch_norm_descriptor size;
    const float *input;
    const float *output_gradient;
    const float *mean;
    const float *mean_gradient;
    const float *slope;
    const float *factor;
    float *input_gradient;
    bool is_streamed;
} ck_batch_norm_gradient_call;

typedef struct {
    /// The whole of an operator; items are channels. NULL: composed of the kernels below.
    ck_range_kernel forward_training;
    ck_range_kernel forward_inference;
    ck_range_kernel backward;

    /// Writes, for each channel of the block, the mean of its values and the sum of (x - mean)^2.
    void (*moments)(const ck_batch_norm_descriptor *size, const ck_batch_norm_block *block, const float *input,
                    double *means, double *squares);
    /// Writes, for each channel of the block, the sum of the gradient and of gradient * (x - mean).
    void (*gradient_sums)(const ck_batch_norm_backward_call *call, const ck_batch_norm_block *block, double *sums,
                          double *dots);
    void (*normalize)(const ck_batch_norm_normalize_call *call, const ck_batch_norm_block *block);
    void (*input_gradient)(const ck_batch_norm_gradient_call *call, const ck_batch_norm_block *block);
} ck_batch_norm_kernels;

extern const ck_batch_norm_kernels ck_batch_norm_reference;
extern const ck_batch_norm_kernels ck_batch_norm_generic;
extern const ck_batch_norm_kernels ck_batch_norm_avx2;
extern const ck_batch_norm_kernels ck_batch_norm_avx512;

#endif
