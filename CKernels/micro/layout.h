/// Kernels that move elements. `is_streamed`: see ck_is_streamed.
#ifndef CK_MICRO_LAYOUT_H
#define CK_MICRO_LAYOUT_H

#include "ck/layout.h"
#include "micro/range.h"

/// Items are rows of the output: batch * columns of them, each of `rows` elements.
typedef struct {
    int64_t rows;
    int64_t columns;
    const float *input;
    float *output;
    bool is_streamed;
} ck_transpose_call;

/// Items are elements in row-major order.
typedef struct {
    int64_t columns;
    int64_t input_stride;
    const float *input;
    float beta;
    int64_t output_stride;
    float *output;
    bool is_streamed;
} ck_copy_rows_call;

typedef struct {
    int64_t grain;
    ck_range_kernel transpose;
    ck_range_kernel copy_rows;
} ck_layout_kernels;

extern const ck_layout_kernels ck_layout_reference;
extern const ck_layout_kernels ck_layout_generic;
extern const ck_layout_kernels ck_layout_avx2;
extern const ck_layout_kernels ck_layout_avx512;

#endif
