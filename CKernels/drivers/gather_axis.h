/// How the positions of one axis are computed from those of another. A stride of the gradient's or transposed form is
/// split into phases, the positions of equal remainder: each phase is met by taps of its own, at whole steps.
#ifndef CK_DRIVERS_GATHER_AXIS_H
#define CK_DRIVERS_GATHER_AXIS_H

#include <stdint.h>

#include "reference/convolution.h"

/// One phase: position first + k * step, for k = 0 ..< count, meets through tap tap_first + t * tap_step, for
/// t = 0 ..< taps, the source's position k * stride + offset_first + t * offset_step, which may be outside.
typedef struct {
    int64_t first;
    int64_t step;
    int64_t count;
    int64_t stride;
    int64_t taps;
    int64_t tap_first;
    int64_t tap_step;
    int64_t offset_first;
    int64_t offset_step;
} ck_gather_axis;

/// From the image to the features: one phase.
ck_gather_axis ck_gather_axis_forward(int64_t kernel, int64_t stride, int64_t padding, int64_t dilation,
                                      int64_t features);

/// From the features to phase 0 ..< min(stride, image) of the image.
ck_gather_axis ck_gather_axis_backward(int64_t phase, int64_t kernel, int64_t stride, int64_t padding, int64_t dilation,
                                       int64_t image);

/// Positions k = begin ..< end of an axis that meet the source through the same taps, first_tap ..< first_tap + taps.
typedef struct {
    int64_t begin;
    int64_t end;
    int64_t first_tap;
    int64_t taps;
} ck_gather_part;

enum { CK_GATHER_PARTS = 3 };

/// Cuts an axis where taps begin or cease to meet a source of `size` positions, so that the zeros around it need not be
/// multiplied, and returns the number of parts. It is one, with all taps, if that would take more than CK_GATHER_PARTS
/// parts or save next to nothing.
int64_t ck_gather_axis_parts(const ck_gather_axis *axis, int64_t size, ck_gather_part parts[CK_GATHER_PARTS]);

/// The lowest and highest source position of k = 0 over all phases; 0 and -1 if there is no tap.
void ck_gather_axis_reach(const ck_gather_axis *phases, int64_t count, int64_t *low, int64_t *high);

#endif
