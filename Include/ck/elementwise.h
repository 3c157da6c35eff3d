/// Operators on each element. They work in place: an output may be the very array of an input with as many elements.
///
/// Special values come out as in C, with denormals as zeros: the log of 0 or a denormal is minus infinity, that of a
/// negative number NaN; exp of minus infinity is 0; sine, cosine and tangent of an infinity are NaN. The sign of NaN is
/// NaN, that of a zero the same zero. SiLU and GELU of minus infinity are NaN. ReLU's derivative at NaN is 0, and so is
/// that of the absolute value; that of the leaky ReLU is its slope, that of the ELU NaN.
///
/// Errors, in units in the last place, held by the tests over the range of floats, large angles included: exp and log
/// 1.1, log1p, expm1 and rsqrt 2, ELU 2.5, sine, cosine, erf, sigmoid, tanh, softplus and SiLU 3, tangent 4.5, GELU 80,
/// GELU with tanh 320, both far below 0; the others are rounded once. Results of SiLU and GELU below 2^-118 may be 0.
#ifndef CK_ELEMENTWISE_H
#define CK_ELEMENTWISE_H

#include "ck/context.h"
#include "ck/unary.h"

CK_BEGIN

/// CK_UNARY_NEGATE, CK_UNARY_ABS and so on, from 0 in the order of the list in ck/unary.h, which says what they
/// are.
typedef enum {
#define CK_UNARY_ENUMERATOR(name, ...) CK_UNARY_##name,
    CK_UNARY_FUNCTIONS(CK_UNARY_ENUMERATOR) CK_UNARY_COUNT,
#undef CK_UNARY_ENUMERATOR
} ck_unary_operation;

typedef enum {
    CK_BINARY_ADD = 0,
    CK_BINARY_SUBTRACT = 1,
    CK_BINARY_MULTIPLY = 2,
    CK_BINARY_DIVIDE = 3,
    CK_BINARY_MAXIMUM = 4,
    CK_BINARY_MINIMUM = 5,
    /// a to the power of b, as pow of C: NaN for a negative a whose b is no integer, 1 for b = 0 and for a = 1.
    CK_BINARY_POWER = 6,
    CK_BINARY_COUNT = 7,
} ck_binary_operation;

/// output[i] = operation(input[i]); `parameter` is the slope of the leaky ReLU and the factor of the ELU,
/// unused elsewhere.
CK_API ck_status ck_unary_f32_forward(ck_context *context, ck_unary_operation operation, float parameter, int64_t count,
                                      const float *input, float *output);

/// input_gradient[i] = beta * input_gradient[i] + output_gradient[i] * operation'(input[i]), beta 0 or 1. Both `input`
/// and `output` of the forward call are given; ReLU's derivative at 0 is 0, as is that of the absolute value; that of
/// the sign and of rounding is 0 everywhere.
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
