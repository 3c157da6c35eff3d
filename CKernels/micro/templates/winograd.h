/// Winograd convolution F(4 x 4, 3 x 3) over vectors of any length (Winograd 1980; Lavin and Gray 2016).
///
/// The polynomials are interpolated at 0, +-3/4, +-3/2 and infinity. At these points the errors are about a third of
/// those at the usual 0, +-1, +-2 (Barabasz et al. 2020 explain why: their powers stay near 1), and all constants of
/// the input and output transforms are exact in fp32.
#include "micro/templates/activation.h"
#include "micro/templates/pixels.h"
#include "micro/winograd.h"

/// The two points, and what the transforms make of them.
#define A 0.75f
#define B 1.5f
#define A2 (A * A)
#define B2 (B * B)
/// One over the product of the distances of 0, A and B from the other points.
#define AT_0 (1.0f / (A2 * B2))
#define AT_A (1.0f / (2.0f * A2 * (A2 - B2)))
#define AT_B (1.0f / (2.0f * B2 * (B2 - A2)))

enum { TAPS = CK_WINOGRAD_TAPS, OUTPUTS = CK_WINOGRAD_OUTPUTS, INPUTS = CK_WINOGRAD_INPUTS };

CK_KERNELS_BEGIN

CK_INLINE ck_vector scaled(float factor, ck_vector x) {
    return vector_multiply(vector_set1(factor), x);
}
/// x + factor * y.
CK_INLINE ck_vector add_scaled(ck_vector x, float factor, ck_vector y) {
    return vector_multiply_add(vector_set1(factor), y, x);
}

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

static void transform_filters(const float *filters, int64_t filter_stride, int64_t count, bool flip, float *planes,
                              int64_t plane_stride) {
    float taps[TAPS * TAPS][CK_LANES] = {0};
    for (int64_t lane = 0; lane < count; lane++) {
        const float *filter = filters + lane * filter_stride;
        for (int tap = 0; tap < TAPS * TAPS; tap++) taps[flip ? TAPS * TAPS - 1 - tap : tap][lane] = filter[tap];
    }
    ck_vector rows[TAPS][INPUTS];
    UNROLL for (int i = 0; i < TAPS; i++) {
        ck_vector g[TAPS];
        UNROLL for (int j = 0; j < TAPS; j++) g[j] = vector_load(taps[i * TAPS + j]);
        transform_filter_line(g, rows[i]);
    }
    UNROLL for (int j = 0; j < INPUTS; j++) {
        ck_vector g[TAPS], u[INPUTS];
        UNROLL for (int i = 0; i < TAPS; i++) g[i] = rows[i][j];
        transform_filter_line(g, u);
        UNROLL for (int i = 0; i < INPUTS; i++) vector_store(planes + (i * INPUTS + j) * plane_stride, u[i]);
    }
}

static void transform_input(const float *pixels, int64_t row_stride, float *planes, int64_t plane_stride) {
    ck_vector rows[INPUTS][INPUTS];
    UNROLL for (int j = 0; j < INPUTS; j++) {
        ck_vector d[INPUTS], v[INPUTS];
        UNROLL for (int i = 0; i < INPUTS; i++) d[i] = vector_load(pixels + i * row_stride + j * CK_LANES);
        transform_input_line(d, v);
        UNROLL for (int i = 0; i < INPUTS; i++) rows[i][j] = v[i];
    }
    UNROLL for (int i = 0; i < INPUTS; i++) {
        ck_vector v[INPUTS];
        transform_input_line(rows[i], v);
        UNROLL for (int j = 0; j < INPUTS; j++) vector_store(planes + (i * INPUTS + j) * plane_stride, v[j]);
    }
}

/// Writes a tile that an edge cuts off.
static void write_part(const float pixels[OUTPUTS][OUTPUTS][CK_LANES], const ck_winograd_output *output) {
    for (int64_t c = 0; c < output->channels; c++) {
        for (int64_t i = 0; i < output->rows; i++) {
            float *to = output->to + c * output->channel_stride + i * output->row_stride;
            for (int64_t j = 0; j < output->columns; j++) {
                to[j] = (output->beta == 0.0f ? 0.0f : to[j]) + pixels[i][j][c];
            }
        }
    }
}

static void transform_output(const float *planes, int64_t plane_stride, const ck_winograd_output *output) {
    ck_vector rows[OUTPUTS][INPUTS];
    UNROLL for (int j = 0; j < INPUTS; j++) {
        ck_vector m[INPUTS], y[OUTPUTS];
        UNROLL for (int i = 0; i < INPUTS; i++) m[i] = vector_load(planes + (i * INPUTS + j) * plane_stride);
        transform_output_line(m, y);
        UNROLL for (int i = 0; i < OUTPUTS; i++) rows[i][j] = y[i];
    }
    const ck_vector bias = output->bias == NULL ? vector_zero() : load(output->bias, output->channels);
    float pixels[OUTPUTS][OUTPUTS][CK_LANES];
    for (int i = 0; i < OUTPUTS; i++) {
        ck_vector y[OUTPUTS];
        transform_output_line(rows[i], y);
        UNROLL for (int j = 0; j < OUTPUTS; j++) {
            vector_store(pixels[i][j], activate(output->activation, output->negative_slope, vector_add(y[j], bias)));
        }
    }
    if (output->rows < OUTPUTS || output->columns < OUTPUTS) {
        write_part(pixels, output);
        return;
    }
    for (int i = 0; i < OUTPUTS; i++) {
        store_pixels(pixels[i][0], output->channels, output->beta, output->to + i * output->row_stride,
                     output->channel_stride);
    }
}

static void transform_gradient(const float *pixels, int64_t row_stride, float *planes, int64_t plane_stride) {
    ck_vector rows[INPUTS][OUTPUTS];
    UNROLL for (int j = 0; j < OUTPUTS; j++) {
        ck_vector y[OUTPUTS], m[INPUTS];
        UNROLL for (int i = 0; i < OUTPUTS; i++) y[i] = vector_load(pixels + i * row_stride + j * CK_LANES);
        transform_gradient_line(y, m);
        UNROLL for (int i = 0; i < INPUTS; i++) rows[i][j] = m[i];
    }
    UNROLL for (int i = 0; i < INPUTS; i++) {
        ck_vector m[INPUTS];
        transform_gradient_line(rows[i], m);
        UNROLL for (int j = 0; j < INPUTS; j++) vector_store(planes + (i * INPUTS + j) * plane_stride, m[j]);
    }
}

static void transform_filter_gradients(const float *planes, int64_t plane_stride, int64_t count, float beta,
                                       float *filters) {
    ck_vector rows[TAPS][INPUTS];
    UNROLL for (int j = 0; j < INPUTS; j++) {
        ck_vector u[INPUTS], g[TAPS];
        UNROLL for (int i = 0; i < INPUTS; i++) u[i] = vector_load(planes + (i * INPUTS + j) * plane_stride);
        transform_filter_gradient_line(u, g);
        UNROLL for (int i = 0; i < TAPS; i++) rows[i][j] = g[i];
    }
    float taps[TAPS * TAPS][CK_LANES];
    UNROLL for (int i = 0; i < TAPS; i++) {
        ck_vector g[TAPS];
        transform_filter_gradient_line(rows[i], g);
        UNROLL for (int j = 0; j < TAPS; j++) vector_store(taps[i * TAPS + j], g[j]);
    }
    for (int64_t lane = 0; lane < count; lane++, filters += TAPS * TAPS) {
        for (int tap = 0; tap < TAPS * TAPS; tap++) {
            filters[tap] = (beta == 0.0f ? 0.0f : filters[tap]) + taps[tap][lane];
        }
    }
}

CK_KERNELS_END

const ck_winograd_kernel CK_NAMED(ck_winograd_kernel) = {
    .lanes = CK_LANES,
    .load_pixels = load_pixels,
    .transform_filters = transform_filters,
    .transform_input = transform_input,
    .transform_output = transform_output,
    .transform_gradient = transform_gradient,
    .transform_filter_gradients = transform_filter_gradients,
};
