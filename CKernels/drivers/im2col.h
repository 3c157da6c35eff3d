/// The image unrolled into columns (Chellapilla, Puri and Simard 2006): row r = (channel, tap), column q = feature
/// position; entry (r, q) is the image value that the tap meets there, 0 in the padding. It is never stored whole:
/// parts of it are written straight into packed panels.
#ifndef CK_DRIVERS_IM2COL_H
#define CK_DRIVERS_IM2COL_H

#include <stdbool.h>

#include "drivers/gemm_panels.h"
#include "reference/convolution.h"

/// Most columns that are unrolled at a time.
enum { CK_IM2COL_COLUMNS = 256 };

/// Sizes that follow from the shape, per group.
typedef struct {
    /// Image and feature channels of one group.
    int64_t images;
    int64_t features;
    /// Filter taps, rows of the columns matrix, feature positions and image positions.
    int64_t taps;
    int64_t rows;
    int64_t positions;
    int64_t pixels;
    /// The columns matrix is the image itself: 1 x 1 filters without stride or padding.
    bool is_pointwise;
} ck_im2col_sizes;

ck_im2col_sizes ck_im2col_sizes_of(const ck_conv_shape *shape);

/// Columns to take at a time so that `units` units of work of `positions` columns each become at least 16 pieces, if
/// possible: whole panels of `width`.
int64_t ck_im2col_columns_per_piece(int64_t units, int64_t positions, int width);

/// Packs rows first_row ..< +depth of columns first ..< +count as panels of columns. `image`: the group's first
/// channel.
void ck_im2col_pack_columns(const ck_conv_shape *shape, const ck_im2col_sizes *sizes, const float *image,
                            int64_t first_row, int64_t depth, int64_t first, int64_t count, int width, float *panels);

/// Writes columns first ..< +count of one row.
void ck_im2col_row(const ck_conv_shape *shape, const ck_im2col_sizes *sizes, const float *image, int64_t row,
                   int64_t first, int64_t count, float *to);

/// The reverse: adds columns first ..< +count of one row to the image.
void ck_col2im_row(const ck_conv_shape *shape, const ck_im2col_sizes *sizes, const float *from, int64_t row,
                   int64_t first, int64_t count, float *image);

/// The GEMM kernel that the context has selected; the generic one if that is the reference.
const ck_gemm_kernel *ck_im2col_kernel(ck_context *context);

/// features = activation(beta * features + columns of the image * weights + bias), image by image.
ck_status ck_im2col_gather(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                           const float *image, const float *weights, float beta, float *features);

/// image = activation(beta * image + (weights transposed * features, added where the columns came from) + bias).
ck_status ck_im2col_scatter(ck_context *context, const ck_conv_shape *shape, const ck_conv_epilogue *epilogue,
                            const float *features, const float *weights, float beta, float *image);

/// weight_gradient = beta * weight_gradient + features * columns of the image transposed, summed over the batch.
ck_status ck_im2col_weights(ck_context *context, const ck_conv_shape *shape, const float *image, const float *features,
                            float beta, float *weight_gradient);

#endif
