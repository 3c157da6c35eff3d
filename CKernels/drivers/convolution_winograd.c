#include <stddef.h>

#include "drivers/convolution.h"
#include "drivers/convolution_loops.h"
#include "drivers/gather.h"
#include "drivers/winograd.h"

ck_winograd_kernels ck_winograd_kernels_of(ck_context *context) {
    const ck_gemm_kernel *gemm = ck_gather_kernel(context);
#if defined(__x86_64__)
    if (gemm == &ck_gemm_kernel_avx512) return (ck_winograd_kernels){gemm, &ck_winograd_kernel_avx512};
    if (gemm == &ck_gemm_kernel_avx2) return (ck_winograd_kernels){gemm, &ck_winograd_kernel_avx2};
#endif
    return (ck_winograd_kernels){gemm, &ck_winograd_kernel_generic};
}

enum {
    /// Least channels on either side, and least tiles behind the gradient of a weight. A value of a transformed tile is
    /// rounded at the magnitude of the whole tile. In sums over this many tiles it is the same for all results of a
    /// tile, or nearly; in shorter ones some results are small by chance, and their errors large beside them.
    LEAST_DEPTH = 32,
    /// Least channels on either side for `auto`: with half of them, data that are nine tenths zeros, as behind ReLU and
    /// pooling, can pass the tolerance of a plain sum.
    LEAST_DEPTH_FOR_AUTO = 64,
    /// Most channels: offsets into a panel of filters are 32-bit numbers.
    MOST_CHANNELS = 1 << 24,
    /// Fewer tiles than this do not pay for the transform of the filters, nor make enough pieces of work.
    LEAST_TILES = 64,
    /// A tile costs 36 products, as many as 4 results otherwise, and the transforms.
    LEAST_RESULTS_PER_TILE = 6,
};

/// Whether the algorithm can run a shape, with errors below its bound.
static bool is_possible(const ck_conv_shape *s) {
    const bool has_filters = s->kernel_height == CK_WINOGRAD_TAPS && s->kernel_width == CK_WINOGRAD_TAPS &&
                             s->stride_height == 1 && s->stride_width == 1 && s->dilation_height == 1 &&
                             s->dilation_width == 1 && s->groups == 1;
    return has_filters && s->padding_height < CK_WINOGRAD_TAPS && s->padding_width < CK_WINOGRAD_TAPS &&
           s->image_channels >= LEAST_DEPTH && s->feature_channels >= LEAST_DEPTH &&
           s->image_channels <= MOST_CHANNELS && s->feature_channels <= MOST_CHANNELS;
}

bool ck_conv_suits_winograd(const void *choice) {
    const ck_conv_shape *s = ((const ck_conv_choice *)choice)->shape;
    // Of one image: those of the batch may be more than 64 bits can count, where another size is 0.
    const int64_t tiles = ck_winograd_grid_of(1, s->feature_height, s->feature_width).count;
    return is_possible(s) && s->image_channels >= LEAST_DEPTH_FOR_AUTO && s->feature_channels >= LEAST_DEPTH_FOR_AUTO &&
           tiles > 0 && s->batch >= ck_piece_count(LEAST_TILES, tiles) &&
           s->feature_height * s->feature_width >= tiles * LEAST_RESULTS_PER_TILE;
}

static ck_status forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                         const float *input, const float *weights, float *output) {
    if (!is_possible(s)) return ck_conv_gather.forward(context, s, epilogue, input, weights, output);
    const int64_t taps = CK_WINOGRAD_TAPS * CK_WINOGRAD_TAPS;
    const ck_winograd_pass pass = {
        .batch = s->batch,
        .in_channels = s->image_channels,
        .in_height = s->image_height,
        .in_width = s->image_width,
        .out_channels = s->feature_channels,
        .out_height = s->feature_height,
        .out_width = s->feature_width,
        .padding_height = s->padding_height,
        .padding_width = s->padding_width,
        .in_filter_stride = taps,
        .out_filter_stride = s->image_channels * taps,
        .filters = weights,
        .from = input,
        .to = output,
        .epilogue = *epilogue,
    };
    return ck_winograd_run(context, &pass);
}

static ck_status backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                               const float *weights, float beta, float *input_gradient) {
    if (!is_possible(s)) {
        return ck_conv_gather.backward_data(context, s, output_gradient, weights, beta, input_gradient);
    }
    const int64_t taps = CK_WINOGRAD_TAPS * CK_WINOGRAD_TAPS;
    const ck_winograd_pass pass = {
        .batch = s->batch,
        .in_channels = s->feature_channels,
        .in_height = s->feature_height,
        .in_width = s->feature_width,
        .out_channels = s->image_channels,
        .out_height = s->image_height,
        .out_width = s->image_width,
        .padding_height = CK_WINOGRAD_TAPS - 1 - s->padding_height,
        .padding_width = CK_WINOGRAD_TAPS - 1 - s->padding_width,
        .in_filter_stride = s->image_channels * taps,
        .out_filter_stride = taps,
        .flip = true,
        .filters = weights,
        .from = output_gradient,
        .beta = beta,
        .to = input_gradient,
    };
    return ck_winograd_run(context, &pass);
}

static ck_status backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                  const float *output_gradient, float beta, float *weight_gradient,
                                  float *bias_gradient) {
    const int64_t tiles = ck_winograd_grid_of(s->batch, s->feature_height, s->feature_width).count;
    if (!is_possible(s) || tiles < LEAST_DEPTH) {
        return ck_conv_gather.backward_weights(context, s, input, output_gradient, beta, weight_gradient,
                                               bias_gradient);
    }
    const ck_status status = ck_winograd_weights(context, s, input, output_gradient, beta, weight_gradient);
    if (status != CK_OK) return status;
    ck_conv_bias_gradient(context, s->batch, s->feature_channels, s->feature_height * s->feature_width, output_gradient,
                          beta, bias_gradient);
    return CK_OK;
}

const ck_conv_functions ck_conv_winograd = {forward, backward_data, backward_weights};
