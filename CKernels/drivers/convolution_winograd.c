#include <stddef.h>

#include "drivers/convolution.h"
#include "drivers/convolution_loops.h"
#include "drivers/gather.h"
#include "drivers/winograd.h"

ck_winograd_kernels ck_winograd_kernels_of(ck_context *context, int64_t taps) {
    const ck_gemm_kernel *gemm = ck_gather_kernel(context);
    const bool two = taps == 2;
#if defined(__x86_64__)
    if (gemm == &ck_gemm_kernel_avx512) {
        return (ck_winograd_kernels){gemm, two ? &ck_winograd_two_taps_avx512 : &ck_winograd_three_taps_avx512};
    }
    if (gemm == &ck_gemm_kernel_avx2) {
        return (ck_winograd_kernels){gemm, two ? &ck_winograd_two_taps_avx2 : &ck_winograd_three_taps_avx2};
    }
#endif
    return (ck_winograd_kernels){gemm, two ? &ck_winograd_two_taps_generic : &ck_winograd_three_taps_generic};
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
    MOST_CHANNELS = 1 << 22,
    /// With stride 2 channels come in whole vectors of any kernel.
    WHOLE_CHANNELS = 16,
    /// Fewer tiles than this do not pay for the transform of the filters, nor make enough pieces of work.
    LEAST_TILES = 64,
    /// A tile costs 36 products, as many as 4 results otherwise, and the transforms.
    LEAST_RESULTS_PER_TILE = 6,
    /// With stride 2 each phase of an image has transforms of its own, and writes every second pixel: that pays for
    /// whole tiles only.
    LEAST_RESULTS_PER_TILE_OF_IMAGE = 13,
};

/// Channels over which results of the features, and of the image, are summed, whichever are fewer.
static int64_t depth_of(const ck_conv_shape *s) {
    const int64_t image = s->stride_height * s->stride_width * s->image_channels;
    return image < s->feature_channels ? image : s->feature_channels;
}

/// Whether filters of 3 x 3 taps move by 1, or of 4 x 4 taps by 2.
static bool has_filters(const ck_conv_shape *s) {
    const bool is_square = s->kernel_height == s->kernel_width && s->stride_height == s->stride_width;
    const bool is_plain = s->dilation_height == 1 && s->dilation_width == 1 && s->groups == 1 &&
                          s->padding_height <= 2 && s->padding_width <= 2;
    if (!is_square || !is_plain) return false;
    if (s->stride_height == 1) return s->kernel_height == 3;
    return s->stride_height == 2 && s->kernel_height == 4 && s->image_channels % WHOLE_CHANNELS == 0 &&
           s->feature_channels % WHOLE_CHANNELS == 0;
}

/// Whether the algorithm can run a shape, with errors below its bound.
static bool is_possible(const ck_conv_shape *s) {
    return has_filters(s) && s->image_channels <= MOST_CHANNELS && s->feature_channels <= MOST_CHANNELS &&
           depth_of(s) >= LEAST_DEPTH;
}

/// Whether every pixel is met by a window. One that is not would not be 0, but carry roundings of its tile.
static bool meets_every_pixel(const ck_conv_shape *s) {
    return s->image_height + s->padding_height <= (s->feature_height - 1) * s->stride_height + s->kernel_height &&
           s->image_width + s->padding_width <= (s->feature_width - 1) * s->stride_width + s->kernel_width;
}

bool ck_conv_suits_winograd(const void *choice) {
    const ck_conv_shape *s = ((const ck_conv_choice *)choice)->shape;
    const bool makes_image = ((const ck_conv_choice *)choice)->result == CK_CONV_MAKES_IMAGE;
    const int64_t results =
        makes_image && s->stride_height > 1 ? LEAST_RESULTS_PER_TILE_OF_IMAGE : LEAST_RESULTS_PER_TILE;
    // Of one image: those of the batch may be more than 64 bits can count, where another size is 0.
    const int64_t tiles = ck_winograd_grid_of(1, s->feature_height, s->feature_width).count;
    return is_possible(s) && (!makes_image || meets_every_pixel(s)) && depth_of(s) >= LEAST_DEPTH_FOR_AUTO &&
           tiles > 0 && s->batch >= ck_piece_count(LEAST_TILES, tiles) &&
           s->feature_height * s->feature_width >= tiles * results;
}

static ck_status to_features(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                             const float *image, const float *weights, float beta, float *features) {
    const int64_t step = s->stride_height, width = s->kernel_width, filter = s->kernel_height * width;
    const int64_t plane = s->feature_height * s->feature_width;
    const ck_winograd_pass pass = {
        .taps = s->kernel_height / step,
        .step = step,
        .batch = s->batch,
        .in_channels = s->image_channels,
        .in_height = s->image_height,
        .in_width = s->image_width,
        .out_channels = s->feature_channels,
        .out_height = s->feature_height,
        .out_width = s->feature_width,
        .padding_height = s->padding_height,
        .padding_width = s->padding_width,
        .in_filter_stride = filter,
        .out_filter_stride = s->image_channels * filter,
        .tap_row_stride = step * width,
        .tap_column_stride = step,
        .phase_row_stride = width,
        .phase_column_stride = 1,
        .filters = weights,
        .from = image,
        .beta = beta,
        .to = features,
        .to_image_stride = s->feature_channels * plane,
        .to_channel_stride = plane,
        .to_row_stride = s->feature_width,
        .to_column_stride = 1,
        .epilogue = *epilogue,
    };
    return ck_winograd_run(context, &pass);
}

/// The pixels of one phase of the image along one axis: first, first + step ... and how the features meet them.
typedef struct {
    int64_t first;
    int64_t count;
    int64_t padding;
} image_phase;

/// Pixel step * p + phase - padding meets features p - taps + 1 ... p.
static image_phase image_phase_of(int64_t phase, int64_t step, int64_t taps, int64_t padding, int64_t size) {
    const int64_t begin = padding > phase ? (padding - phase + step - 1) / step : 0;
    const int64_t first = step * begin + phase - padding;
    return (image_phase){first, first < size ? (size - 1 - first) / step + 1 : 0, taps - 1 - begin};
}

static ck_status to_image(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                          const float *features, const float *weights, float beta, float *image) {
    const int64_t step = s->stride_height, taps = s->kernel_height / step;
    const int64_t width = s->kernel_width, filter = s->kernel_height * width;
    const int64_t plane = s->image_height * s->image_width;
    for (int64_t phase = 0; phase < step * step; phase++) {
        const image_phase rows = image_phase_of(phase / step, step, taps, s->padding_height, s->image_height);
        const image_phase columns = image_phase_of(phase % step, step, taps, s->padding_width, s->image_width);
        if (rows.count == 0 || columns.count == 0) continue;
        const ck_winograd_pass pass = {
            .taps = taps,
            .step = 1,
            .batch = s->batch,
            .in_channels = s->feature_channels,
            .in_height = s->feature_height,
            .in_width = s->feature_width,
            .out_channels = s->image_channels,
            .out_height = rows.count,
            .out_width = columns.count,
            .padding_height = rows.padding,
            .padding_width = columns.padding,
            .in_filter_stride = s->image_channels * filter,
            .out_filter_stride = filter,
            .tap_row_stride = step * width,
            .tap_column_stride = step,
            .flip = true,
            .filters = weights + phase / step * width + phase % step,
            .from = features,
            .beta = beta,
            .to = image + rows.first * s->image_width + columns.first,
            .to_image_stride = s->image_channels * plane,
            .to_channel_stride = plane,
            .to_row_stride = step * s->image_width,
            .to_column_stride = step,
            .epilogue = *epilogue,
        };
        const ck_status status = ck_winograd_run(context, &pass);
        if (status != CK_OK) return status;
    }
    return CK_OK;
}

/// Whether a weight gradient is a sum over enough tiles.
static bool has_enough_tiles(const ck_conv_shape *s) {
    return ck_winograd_grid_of(s->batch, s->feature_height, s->feature_width).count >= LEAST_DEPTH;
}

static const ck_conv_epilogue no_epilogue = {NULL, CK_ACTIVATION_NONE, 0.0f};

static ck_status forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                         const float *input, const float *weights, float *output) {
    if (!is_possible(s)) return ck_conv_gather.forward(context, s, epilogue, input, weights, output);
    return to_features(context, s, epilogue, input, weights, 0.0f, output);
}

static ck_status backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                               const float *weights, float beta, float *input_gradient) {
    if (!is_possible(s) || !meets_every_pixel(s)) {
        return ck_conv_gather.backward_data(context, s, output_gradient, weights, beta, input_gradient);
    }
    return to_image(context, s, &no_epilogue, output_gradient, weights, beta, input_gradient);
}

static ck_status backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                  const float *output_gradient, float beta, float *weight_gradient,
                                  float *bias_gradient) {
    if (!is_possible(s) || !has_enough_tiles(s)) {
        return ck_conv_gather.backward_weights(context, s, input, output_gradient, beta, weight_gradient,
                                               bias_gradient);
    }
    const ck_status status = ck_winograd_weights(context, s, input, output_gradient, beta, weight_gradient);
    if (status != CK_OK) return status;
    ck_conv_bias_gradient(context, s->batch, s->feature_channels, s->feature_height * s->feature_width, output_gradient,
                          beta, bias_gradient);
    return CK_OK;
}

static ck_status transpose_forward(ck_context *context, const ck_conv_shape *s, const ck_conv_epilogue *epilogue,
                                   const float *input, const float *weights, float *output) {
    if (!is_possible(s) || !meets_every_pixel(s)) {
        return ck_conv_transpose_gather.forward(context, s, epilogue, input, weights, output);
    }
    return to_image(context, s, epilogue, input, weights, 0.0f, output);
}

static ck_status transpose_backward_data(ck_context *context, const ck_conv_shape *s, const float *output_gradient,
                                         const float *weights, float beta, float *input_gradient) {
    if (!is_possible(s)) {
        return ck_conv_transpose_gather.backward_data(context, s, output_gradient, weights, beta, input_gradient);
    }
    return to_features(context, s, &no_epilogue, output_gradient, weights, beta, input_gradient);
}

static ck_status transpose_backward_weights(ck_context *context, const ck_conv_shape *s, const float *input,
                                            const float *output_gradient, float beta, float *weight_gradient,
                                            float *bias_gradient) {
    if (!is_possible(s) || !has_enough_tiles(s)) {
        return ck_conv_transpose_gather.backward_weights(context, s, input, output_gradient, beta, weight_gradient,
                                                         bias_gradient);
    }
    const ck_status status = ck_winograd_weights(context, s, output_gradient, input, beta, weight_gradient);
    if (status != CK_OK) return status;
    ck_conv_bias_gradient(context, s->batch, s->image_channels, s->image_height * s->image_width, output_gradient, beta,
                          bias_gradient);
    return CK_OK;
}

const ck_conv_functions ck_conv_winograd = {forward, backward_data, backward_weights};
const ck_conv_functions ck_conv_transpose_winograd = {transpose_forward, transpose_backward_data,
                                                      transpose_backward_weights};
