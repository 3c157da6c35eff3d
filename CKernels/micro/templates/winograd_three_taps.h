/// The lines of F(4, 3) (Winograd 1980; Lavin and Gray 2016).
///
/// The polynomials are interpolated at 0, +-3/4, +-3/2 and infinity. At these points the errors are about a third of
/// those at the usual 0, +-1, +-2 (Barabasz et al. 2020 explain why: their powers stay near 1), and all constants of
/// the input and output transforms are exact in fp32.
#include "micro/templates/winograd_lines.h"

/// The two points, and what the transforms make of them.
#define A 0.75f
#define B 1.5f
#define A2 (A * A)
#define B2 (B * B)
/// One over the product of the distances of 0, A and B from the other points.
#define AT_0 (1.0f / (A2 * B2))
#define AT_A (1.0f / (2.0f * A2 * (A2 - B2)))
#define AT_B (1.0f / (2.0f * B2 * (B2 - A2)))

enum { TAPS = 3, OUTPUTS = CK_WINOGRAD_OUTPUTS, INPUTS = OUTPUTS + TAPS - 1 };

CK_KERNELS_BEGIN

/// A polynomial of degree 2 at the points, divided by the product of the distances of each point from the others.
CK_INLINE void transform_filter_line(const ck_vector g[TAPS], ck_vector u[INPUTS]) {
    const ck_vector even_a = scaled(AT_A, add_scaled(g[0], A2, g[2])), odd_a = scaled(AT_A * A, g[1]);
    const ck_vector even_b = scaled(AT_B, add_scaled(g[0], B2, g[2])), odd_b = scaled(AT_B * B, g[1]);
    u[0] = scaled(AT_0, g[0]);
    u[1] = vector_add(even_a, odd_a);
    u[2] = vector_subtract(even_a, odd_a);
    u[3] = vector_add(even_b, odd_b);
    u[4] = vector_subtract(even_b, odd_b);
    u[5] = g[2];
}

/// The scalar product with the coefficients of the polynomials that vanish at all points but one.
CK_INLINE void transform_input_line(const ck_vector d[INPUTS], ck_vector v[INPUTS]) {
    const ck_vector even_a = add_scaled(d[4], -B2, d[2]), odd_a = add_scaled(d[3], -B2, d[1]);
    const ck_vector even_b = add_scaled(d[4], -A2, d[2]), odd_b = add_scaled(d[3], -A2, d[1]);
    v[0] = add_scaled(add_scaled(d[4], -(A2 + B2), d[2]), A2 * B2, d[0]);
    v[1] = add_scaled(even_a, A, odd_a);
    v[2] = add_scaled(even_a, -A, odd_a);
    v[3] = add_scaled(even_b, B, odd_b);
    v[4] = add_scaled(even_b, -B, odd_b);
    v[5] = add_scaled(add_scaled(d[5], -(A2 + B2), d[3]), A2 * B2, d[1]);
}

/// Powers 0 to 3 of the points, times the products.
CK_INLINE void transform_output_line(const ck_vector m[INPUTS], ck_vector y[OUTPUTS]) {
    const ck_vector even_a = vector_add(m[1], m[2]), odd_a = vector_subtract(m[1], m[2]);
    const ck_vector even_b = vector_add(m[3], m[4]), odd_b = vector_subtract(m[3], m[4]);
    y[0] = vector_add(m[0], vector_add(even_a, even_b));
    y[1] = add_scaled(scaled(A, odd_a), B, odd_b);
    y[2] = add_scaled(scaled(A2, even_a), B2, even_b);
    y[3] = add_scaled(add_scaled(m[5], A2 * A, odd_a), B2 * B, odd_b);
}

/// transform_output_line transposed: a polynomial of degree 3 at the points.
CK_INLINE void transform_gradient_line(const ck_vector y[OUTPUTS], ck_vector m[INPUTS]) {
    const ck_vector even_a = add_scaled(y[0], A2, y[2]), odd_a = add_scaled(scaled(A, y[1]), A2 * A, y[3]);
    const ck_vector even_b = add_scaled(y[0], B2, y[2]), odd_b = add_scaled(scaled(B, y[1]), B2 * B, y[3]);
    m[0] = y[0];
    m[1] = vector_add(even_a, odd_a);
    m[2] = vector_subtract(even_a, odd_a);
    m[3] = vector_add(even_b, odd_b);
    m[4] = vector_subtract(even_b, odd_b);
    m[5] = y[3];
}

/// transform_filter_line transposed.
CK_INLINE void transform_filter_gradient_line(const ck_vector u[INPUTS], ck_vector g[TAPS]) {
    const ck_vector even_a = scaled(AT_A, vector_add(u[1], u[2])), odd_a = vector_subtract(u[1], u[2]);
    const ck_vector even_b = scaled(AT_B, vector_add(u[3], u[4])), odd_b = vector_subtract(u[3], u[4]);
    g[0] = add_scaled(vector_add(even_a, even_b), AT_0, u[0]);
    g[1] = add_scaled(scaled(AT_A * A, odd_a), AT_B * B, odd_b);
    g[2] = add_scaled(add_scaled(u[5], A2, even_a), B2, even_b);
}

CK_KERNELS_END

#include "micro/templates/winograd.h"

const ck_winograd_kernel CK_NAMED(ck_winograd_three_taps) = WINOGRAD_KERNEL;
