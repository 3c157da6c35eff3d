/// Kernels of reflection padding.
#ifndef CK_MICRO_REFLECTION_PAD_H
#define CK_MICRO_REFLECTION_PAD_H

#include "ck/padding.h"
#include "micro/range.h"

typedef struct {
    ck_reflection_pad2d_descriptor size;
    int64_t out_height;
    int64_t out_width;
} ck_reflection_pad_geometry;

/// Items are rows of the output.
typedef struct {
    ck_reflection_pad_geometry geometry;
    const float *input;
    float *output;
} ck_reflection_pad_call;

/// Items are rows of the input gradient.
typedef struct {
    ck_reflection_pad_geometry geometry;
    const float *output_gradient;
    float beta;
    float *input_gradient;
} ck_reflection_pad_backward_call;

typedef struct {
    int64_t grain;
    ck_range_kernel forward;
    ck_range_kernel backward;
} ck_reflection_pad_kernels;

/// The position of an axis of `count` positions that is seen at `position`, which may lie before or behind them.
static inline int64_t ck_reflected(int64_t position, int64_t count) {
    if (position < 0) return -position;
    return position < count ? position : 2 * (count - 1) - position;
}

/// The padded positions, in ascending order, at which `position` of an axis is seen; returns how many, at most three.
static inline int ck_reflections(int64_t position, int64_t count, int64_t before, int64_t after, int64_t *padded) {
    int found = 0;
    if (position >= 1 && position <= before) padded[found++] = before - position;
    padded[found++] = before + position;
    const int64_t from_end = count - 1 - position;
    if (from_end >= 1 && from_end <= after) padded[found++] = before + count - 1 + from_end;
    return found;
}

extern const ck_reflection_pad_kernels ck_reflection_pad_reference;
extern const ck_reflection_pad_kernels ck_reflection_pad_generic;
extern const ck_reflection_pad_kernels ck_reflection_pad_avx2;
extern const ck_reflection_pad_kernels ck_reflection_pad_avx512;

#endif
