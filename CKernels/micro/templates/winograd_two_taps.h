/// The lines of F(4, 2), for filters of 4 taps with stride 2: each is two filters of 2 taps with stride 1, of which one
/// sees the even positions of the image and one the odd.
///
/// The polynomials are interpolated at +-1/2, +-5/4 and infinity, where of some dozen choices of points the errors were
/// least: on data of both signs and 128 channels half of those at 0, +-1, 2.
#include "micro/templates/winograd_lines.h"

/// The two points, and what the transforms make of them.
#define A 0.5f
#define B 1.25f
#define A2 (A * A)
#define B2 (B * B)
/// One over the product of the distances of A and B from the other points.
#define AT_A (1.0f / (2.0f * A * (A2 - B2)))
#define AT_B (1.0f / (2.0f * B * (B2 - A2)))

enum { TAPS = 2, OUTPUTS = CK_WINOGRAD_OUTPUTS, INPUTS = OUTPUTS + TAPS - 1 };

CK_KERNELS_BEGIN

/// A polynomial of degree 1 at the points, divided by the product of the distances of each point from the others.
CK_INLINE void transform_filter_line(const ck_vector g[TAPS], ck_vector u[INPUTS]) {
    u[0] = scaled(AT_A, add_scaled(g[0], A, g[1]));
    u[1] = scaled(-AT_A, add_scaled(g[0], -A, g[1]));
    u[2] = scaled(AT_B, add_scaled(g[0], B, g[1]));
    u[3] = scaled(-AT_B, add_scaled(g[0], -B, g[1]));
    u[4] = g[1];
}

/// The scalar product with the coefficients of the polynomials that vanish at all points but one.
CK_INLINE void transform_input_line(const ck_vector d[INPUTS], ck_vector v[INPUTS]) {
    const ck_vector odd_a = add_scaled(d[3], -B2, d[1]), even_a = add_scaled(d[2], -B2, d[0]);
    const ck_vector odd_b = add_scaled(d[3], -A2, d[1]), even_b = add_scaled(d[2], -A2, d[0]);
    v[0] = add_scaled(odd_a, A, even_a);
    v[1] = add_scaled(odd_a, -A, even_a);
    v[2] = add_scaled(odd_b, B, even_b);
    v[3] = add_scaled(odd_b, -B, even_b);
    v[4] = add_scaled(add_scaled(d[4], -(A2 + B2), d[2]), A2 * B2, d[0]);
}

/// Powers 0 to 3 of the points, times the products.
CK_INLINE void transform_output_line(const ck_vector m[INPUTS], ck_vector y[OUTPUTS]) {
    const ck_vector even_a = vector_add(m[0], m[1]), odd_a = vector_subtract(m[0], m[1]);
    const ck_vector even_b = vector_add(m[2], m[3]), odd_b = vector_subtract(m[2], m[3]);
    y[0] = vector_add(even_a, even_b);
    y[1] = add_scaled(scaled(A, odd_a), B, odd_b);
    y[2] = add_scaled(scaled(A2, even_a), B2, even_b);
    y[3] = add_scaled(add_scaled(m[4], A2 * A, odd_a), B2 * B, odd_b);
}

/// transform_output_line transposed: a polynomial of degree 3 at the points.
CK_INLINE void transform_gradient_line(const ck_vector y[OUTPUTS], ck_vector m[INPUTS]) {
    const ck_vector even_a = add_scaled(y[0], A2, y[2]), odd_a = add_scaled(scaled(A, y[1]), A2 * A, y[3]);
    const ck_vector even_b = add_scaled(y[0], B2, y[2]), odd_b = add_scaled(scaled(B, y[1]), B2 * B, y[3]);
    m[0] = vector_add(even_a, odd_a);
    m[1] = vector_subtract(even_a, odd_a);
    m[2] = vector_add(even_b, odd_b);
    m[3] = vector_subtract(even_b, odd_b);
    m[4] = y[3];
}

/// transform_filter_line transposed.
CK_INLINE void transform_filter_gradient_line(const ck_vector u[INPUTS], ck_vector g[TAPS]) {
    const ck_vector even_a = vector_subtract(u[0], u[1]), odd_a = vector_add(u[0], u[1]);
    const ck_vector even_b = vector_subtract(u[2], u[3]), odd_b = vector_add(u[2], u[3]);
    g[0] = add_scaled(scaled(AT_A, even_a), AT_B, even_b);
    g[1] = add_scaled(add_scaled(u[4], AT_A * A, odd_a), AT_B * B, odd_b);
}

CK_KERNELS_END

#include "micro/templates/winograd.h"

const ck_winograd_kernel CK_NAMED(ck_winograd_two_taps) = WINOGRAD_KERNEL;
