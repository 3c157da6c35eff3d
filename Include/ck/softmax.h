/// Softmax and its cross-entropy loss over rows of logits.
///
/// A class whose logit is minus infinity has probability 0. A row with a NaN or plus infinity, or with nothing but
/// minus infinity, gives NaN throughout: probabilities, loss and gradient. Other rows do not notice. The loss of a
/// label whose logit is minus infinity is infinite.
#ifndef CK_SOFTMAX_H
#define CK_SOFTMAX_H

#include "ck/context.h"

CK_BEGIN

/// output[r, c] = exp(logits[r, c]) / sum over c, with the row's maximum subtracted first.
CK_API ck_status ck_softmax_f32_forward(ck_context *context, int64_t rows, int64_t classes, const float *logits,
                                        float *output);

/// input_gradient = output * (output_gradient - sum over c of output_gradient * output), row by row.
CK_API ck_status ck_softmax_f32_backward(ck_context *context, int64_t rows, int64_t classes, const float *output,
                                         const float *output_gradient, float *input_gradient);

/// losses[r] = logsumexp(logits[r, :]) - logits[r, labels[r]], in nats. If `logits_gradient` is not NULL it receives
/// gradient_scale * (softmax(logits) - one_hot(labels)). A label outside 0 ..< classes is refused.
CK_API ck_status ck_softmax_cross_entropy_f32(ck_context *context, int64_t rows, int64_t classes, const float *logits,
                                              const int32_t *labels, float gradient_scale, float *losses,
                                              float *logits_gradient);

CK_END

#endif
