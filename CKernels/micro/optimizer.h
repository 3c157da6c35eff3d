/// Kernels of the optimizer updates. Items are elements; for max-norm, rows.
#ifndef CK_MICRO_OPTIMIZER_H
#define CK_MICRO_OPTIMIZER_H

#include "ck/optimizer.h"
#include "micro/range.h"

typedef struct {
    ck_sgd_descriptor options;
    const float *gradient;
    float *momentum_buffer;
    float *parameter;
} ck_sgd_call;

typedef struct {
    float beta1;
    float beta2;
    float epsilon;
    /// 1 - beta1 and 1 - beta2.
    float gain1;
    float gain2;
    /// Added to the gradient, times the parameter.
    float weight_decay;
    /// The parameter is multiplied by this first: 1 - learning rate * weight decay if decoupled, else 1.
    float shrink;
    /// Learning rate / (1 - beta1^step).
    float step_size;
    /// sqrt(1 - beta2^step), which divides the root of the second moment.
    float root_correction;
    /// Multiple of the gradient that is added to that of the first moment.
    float gradient_size;
    /// Whether the update is divided by the root of the second moment.
    bool is_adaptive;
    const float *gradient;
    float *first_moment;
    float *second_moment;
    /// NULL unless AMSGrad.
    float *largest_second_moment;
    float *parameter;
} ck_adam_call;

typedef struct {
    ck_lion_descriptor options;
    /// 1 - beta1 and 1 - beta2.
    float gain1;
    float gain2;
    /// 1 - learning rate * weight decay.
    float shrink;
    const float *gradient;
    float *momentum_buffer;
    float *parameter;
} ck_lion_call;

typedef struct {
    ck_rmsprop_descriptor options;
    /// 1 - smoothing, or 1 if squares are summed.
    float gain;
    const float *gradient;
    float *mean_square;
    float *mean_gradient;
    float *momentum_buffer;
    float *parameter;
} ck_rmsprop_call;

typedef struct {
    ck_adadelta_descriptor options;
    /// 1 - rho.
    float gain;
    const float *gradient;
    float *mean_square;
    float *mean_square_update;
    float *parameter;
} ck_adadelta_call;

typedef struct {
    int64_t columns;
    float maximum;
    float *matrix;
} ck_max_norm_call;

typedef struct {
    int64_t grain;
    ck_range_kernel sgd;
    ck_range_kernel adam;
    ck_range_kernel lion;
    ck_range_kernel rmsprop;
    ck_range_kernel adadelta;
    ck_range_kernel max_norm;
} ck_optimizer_kernels;

extern const ck_optimizer_kernels ck_optimizer_reference;
extern const ck_optimizer_kernels ck_optimizer_generic;
extern const ck_optimizer_kernels ck_optimizer_avx2;
extern const ck_optimizer_kernels ck_optimizer_avx512;

#endif
