/// Convolution with few channels: a strip of rows is copied into zero-padded planes, split by stride so that every tap
/// reads contiguous positions, and multiplied where it lies, position by position, in vectors along the rows.
///
/// Both directions are one. The image, seen from the features, and the features, seen from the image, are a *source*
/// that positions of a *grid* meet at fixed shifts. From the image to the features the grid is the feature map, and the
/// source has one plane for each remainder of its coordinates by the stride. From the features to the image the grid is
/// the image divided by the stride, computed once for each remainder, of which each has taps of its own: no tap meets a
/// zero that the stride put in.
#ifndef CK_DRIVERS_FEW_CHANNELS_H
#define CK_DRIVERS_FEW_CHANNELS_H

#include <stdbool.h>

#include "micro/few_channels.h"
#include "reference/convolution.h"

/// One spatial axis: grid position m meets source position (m + shift) * stride + phase, least <= shift <= most.
typedef struct {
    int64_t source;
    int64_t grid;
    int64_t stride;
    int64_t least;
    int64_t most;
} ck_few_channels_axis;

/// How strips lie in memory. A strip is some rows of one image, or all rows of some images.
typedef struct {
    const ck_conv_shape *shape;
    bool is_scatter;
    ck_few_channels_axis rows;
    ck_few_channels_axis columns;
    /// Channels of one group.
    int64_t source_channels;
    int64_t result_channels;
    int64_t strip_images;
    int64_t strip_rows;
    /// Strips of an image, and of the batch.
    int64_t image_strips;
    int64_t strips;
    /// Planes of a source channel are [row phase, column phase, image of the strip, plane_rows, pitch].
    int64_t plane_rows;
    int64_t pitch;
    int64_t plane;
    int64_t channel;
    /// Virtual positions of a strip: `virtual_rows` rows of `line` positions for each image, of which those outside the
    /// grid mean nothing. Vectors run over them without a break.
    int64_t virtual_rows;
    int64_t line;
    int64_t vectors;
    /// Bytes of the planes, readable up to a vector beyond the last position.
    size_t source_bytes;
} ck_few_channels_layout;

/// Part of the work: rows first_row ..< first_row + rows of the grid, of images first_image ..< first_image + images.
typedef struct {
    int64_t first_image;
    int64_t images;
    int64_t first_row;
    int64_t rows;
} ck_few_channels_strip;

/// Vectors of `lanes`; strips whose planes have at most about `budget` bytes. False if not even one row does, or if
/// offsets would not fit into 32 bits.
bool ck_few_channels_lay_out(const ck_conv_shape *shape, bool is_scatter, int lanes, int64_t budget,
                             ck_few_channels_layout *layout);

ck_few_channels_strip ck_few_channels_strip_at(const ck_few_channels_layout *layout, int64_t index);

/// Vectors that cover the strip.
int64_t ck_few_channels_vectors(const ck_few_channels_layout *layout, const ck_few_channels_strip *strip, int lanes);

/// Copies the strip of one group's source channels into planes.
void ck_few_channels_copy(const ck_few_channels_layout *layout, const ck_few_channels_kernel *kernel,
                          const ck_few_channels_strip *strip, int64_t group, const float *source, float *planes);

/// Asks for rows first_row ..< first_row + rows (as far as there are any) of `channels` planes of each of the strip's
/// images to be brought near: the part from `begin` to `end`, in fractions of the whole. `all_channels`: those of an
/// image; `data`: the first of the group's planes of image 0.
void ck_few_channels_prefetch(const ck_few_channels_strip *strip, int64_t first_row, int64_t rows, int64_t height,
                              int64_t width, int64_t channels, int64_t all_channels, const float *data, double begin,
                              double end);

/// The same of the strip's source.
void ck_few_channels_prefetch_source(const ck_few_channels_layout *layout, const ck_few_channels_strip *strip,
                                     int64_t group, const float *source, double begin, double end);

/// Offset in the planes of virtual position q of a full strip.
int64_t ck_few_channels_position(const ck_few_channels_layout *layout, int64_t q);

/// Whether output phase (row, column) has the tap (numbered along rows); from the image to the features there is one
/// phase, and it has all.
bool ck_few_channels_has_tap(const ck_few_channels_layout *layout, int64_t tap, int64_t row_phase,
                             int64_t column_phase);

/// Where the tap meets the planes of a channel, from a position's own offset.
int64_t ck_few_channels_tap_offset(const ck_few_channels_layout *layout, int64_t tap);

/// results = activation(beta * results + source * weights + bias). *is_done is false, and nothing was done, where the
/// shape is none for this driver.
ck_status ck_few_channels_multiply_source(ck_context *context, const ck_few_channels_kernel *kernel,
                                          const ck_conv_shape *shape, bool is_scatter, const ck_conv_epilogue *epilogue,
                                          const float *source, const float *weights, float beta, float *results,
                                          bool *is_done);

/// weight_gradient = beta * weight_gradient + features * image, and the sums of the features likewise in
/// `feature_gradient`, unless that is NULL.
ck_status ck_few_channels_weights(ck_context *context, const ck_few_channels_kernel *kernel, const ck_conv_shape *shape,
                                  const float *image, const float *features, float beta, float *weight_gradient,
                                  float *feature_gradient, bool *is_done);

#endif
