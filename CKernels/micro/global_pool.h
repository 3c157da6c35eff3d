/// Kernels of global pooling. Items are rows, one for each example and channel.
#ifndef CK_MICRO_GLOBAL_POOL_H
#define CK_MICRO_GLOBAL_POOL_H

#include "ck/pooling.h"
#include "micro/range.h"

typedef struct {
    ck_global_pool_descriptor size;
    const float *input;
    /// NULL: all positions.
    const int32_t *valid_lengths;
    float *output;
    /// Max pooling only.
    int32_t *indices;
} ck_global_pool_call;

typedef struct {
    ck_global_pool_descriptor size;
    const float *output_gradient;
    /// Average pooling only; NULL: all positions.
    const int32_t *valid_lengths;
    /// Max pooling only.
    const int32_t *indices;
    float beta;
    float *input_gradient;
} ck_global_pool_backward_call;

typedef struct {
    int64_t grain;
    ck_range_kernel forward;
    ck_range_kernel backward;
} ck_global_pool_kernels;

extern const ck_global_pool_kernels ck_global_max_pool_reference;
extern const ck_global_pool_kernels ck_global_max_pool_generic;
extern const ck_global_pool_kernels ck_global_max_pool_avx2;
extern const ck_global_pool_kernels ck_global_max_pool_avx512;
extern const ck_global_pool_kernels ck_global_average_pool_reference;
extern const ck_global_pool_kernels ck_global_average_pool_generic;
extern const ck_global_pool_kernels ck_global_average_pool_avx2;
extern const ck_global_pool_kernels ck_global_average_pool_avx512;

#endif
