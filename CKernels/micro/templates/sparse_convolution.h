/// Sparse gradients of a convolution: scaled rows of channels, added up. Without groups and dilation all rows that a
/// filter meets follow each other and are one.
#include "micro/sparse_convolution.h"

#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// sum += scale * row.
CK_INLINE void add_scaled(float scale, const float *row, float *sum, int64_t count) {
    const ck_vector factor = vector_set1(scale);
    CK_FOR_VECTORS(0, count,
                   { store(sum + i, vector_multiply_add(factor, load(row + i, lanes), load(sum + i, lanes)), lanes); });
}

CK_INLINE void clear(float *values, int64_t count) {
    CK_FOR_VECTORS(0, count, { store(values + i, vector_zero(), lanes); });
}

static void data(const void *argument, int64_t begin, int64_t end) {
    const ck_sparse_data_call *call = argument;
    const ck_conv1d_descriptor *size = &call->gradient.size;
    const int64_t channels = size->in_channels / size->groups, filters = size->out_channels / size->groups;
    const bool is_joined = size->groups == 1 && size->dilation == 1;
    for (int64_t n = begin; n < end; n++) {
        float *example = call->input_gradient + n * size->in_length * size->in_channels;
        clear(example, size->in_length * size->in_channels);
        for (int64_t o = 0; o < size->out_channels; o++) {
            const float value = call->gradient.values[n * size->out_channels + o];
            if (value == 0.0f) continue;
            const ck_filter_span span = ck_span_inside(size, call->gradient.positions[n * size->out_channels + o]);
            const float *filter = call->weights + (o * size->kernel_length + span.begin) * channels;
            float *row = example + span.row * size->in_channels + o / filters * channels;
            if (is_joined) {
                add_scaled(value, filter, row, (span.end - span.begin) * channels);
                continue;
            }
            for (int64_t k = span.begin; k < span.end; k++) {
                add_scaled(value, filter, row, channels);
                filter += channels;
                row += size->dilation * size->in_channels;
            }
        }
    }
}

static void weights(const void *argument, int64_t begin, int64_t end) {
    const ck_sparse_weights_call *call = argument;
    const ck_conv1d_descriptor *size = &call->gradient.size;
    const int64_t channels = size->in_channels / size->groups, filters = size->out_channels / size->groups;
    const bool is_joined = size->groups == 1 && size->dilation == 1;
    for (int64_t o = begin; o < end; o++) {
        float *filter_gradient = call->weight_gradient + o * size->kernel_length * channels;
        clear(filter_gradient, size->kernel_length * channels);
        for (int64_t n = 0; n < size->batch; n++) {
            const float value = call->gradient.values[n * size->out_channels + o];
            if (value == 0.0f) continue;
            const ck_filter_span span = ck_span_inside(size, call->gradient.positions[n * size->out_channels + o]);
            const float *row =
                call->input + (n * size->in_length + span.row) * size->in_channels + o / filters * channels;
            float *sums = filter_gradient + span.begin * channels;
            if (is_joined) {
                add_scaled(value, row, sums, (span.end - span.begin) * channels);
                continue;
            }
            for (int64_t k = span.begin; k < span.end; k++) {
                add_scaled(value, row, sums, channels);
                row += size->dilation * size->in_channels;
                sums += channels;
            }
        }
    }
}

CK_KERNELS_END

const ck_sparse_convolution_kernels CK_NAMED(ck_sparse_convolution) = {
    .grain = CK_GRAIN, .data = data, .weights = weights, .layout = &CK_NAMED(ck_layout)};
