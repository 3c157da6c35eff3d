/// Moving elements without changing them.
#ifndef CK_LAYOUT_H
#define CK_LAYOUT_H

#include "ck/context.h"

CK_BEGIN

/// output[b, j, i] = input[b, i, j] for [batch, rows, columns] input.
CK_API ck_status ck_transpose_f32(ck_context *context, int64_t batch, int64_t rows, int64_t columns, const float *input,
                                  float *output);

/// output[r * output_stride + c] = beta * output[...] + input[r * input_stride + c] for rows x columns elements;
/// beta 0 or 1. Strides are in elements and at least `columns`.
CK_API ck_status ck_copy_rows_f32(ck_context *context, int64_t rows, int64_t columns, int64_t input_stride,
                                  const float *input, float beta, int64_t output_stride, float *output);

CK_END

#endif
