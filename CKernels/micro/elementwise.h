/// Kernels of the elementwise operators. Items are elements. `is_streamed`: see ck_is_streamed.
#ifndef CK_MICRO_ELEMENTWISE_H
#define CK_MICRO_ELEMENTWISE_H

#include "ck/elementwise.h"
#include "micro/range.h"

typedef struct {
    ck_unary_operation operation;
    float parameter;
    const float *input;
    float *output;
    bool is_streamed;
} ck_unary_call;

typedef struct {
    ck_unary_operation operation;
    float parameter;
    const float *input;
    const float *output;
    const float *output_gradient;
    float beta;
    float *input_gradient;
    bool is_streamed;
} ck_unary_backward_call;

/// `a` seen as rows of `row` elements. Each row meets the same `row` values of b, or, if `b_per_row`, row r meets the
/// one value b[r % axis].
typedef struct {
    ck_binary_operation operation;
    int64_t row;
    bool b_per_row;
    int64_t axis;
    const float *a;
    const float *b;
    float *output;
    bool is_streamed;
} ck_binary_call;

typedef struct {
    float alpha;
    const float *x;
    float beta;
    float *y;
    bool is_streamed;
} ck_axpby_call;

/// output = scale * input + offset.
typedef struct {
    float scale;
    float offset;
    const float *input;
    float *output;
    bool is_streamed;
} ck_affine_call;

typedef struct {
    float value;
    float *output;
    bool is_streamed;
} ck_fill_call;

typedef struct {
    int64_t grain;
    ck_range_kernel unary_forward;
    ck_range_kernel unary_backward;
    ck_range_kernel binary;
    ck_range_kernel axpby;
    ck_range_kernel affine;
    ck_range_kernel fill;
} ck_elementwise_kernels;

extern const ck_elementwise_kernels ck_elementwise_reference;
extern const ck_elementwise_kernels ck_elementwise_generic;
extern const ck_elementwise_kernels ck_elementwise_avx2;
extern const ck_elementwise_kernels ck_elementwise_avx512;

#endif
