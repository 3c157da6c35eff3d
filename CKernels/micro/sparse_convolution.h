/// Kernels of the one-dimensional convolution's gradients for an output gradient of one position in each example and
/// channel. Channels come last in all arrays here, so that what a position sees of the input, and the filter that it
/// meets, are rows.
#ifndef CK_MICRO_SPARSE_CONVOLUTION_H
#define CK_MICRO_SPARSE_CONVOLUTION_H

#include "ck/convolution.h"
#include "micro/layout.h"
#include "micro/range.h"

/// The output gradient: `values` at `positions`, both [batch][out_channels].
typedef struct {
    ck_conv1d_descriptor size;
    const float *values;
    const int32_t *positions;
} ck_sparse_gradient;

/// Items are examples.
typedef struct {
    ck_sparse_gradient gradient;
    /// [out_channels][kernel_length][in_channels / groups].
    const float *weights;
    /// [batch][in_length][in_channels]; written.
    float *input_gradient;
} ck_sparse_data_call;

/// Items are output channels.
typedef struct {
    ck_sparse_gradient gradient;
    /// [batch][in_length][in_channels].
    const float *input;
    /// [out_channels][kernel_length][in_channels / groups]; written.
    float *weight_gradient;
} ck_sparse_weights_call;

typedef struct {
    int64_t grain;
    ck_range_kernel data;
    ck_range_kernel weights;
    /// Moves channels to the last place and back.
    const ck_layout_kernels *layout;
} ck_sparse_convolution_kernels;

/// Filter positions begin ..< end of an output position lie inside the input, the first of them at `row`.
typedef struct {
    int64_t begin;
    int64_t end;
    int64_t row;
} ck_filter_span;

static inline ck_filter_span ck_span_inside(const ck_conv1d_descriptor *size, int64_t position) {
    const int64_t first = position * size->stride - size->padding;
    ck_filter_span span = {0, size->kernel_length, first};
    while (span.begin < span.end && span.row < 0) {
        span.begin++;
        span.row += size->dilation;
    }
    while (span.end > span.begin && first + (span.end - 1) * size->dilation >= size->in_length) span.end--;
    return span;
}

extern const ck_sparse_convolution_kernels ck_sparse_convolution_reference;
extern const ck_sparse_convolution_kernels ck_sparse_convolution_generic;
extern const ck_sparse_convolution_kernels ck_sparse_convolution_avx2;
extern const ck_sparse_convolution_kernels ck_sparse_convolution_avx512;

#endif
