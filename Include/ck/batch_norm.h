/// Batch normalization (Ioffe and Szegedy 2015) over [batch, channels, spatial].
///
/// A NaN or infinity in the input makes NaN of the whole channel in training, of the running statistics too, and of
/// itself alone in inference (an infinity stays one there). Other channels do not notice.
#ifndef CK_BATCH_NORM_H
#define CK_BATCH_NORM_H

#include "ck/context.h"

CK_BEGIN

typedef struct {
    int64_t batch;
    int64_t channels;
    int64_t spatial;
    /// Added to the variance.
    float epsilon;
} ck_batch_norm_descriptor;

/// Training: normalizes by the statistics of this batch (biased variance), keeps them in `mean` and
/// `inverse_deviation` (1 / sqrt(variance + epsilon)) for the backward pass, and moves the running statistics:
/// running = (1 - momentum) * running + momentum * batch, with the unbiased variance. `running_mean` and
/// `running_variance` may both be NULL. Needs at least two values per channel.
CK_API ck_status ck_batch_norm_f32_forward_training(ck_context *context, const ck_batch_norm_descriptor *descriptor,
                                                    const float *input, const float *scale, const float *offset,
                                                    float momentum, float *running_mean, float *running_variance,
                                                    float *mean, float *inverse_deviation, float *output);

/// Inference: output = scale * (input - running_mean) / sqrt(running_variance + epsilon) + offset.
CK_API ck_status ck_batch_norm_f32_forward_inference(ck_context *context, const ck_batch_norm_descriptor *descriptor,
                                                     const float *input, const float *scale, const float *offset,
                                                     const float *running_mean, const float *running_variance,
                                                     float *output);

/// Gradient of the training form.
CK_API ck_status ck_batch_norm_f32_backward(ck_context *context, const ck_batch_norm_descriptor *descriptor,
                                            const float *input, const float *scale, const float *mean,
                                            const float *inverse_deviation, const float *output_gradient,
                                            float *input_gradient, float *scale_gradient, float *offset_gradient);

CK_END

#endif
