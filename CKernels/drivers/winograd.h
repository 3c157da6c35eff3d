/// Winograd convolution F(4 x 4, 3 x 3) (Lavin and Gray 2016): tiles of 6 x 6 values and the filters are transformed so
/// that 4 x 4 results cost 36 products for each pair of channels, not 144. Product number p of all tiles and channels
/// is one matrix product, "plane" p.
///
/// Filters of 4 x 4 taps with stride 2 are four of 2 x 2 taps with stride 1, one for each phase of the image: rows and
/// columns of even or odd number. With F(4 x 4, 2 x 2) results cost 100 products, not 256. On the way to the features
/// the phases are as many more channels; on the way to the image each is a pass of its own, which writes every second
/// pixel.
///
/// Errors: values of a tile are rounded together, so a result's error is bounded by the magnitudes of its tile, not by
/// its own: below 8 * 2^-24 * the sum over the channels of (largest |input| of the 6 x 6 tile) * (sum of the filter's
/// |taps|); 5 was the most in measurements, on data of any structure. Against the sum of magnitudes of the result
/// itself the registry's error bound holds as long as magnitudes do not depend on the position: normal, uniform,
/// positive and rectified data reach half of the tolerance with 32 channels, a fifth with 256. It does not hold where
/// nine in ten inputs are zero and the channels few, or beside a pixel many times larger than its neighbours.
#ifndef CK_DRIVERS_WINOGRAD_H
#define CK_DRIVERS_WINOGRAD_H

#include <stdbool.h>

#include "drivers/winograd_tiles.h"
#include "reference/convolution.h"

/// The GEMM kernel that the context has selected (the generic one if that is the reference), and the transforms for
/// the same instruction set.
typedef struct {
    const ck_gemm_kernel *gemm;
    const ck_winograd_kernel *transforms;
} ck_winograd_kernels;

ck_winograd_kernels ck_winograd_kernels_of(ck_context *context, int64_t taps);

/// A correlation of `from` with filters, both passes alike: the one to the image reads the features with the filters
/// turned round and the roles of the channels exchanged.
typedef struct {
    /// Width and height of a filter that is transformed.
    int64_t taps;
    /// 2: `from` has phases, and its channels are whole vectors.
    int64_t step;
    int64_t batch;
    int64_t in_channels;
    int64_t in_height;
    int64_t in_width;
    int64_t out_channels;
    int64_t out_height;
    int64_t out_width;
    int64_t padding_height;
    int64_t padding_width;
    /// Floats from the filter of one channel to that of the next.
    int64_t in_filter_stride;
    int64_t out_filter_stride;
    /// Floats from one tap to the next, and from one phase's first tap to the next one's.
    int64_t tap_row_stride;
    int64_t tap_column_stride;
    int64_t phase_row_stride;
    int64_t phase_column_stride;
    /// Whether the taps are taken in reverse order.
    bool flip;
    const float *filters;
    const float *from;
    float beta;
    float *to;
    /// Floats from one result to the next, in each direction.
    int64_t to_image_stride;
    int64_t to_channel_stride;
    int64_t to_row_stride;
    int64_t to_column_stride;
    ck_conv_epilogue epilogue;
} ck_winograd_pass;

/// The transformed filters: panel by panel of output channels (as wide as a tile of the GEMM kernel), plane by plane,
/// one row per input channel of each phase.
typedef struct {
    int64_t rows;
    int64_t panels;
    int64_t plane_stride;
    int64_t panel_stride;
} ck_winograd_filters;

ck_winograd_filters ck_winograd_filters_of(const ck_winograd_pass *pass, const ck_winograd_kernels *kernels);

/// Transforms the filters of a pass.
void ck_winograd_transform_filters(ck_context *context, const ck_winograd_pass *pass,
                                   const ck_winograd_kernels *kernels, const ck_winograd_filters *layout, float *to);

/// Runs a pass. Scratch memory: four times the filters, and per thread 36 * 32 values for each input channel and each
/// column of a GEMM tile.
ck_status ck_winograd_run(ck_context *context, const ck_winograd_pass *pass);

/// weight_gradient = beta * weight_gradient + the sum over all tiles of what transforms to the products of image and
/// feature gradient. With stride 2 the channels of the image are whole vectors. Scratch memory: four times the filters,
/// 36 * 128 values for each channel of both sides (25 for each phase), and a strip of pixels per thread.
ck_status ck_winograd_weights(ck_context *context, const ck_conv_shape *shape, const float *image,
                              const float *features, float beta, float *weight_gradient);

#endif
