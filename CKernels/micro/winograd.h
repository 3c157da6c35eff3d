/// The transforms of Winograd convolution F(4 x 4, r x r) for r = 3 and 2: a vector holds one position of neighbouring
/// channels.
#ifndef CK_MICRO_WINOGRAD_H
#define CK_MICRO_WINOGRAD_H

#include "ck/gemm.h"

enum {
    /// Width and height of what one tile writes.
    CK_WINOGRAD_OUTPUTS = 4,
};

/// Where one tile of results goes, and what happens to it on the way: to = beta * to + activation(result + bias).
typedef struct {
    /// Element (row, column) of channel c is at to + c * channel_stride + row * row_stride + column * column_stride.
    float *to;
    int64_t channel_stride;
    int64_t row_stride;
    int64_t column_stride;
    /// How much of the vector and of the tile there is.
    int64_t channels;
    int64_t rows;
    int64_t columns;
    /// 0: `to` is not read.
    float beta;
    /// One value per channel, or NULL.
    const float *bias;
    ck_activation activation;
    float negative_slope;
} ck_winograd_output;

/// Where the taps of filters are: tap (i, j) of a filter is at i * row_stride + j * column_stride in it, and the
/// filters lie filter_stride apart.
typedef struct {
    int64_t row_stride;
    int64_t column_stride;
    int64_t filter_stride;
} ck_winograd_taps;

/// Transforms a tile of pixels, whose rows and columns lie row_stride and column_stride floats apart, into one vector
/// per plane.
typedef void ck_winograd_transform(const float *pixels, int64_t row_stride, int64_t column_stride, float *planes,
                                   int64_t plane_stride);

/// "Pixels" are vectors of channels, one after the other; the `planes` of a transformed tile lie plane_stride floats
/// apart.
typedef struct {
    int lanes;
    /// Width and height of a filter and of what a tile reads, and the values of a transformed tile: so many products of
    /// matrices.
    int taps;
    int inputs;
    int planes;
    /// Turns `count` neighbouring values of each of `channels` channels, which lie channel_stride apart, into pixels.
    /// Lanes without a channel become 0.
    void (*load_pixels)(const float *from, int64_t channel_stride, int64_t channels, int64_t count, float *pixels);
    /// Transforms `count` filters into one vector per plane; with `flip`, their taps in reverse order. Lanes without a
    /// filter become 0.
    void (*transform_filters)(const float *filters, const ck_winograd_taps *taps, int64_t count, bool flip,
                              float *planes, int64_t plane_stride);
    /// Of inputs x inputs pixels.
    ck_winograd_transform *transform_input;
    /// Transforms products back to 4 x 4 results and writes them.
    void (*transform_output)(const float *planes, int64_t plane_stride, const ck_winograd_output *output);
    /// Of the gradient of 4 x 4 results: transform_output transposed.
    ck_winograd_transform *transform_gradient;
    /// Transforms sums of products to the gradients of `count` filters: transform_filters transposed.
    /// filters = beta * filters + result.
    void (*transform_filter_gradients)(const float *planes, int64_t plane_stride, const ck_winograd_taps *taps,
                                       int64_t count, float beta, float *filters);
} ck_winograd_kernel;

extern const ck_winograd_kernel ck_winograd_three_taps_generic;
extern const ck_winograd_kernel ck_winograd_three_taps_avx2;
extern const ck_winograd_kernel ck_winograd_three_taps_avx512;
extern const ck_winograd_kernel ck_winograd_two_taps_generic;
extern const ck_winograd_kernel ck_winograd_two_taps_avx2;
extern const ck_winograd_kernel ck_winograd_two_taps_avx512;

#endif
