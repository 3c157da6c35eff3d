/// Convolution on a gathering product: the micro-kernel reads the windows of the image where they lie, through row
/// pointers and an offset table, so nothing is unrolled. Positions are the rows of the product, channels its columns.
#ifndef CK_DRIVERS_GATHER_H
#define CK_DRIVERS_GATHER_H

#include <stdbool.h>

#include "core/parallel.h"
#include "drivers/gather_axis.h"
#include "drivers/gemm_plan.h"
#include "drivers/gemm_tile.h"
#include "reference/convolution.h"

enum {
    /// Pieces to cut the work into, if it is large enough.
    CK_GATHER_PIECES = 16,
    /// Most floats of a window's copy; a shape that needs more is left to the direct kernel.
    CK_GATHER_MOST_FLOATS = 1 << 24,
};

/// Cuts `count` into equal parts of at most `most`, but at least 1: their size.
static inline int64_t ck_even_part(int64_t count, int64_t most) {
    return ck_piece_count(count, ck_piece_count(count, most < 1 ? 1 : most));
}

/// Planes of floats, [batch, channels, height, width].
typedef struct {
    int64_t channels;
    int64_t height;
    int64_t width;
} ck_gather_planes;

/// What is read of some planes at a time, zeros around them included: in place, or as a copy.
typedef struct {
    /// Nothing is read outside of the planes, and a copy would not pay off.
    bool is_in_place;
    /// The corner, in the planes; row for the first position.
    int64_t low_row;
    int64_t low_column;
    /// Size of the copy of one plane.
    int64_t rows;
    int64_t columns;
    /// Distances in floats: from row to row, channel to channel, image to image.
    int64_t row_stride;
    int64_t channel_stride;
    int64_t image_stride;
} ck_gather_window;

/// The window on `planes` through which `positions` rows of positions are computed, all columns, `channels` at a time,
/// over all phases.
ck_gather_window ck_gather_window_of(const ck_gather_planes *planes, const ck_gather_axis *rows, int64_t row_phases,
                                     const ck_gather_axis *columns, int64_t column_phases, int64_t positions,
                                     int64_t channels);

/// Floats of a copy of one channel.
int64_t ck_gather_window_floats(const ck_gather_axis *rows, int64_t row_phases, const ck_gather_axis *columns,
                                int64_t column_phases, int64_t positions);

/// Copies channels of one image; `planes` points to the first of them, `first_row` is the window's first row in the
/// planes. What lies outside the planes is left as it is.
void ck_gather_copy(const ck_gemm_kernel *kernel, const ck_gather_window *window, const ck_gather_planes *size,
                    const float *planes, int64_t channels, int64_t first_row, float *to);

/// The GEMM kernel that the context has selected; the generic one if that is the reference.
const ck_gemm_kernel *ck_gather_kernel(ck_context *context);

/// The shape with its only axis as rows, if it has only one: that can be cut into strips. The memory is the same.
ck_conv_shape ck_gather_upright(const ck_conv_shape *shape);

// The passes return CK_UNSUPPORTED, with nothing written, for shapes whose offsets or windows are too large.

/// features = activation(beta * features + image * weights + bias).
ck_status ck_gather_features(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                             const float *image, const float *weights, float beta, float *features);

/// image = activation(beta * image + features * weights transposed + bias).
ck_status ck_gather_image(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                          const float *features, const float *weights, float beta, float *image);

/// weight_gradient = beta * weight_gradient + features * image, summed over batch and positions. `feature_sums`, if not
/// NULL, becomes beta * feature_sums + the sum of each feature channel.
ck_status ck_gather_weights(ck_context *context, const ck_conv_shape *shape, const float *image, const float *features,
                            float beta, float *weight_gradient, float *feature_sums);

#endif
