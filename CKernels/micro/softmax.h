/// Kernels of softmax and its losses. Items are rows.
#ifndef CK_MICRO_SOFTMAX_H
#define CK_MICRO_SOFTMAX_H

#include "ck/softmax.h"
#include "micro/range.h"

typedef struct {
    int64_t classes;
    const float *logits;
    float *output;
} ck_softmax_call;

typedef struct {
    int64_t classes;
    const float *output;
    const float *output_gradient;
    float *input_gradient;
} ck_softmax_backward_call;

typedef struct {
    int64_t classes;
    const float *logits;
    const int32_t *labels;
    float gradient_scale;
    float *losses;
    /// May be NULL.
    float *logits_gradient;
} ck_softmax_cross_entropy_call;

typedef struct {
    int64_t grain;
    ck_range_kernel forward;
    ck_range_kernel backward;
    ck_range_kernel cross_entropy;
} ck_softmax_kernels;

extern const ck_softmax_kernels ck_softmax_reference;
extern const ck_softmax_kernels ck_softmax_generic;
extern const ck_softmax_kernels ck_softmax_avx2;
extern const ck_softmax_kernels ck_softmax_avx512;

#endif
