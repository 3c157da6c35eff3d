/// Kernels of batch normalisation. Items are channels.
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

typedef struct {
    int64_t grain;
    ck_range_kernel forward_training;
    ck_range_kernel forward_inference;
    ck_range_kernel backward;
} ck_batch_norm_kernels;

extern const ck_batch_norm_kernels ck_batch_norm_reference;
extern const ck_batch_norm_kernels ck_batch_norm_generic;
extern const ck_batch_norm_kernels ck_batch_norm_avx2;
extern const ck_batch_norm_kernels ck_batch_norm_avx512;

#endif
