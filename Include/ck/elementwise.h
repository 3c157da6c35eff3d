/// Operators on each element. They work in place: an output may be the very array of an input with as many elements.
///
/// Special values come out as in C, with denormals as zeros: the logarithm of 0 or a denormal is minus infinity, that
/// of a negative number NaN; the exponential of minus infinity is 0. ReLU's derivative at NaN is 0, and so is that of
/// the absolute value; that of the leaky ReLU is its slope. SiLU and GELU of minus infinity are NaN.
#ifndef CK_ELEMENTWISE_H
#define CK_ELEMENTWISE_H

#include "ck/context.h"

CK_BEGIN

typedef enum {
    CK_UNARY_NEGATE = 0,
    CK_UNARY_ABSOLUTE = 1,
    CK_UNARY_SQUARE = 2,
    CK_UNARY_SQUARE_ROOT = 3,
    CK_UNARY_RECIPROCAL = 4,
    CK_UNARY_EXPONENTIAL = 5,
    CK_UNARY_LOGARITHM = 6,
    /// max(x, 0).
    CK_UNARY_RELU = 7,
    /// x if x > 0, else parameter * x.
    CK_UNARY_LEAKY_RELU = 8,
    /// 1 / (1 + exp(-x)).
    CK_UNARY_SIGMOID = 9,
    CK_UNARY_TANH = 10,
    /// log(1 + exp(x)), computed without overflow.
    CK_UNARY_SOFTPLUS = 11,
    /// x / (1 + exp(-x)), also called swish.
    CK_UNARY_SILU = 12,
    /// x * P(x), where P is the distribution function of the standard normal distribution (Hendrycks and Gimpel 2016).
    CK_UNARY_GELU = 13,
    /// The same with 1 / (1 + exp(-2 sqrt(2 / pi) (x + 0.044715 x^3))) in place of P, which is the form with tanh.
    CK_UNARY_GELU_TANH = 14,
    CK_UNARY_COUNT = 15,
} ck_unary_operation;

typedef enum {
    CK_BINARY_ADD = 0,
    CK_BINARY_SUBTRACT = 1,
    CK_BINARY_MULTIPLY = 2,
    CK_BINARY_DIVIDE = 3,
    CK_BINARY_MAXIMUM = 4,
    CK_BINARY_MINIMUM = 5,
    CK_BINARY_COUNT = 6,
} ck_binary_operation;

/// output[i] = operation(input[i]); `parameter` is the slope of the leaky ReLU, unused elsewhere.
CK_API ck_status ck_unary_f32_forward(ck_context *context, ck_unary_operation operation, float parameter, int64_t count,
                                      const float *input, float *output);

/// input_gradient[i] = beta * input_gradient[i] + output_gradient[i] * operation'(input[i]), beta 0 or 1. Both `input`
/// and `output` of the forward call are given; ReLU's derivative at 0 is 0, as is that of the absolute value.
CK_API ck_status ck_unary_f32_backward(ck_context *context, ck_unary_operation operation, float parameter,
                                       int64_t count, const float *input, const float *output,
                                       const float *output_gradient, float beta, float *input_gradient);

/// Which elements of `b` meet those of `a`, seen as [outer, axis, inner]: b has `axis` values, repeated along outer and
/// inner. outer = inner = 1 is the same-shape case; axis = 1 is a scalar.
typedef struct {
    int64_t outer;
    int64_t axis;
    int64_t inner;
} ck_broadcast;

/// output[o, x, i] = operation(a[o, x, i], b[x]).
CK_API ck_status ck_binary_f32(ck_context *context, ck_binary_operation operation, const ck_broadcast *broadcast,
                               const float *a, const float *b, float *output);

/// y[i] = alpha * x[i] + beta * y[i]; beta 0 never reads y.
CK_API ck_status ck_axpby_f32(ck_context *context, int64_t count, float alpha, const float *x, float beta, float *y);

/// output[i] = scale * input[i] + offset.
CK_API ck_status ck_affine_f32(ck_context *context, int64_t count, float scale, float offset, const float *input,
                               float *output);

/// output[i] = value.
CK_API ck_status ck_fill_f32(ck_context *context, int64_t count, float value, float *output);

CK_END

#endif
