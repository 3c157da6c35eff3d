/// The functions of one element, each in one row: the enumeration of ck/elementwise.h, the reference and the kernels of
/// every instruction set follow from this list. A new function is a row at its end, for the order fixes the values of
/// the enumeration, and a case in the tests.
///
/// FUNCTION(name, value, derivative, value on vectors, derivative on vectors)
///
/// The expressions know `x`, `parameter` and, in the derivatives, the value `y`. The first two are for the reference,
/// in floats with the C library (CKernels/reference/elementwise.c), the others for the kernels, with `zero` and `one`,
/// in the functions of CKernels/micro/templates. Only the names mean something to a program that includes this header:
///
/// - LEAKY_RELU is x if x > 0, else parameter * x; ELU is x if x > 0, else parameter * (exp(x) - 1).
/// - SOFTPLUS is log(1 + exp(x)), computed without overflow.
/// - SILU is x / (1 + exp(-x)), also called swish.
/// - GELU is x * P(x), where P is the distribution function of the standard normal distribution (Hendrycks and Gimpel
///   2016); GELU_TANH has 1 / (1 + exp(-2 sqrt(2 / pi) (x + 0.044715 x^3))) in place of P, which is the form with tanh.
/// - LOG1P is log(1 + x), EXPM1 is exp(x) - 1, both without cancellation; RSQRT is 1 / sqrt(x).
/// - SIGN is -1, 0 or 1; ROUND goes to the nearest integer, and to the even one of two.
#ifndef CK_UNARY_H
#define CK_UNARY_H

#define CK_UNARY_FUNCTIONS(FUNCTION)                                                                                   \
    FUNCTION(NEGATE, -x, -1.0f, vector_negate(x), vector_set1(-1.0f))                                                  \
    FUNCTION(ABS, fabsf(x), (float)((x > 0.0f) - (x < 0.0f)), vector_absolute(x), sign_or(x, zero))                    \
    FUNCTION(SQUARE, (x * x), 2.0f * x, vector_multiply(x, x), vector_add(x, x))                                       \
    FUNCTION(SQRT, sqrtf(x), 0.5f / y, vector_square_root(x), vector_divide(vector_set1(0.5f), y))                     \
    FUNCTION(RECIPROCAL, 1.0f / x, -(y * y), vector_divide(one, x), vector_negate(vector_multiply(y, y)))              \
    FUNCTION(EXP, expf(x), y, exponential(x), y)                                                                       \
    FUNCTION(LOG, is_zero(x) ? -INFINITY : logf(x), 1.0f / x, logarithm(x), vector_divide(one, x))                     \
    FUNCTION(RELU, x < 0.0f ? 0.0f : x, x > 0.0f ? 1.0f : 0.0f, vector_maximum(zero, x), if_positive(x, one, zero))    \
    FUNCTION(LEAKY_RELU, x > 0.0f ? x : parameter * x, x > 0.0f ? 1.0f : parameter,                                    \
             if_positive(x, x, vector_multiply(parameter, x)), if_positive(x, one, parameter))                         \
    FUNCTION(SIGMOID, 1.0f / (1.0f + expf(-x)), y * (1.0f - y), sigmoid(x),                                            \
             vector_multiply(y, vector_subtract(one, y)))                                                              \
    FUNCTION(TANH, tanhf(x), 1.0f - y * y, hyperbolic_tangent(x), vector_negative_multiply_add(y, y, one))             \
    FUNCTION(SOFTPLUS, (x < 0.0f ? 0.0f : x) + log1pf(expf(-fabsf(x))), 1.0f / (1.0f + expf(-x)), softplus(x),         \
             sigmoid(x))                                                                                               \
    FUNCTION(SILU, x / (1.0f + expf(-x)), silu_derivative(x, 1.0f / (1.0f + expf(-x))), silu(x), silu_derivative(x))   \
    FUNCTION(GELU, (x * normal_probability(x)), normal_probability(x) + x * normal_density(x), gelu(x),                \
             gelu_derivative(x))                                                                                       \
    FUNCTION(GELU_TANH, (x * nearly_normal_probability(x)), gelu_tanh_derivative(x, nearly_normal_probability(x)),     \
             gelu_tanh(x), gelu_tanh_derivative(x))                                                                    \
    FUNCTION(SIN, sinf(x), cosf(x), sine(x), cosine(x))                                                                \
    FUNCTION(COS, cosf(x), -sinf(x), cosine(x), vector_negate(sine(x)))                                                \
    FUNCTION(TAN, tanf(x), 1.0f + y * y, tangent(x), vector_multiply_add(y, y, one))                                   \
    FUNCTION(LOG1P, log1pf(x), 1.0f / (1.0f + x), logarithm_of_one_more(x), vector_divide(one, vector_add(one, x)))    \
    FUNCTION(EXPM1, expm1f(x), y + 1.0f, exponential_minus_one(x), vector_add(y, one))                                 \
    FUNCTION(RSQRT, 1.0f / sqrtf(x), -0.5f * y * (y * y), vector_divide(one, vector_square_root(x)),                   \
             vector_multiply(vector_multiply(vector_set1(-0.5f), y), vector_multiply(y, y)))                           \
    FUNCTION(SIGN, x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : 0.0f * x, 0.0f, sign_or(x, vector_multiply(zero, x)), zero)    \
    FUNCTION(FLOOR, floorf(without_denormals(x)), 0.0f, round_down(x), zero)                                           \
    FUNCTION(CEIL, ceilf(without_denormals(x)), 0.0f, vector_negate(round_down(vector_negate(x))), zero)               \
    FUNCTION(ROUND, rintf(without_denormals(x)), 0.0f, round_to_even(x), zero)                                         \
    FUNCTION(ERF, erff(x), 1.1283792f * (float)exp(-(double)x * x), error_function(x),                                 \
             vector_multiply(vector_set1(1.1283792f), exponential_of_negative_square(x)))                              \
    FUNCTION(ELU, x > 0.0f ? x : parameter * expm1f(x), x > 0.0f ? 1.0f : y + parameter,                               \
             if_positive(x, x, vector_multiply(parameter, exponential_minus_one(x))),                                  \
             if_positive(x, one, vector_add(y, parameter)))

#endif
