/// Winograd convolution over vectors of any length: tiles from lines. Before this header, define TAPS, OUTPUTS and
/// INPUTS and the functions transform_..._line.
CK_KERNELS_BEGIN

static void transform_filters(const float *filters, const ck_winograd_taps *at, int64_t count, bool flip, float *planes,
                              int64_t plane_stride) {
    float taps[TAPS * TAPS][CK_LANES] = {0};
    for (int64_t lane = 0; lane < count; lane++) {
        const float *filter = filters + lane * at->filter_stride;
        for (int tap = 0; tap < TAPS * TAPS; tap++) {
            taps[flip ? TAPS * TAPS - 1 - tap : tap][lane] =
                filter[tap / TAPS * at->row_stride + tap % TAPS * at->column_stride];
        }
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

static void transform_input(const float *pixels, int64_t row_stride, int64_t column_stride, float *planes,
                            int64_t plane_stride) {
    ck_vector rows[INPUTS][INPUTS];
    UNROLL for (int j = 0; j < INPUTS; j++) {
        ck_vector d[INPUTS], v[INPUTS];
        UNROLL for (int i = 0; i < INPUTS; i++) d[i] = vector_load(pixels + i * row_stride + j * column_stride);
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
                float *pixel = to + j * output->column_stride;
                *pixel = (output->beta == 0.0f ? 0.0f : *pixel) + pixels[i][j][c];
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
        float *to = output->to + i * output->row_stride;
        if (output->column_stride == 1) {
            store_pixels(pixels[i][0], output->channels, output->beta, to, output->channel_stride);
        } else {
            store_pixels_apart(pixels[i][0], output->channels, output->beta, to, output->channel_stride,
                               output->column_stride);
        }
    }
}

static void transform_gradient(const float *pixels, int64_t row_stride, int64_t column_stride, float *planes,
                               int64_t plane_stride) {
    ck_vector rows[INPUTS][OUTPUTS];
    UNROLL for (int j = 0; j < OUTPUTS; j++) {
        ck_vector y[OUTPUTS], m[INPUTS];
        UNROLL for (int i = 0; i < OUTPUTS; i++) y[i] = vector_load(pixels + i * row_stride + j * column_stride);
        transform_gradient_line(y, m);
        UNROLL for (int i = 0; i < INPUTS; i++) rows[i][j] = m[i];
    }
    UNROLL for (int i = 0; i < INPUTS; i++) {
        ck_vector m[INPUTS];
        transform_gradient_line(rows[i], m);
        UNROLL for (int j = 0; j < INPUTS; j++) vector_store(planes + (i * INPUTS + j) * plane_stride, m[j]);
    }
}

static void transform_filter_gradients(const float *planes, int64_t plane_stride, const ck_winograd_taps *at,
                                       int64_t count, float beta, float *filters) {
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
    for (int64_t lane = 0; lane < count; lane++, filters += at->filter_stride) {
        for (int tap = 0; tap < TAPS * TAPS; tap++) {
            float *to = filters + tap / TAPS * at->row_stride + tap % TAPS * at->column_stride;
            *to = (beta == 0.0f ? 0.0f : *to) + taps[tap][lane];
        }
    }
}

CK_KERNELS_END

/// All of it, for a kernel of the instruction set.
#define WINOGRAD_KERNEL                                                                                                \
    {                                                                                                                  \
        .lanes = CK_LANES,                                                                                             \
        .taps = TAPS,                                                                                                  \
        .inputs = INPUTS,                                                                                              \
        .planes = INPUTS * INPUTS,                                                                                     \
        .load_pixels = load_pixels,                                                                                    \
        .transform_filters = transform_filters,                                                                        \
        .transform_input = transform_input,                                                                            \
        .transform_output = transform_output,                                                                          \
        .transform_gradient = transform_gradient,                                                                      \
        .transform_filter_gradients = transform_filter_gradients,                                                      \
    }
