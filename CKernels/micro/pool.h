/// Kernels of max and average pooling. Items are planes, one for each example and channel; one dimension is a plane of
/// height 1. `is_streamed`: see ck_is_streamed.
#ifndef CK_MICRO_POOL_H
#define CK_MICRO_POOL_H

#include "ck/pooling.h"
#include "micro/range.h"

typedef struct {
    ck_pool2d_descriptor size;
    int64_t out_height;
    int64_t out_width;
} ck_pool_geometry;

typedef struct {
    ck_pool_geometry geometry;
    const float *input;
    float *output;
    /// Position of the maximum within the input plane; -1 for a window that lies in the padding. Max pooling only.
    int32_t *indices;
    bool is_streamed;
} ck_pool_call;

typedef struct {
    ck_pool_geometry geometry;
    const float *output_gradient;
    /// Max pooling only.
    const int32_t *indices;
    float beta;
    float *input_gradient;
    bool is_streamed;
} ck_pool_backward_call;

typedef struct {
    int64_t grain;
    ck_range_kernel forward;
    ck_range_kernel backward;
} ck_pool_kernels;

extern const ck_pool_kernels ck_max_pool_reference;
extern const ck_pool_kernels ck_max_pool_generic;
extern const ck_pool_kernels ck_max_pool_avx2;
extern const ck_pool_kernels ck_max_pool_avx512;
extern const ck_pool_kernels ck_average_pool_reference;
extern const ck_pool_kernels ck_average_pool_generic;
extern const ck_pool_kernels ck_average_pool_avx2;
extern const ck_pool_kernels ck_average_pool_avx512;

#endif
