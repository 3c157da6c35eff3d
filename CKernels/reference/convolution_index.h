/// Where an element of a convolution's operands is, for the reference loops.
#ifndef CK_REFERENCE_CONVOLUTION_INDEX_H
#define CK_REFERENCE_CONVOLUTION_INDEX_H

#include <stdbool.h>

#include "reference/convolution.h"

static inline int64_t image_index(const ck_conv_shape *s, int64_t n, int64_t c, int64_t h, int64_t w) {
    return ((n * s->image_channels + c) * s->image_height + h) * s->image_width + w;
}
static inline int64_t feature_index(const ck_conv_shape *s, int64_t n, int64_t f, int64_t h, int64_t w) {
    return ((n * s->feature_channels + f) * s->feature_height + h) * s->feature_width + w;
}
/// `c` counts the image channels within the group.
static inline int64_t weight_index(const ck_conv_shape *s, int64_t f, int64_t c, int64_t i, int64_t j) {
    return ((f * (s->image_channels / s->groups) + c) * s->kernel_height + i) * s->kernel_width + j;
}
/// Image row and column that tap (i, j) meets from feature (h, w); false if that is padding.
static inline bool image_position(const ck_conv_shape *s, int64_t h, int64_t w, int64_t i, int64_t j, int64_t *row,
                                  int64_t *column) {
    *row = ck_conv_position(h, i, s->stride_height, s->padding_height, s->dilation_height);
    *column = ck_conv_position(w, j, s->stride_width, s->padding_width, s->dilation_width);
    return *row >= 0 && *row < s->image_height && *column >= 0 && *column < s->image_width;
}

#endif
