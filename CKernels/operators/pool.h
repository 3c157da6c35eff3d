/// What the pooling operators share: the geometry of a window and the calls of their kernels.
#ifndef CK_OPERATORS_POOL_H
#define CK_OPERATORS_POOL_H

#include "micro/pool.h"
#include "operators/check.h"

/// The window of a one-dimensional descriptor over planes of height 1.
ck_pool2d_descriptor ck_pool1d_as_2d(const ck_pool1d_descriptor *descriptor);

/// Checks a descriptor and gives the geometry; `dimensions` (1 or 2) decides how messages call the fields.
ck_status ck_pool_check(ck_context *context, const char *function, int dimensions, const ck_pool2d_descriptor *size,
                        ck_pool_geometry *geometry);

/// Checks the operands of a call of the given operator and runs its kernels.
ck_status ck_max_pool_forward(ck_context *context, const char *function, ck_operator_id operator_id, int dimensions,
                              const ck_pool2d_descriptor *size, const float *input, float *output, int32_t *indices);
ck_status ck_max_pool_backward(ck_context *context, const char *function, ck_operator_id operator_id, int dimensions,
                               const ck_pool2d_descriptor *size, const float *output_gradient, const int32_t *indices,
                               float beta, float *input_gradient);
ck_status ck_average_pool_forward(ck_context *context, const char *function, ck_operator_id operator_id, int dimensions,
                                  const ck_pool2d_descriptor *size, const float *input, float *output);
ck_status ck_average_pool_backward(ck_context *context, const char *function, ck_operator_id operator_id,
                                   int dimensions, const ck_pool2d_descriptor *size, const float *output_gradient,
                                   float beta, float *input_gradient);

#endif
