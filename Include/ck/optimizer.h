/// Optimizer updates, each in one pass over parameter, gradient and state. Formulas and defaults follow
/// torch.optim of PyTorch 2.
///
/// A NaN or infinite gradient makes NaN or infinity of its own parameter and state, and of no other; the norm of a row
/// with a NaN is no number above `maximum`, so such a row stays as it is.
#ifndef CK_OPTIMIZER_H
#define CK_OPTIMIZER_H

#include "ck/context.h"

CK_BEGIN

typedef struct {
    float learning_rate;
    float momentum;
    float dampening;
    bool nesterov;
    float weight_decay;
    /// First step: the momentum buffer becomes the gradient itself.
    bool is_first_step;
} ck_sgd_descriptor;

/// `momentum_buffer` may be NULL if momentum is 0.
CK_API ck_status ck_sgd_f32_update(ck_context *context, const ck_sgd_descriptor *descriptor, int64_t count,
                                   const float *gradient, float *momentum_buffer, float *parameter);

typedef enum {
    /// Kingma and Ba 2015.
    CK_ADAM_STANDARD,
    /// NAdam (Dozat 2016): Nesterov's form of momentum, which rises over the steps.
    CK_ADAM_NESTEROV,
    /// RAdam (Liu et al. 2020): the update is scaled by what is known of the second moment's variance. At the first
    /// steps,
    /// when that is too little, it is the first moment itself.
    CK_ADAM_RECTIFIED,
} ck_adam_form;

typedef struct {
    float learning_rate;
    float beta1;
    float beta2;
    float epsilon;
    float weight_decay;
    /// AdamW (Loshchilov and Hutter 2019): the decay acts on the parameter, not on the gradient.
    bool decoupled_weight_decay;
    /// 1 for the first step.
    int64_t step;
    ck_adam_form form;
    /// AMSGrad (Reddi et al. 2018): the largest second moment so far stands in for the current one.
    bool amsgrad;
    /// How fast the momentum of NAdam rises; at step t it is beta1 * (1 - 0.96^(t * momentum_decay) / 2).
    float momentum_decay;
} ck_adam_descriptor;

/// `largest_second_moment` may be NULL unless amsgrad.
CK_API ck_status ck_adam_f32_update(ck_context *context, const ck_adam_descriptor *descriptor, int64_t count,
                                    const float *gradient, float *first_moment, float *second_moment,
                                    float *largest_second_moment, float *parameter);

typedef struct {
    float learning_rate;
    /// Decay of the momentum in the update.
    float beta1;
    /// Decay of the momentum that is kept.
    float beta2;
    /// Acts on the parameter.
    float weight_decay;
} ck_lion_descriptor;

/// Lion (Chen et al. 2023): the parameter loses the learning rate times the sign of beta1 * momentum + (1 - beta1) *
/// gradient.
CK_API ck_status ck_lion_f32_update(ck_context *context, const ck_lion_descriptor *descriptor, int64_t count,
                                    const float *gradient, float *momentum_buffer, float *parameter);

typedef struct {
    float learning_rate;
    /// Decay of the running mean of squares, in 0 ... 1.
    float smoothing;
    float epsilon;
    float weight_decay;
    float momentum;
    bool centered;
    /// Adagrad (Duchi et al. 2011): `mean_square` is the sum of all squares, whatever the smoothing. Not with centered.
    bool sums_squares;
} ck_rmsprop_descriptor;

/// `mean_gradient` may be NULL unless centered, `momentum_buffer` unless momentum is not 0.
CK_API ck_status ck_rmsprop_f32_update(ck_context *context, const ck_rmsprop_descriptor *descriptor, int64_t count,
                                       const float *gradient, float *mean_square, float *mean_gradient,
                                       float *momentum_buffer, float *parameter);

typedef struct {
    float learning_rate;
    /// Decay of both running means of squares, in 0 ... 1.
    float rho;
    float epsilon;
    float weight_decay;
} ck_adadelta_descriptor;

CK_API ck_status ck_adadelta_f32_update(ck_context *context, const ck_adadelta_descriptor *descriptor, int64_t count,
                                        const float *gradient, float *mean_square, float *mean_square_update,
                                        float *parameter);

/// Scales each row of [rows, columns] whose Euclidean norm exceeds `maximum` down to it (Kim 2014's constraint).
CK_API ck_status ck_max_norm_f32(ck_context *context, int64_t rows, int64_t columns, float maximum, float *matrix);

CK_END

#endif
