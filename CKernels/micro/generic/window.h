/// Which part of a pooling window lies within the input.
#ifndef CK_MICRO_GENERIC_WINDOW_H
#define CK_MICRO_GENERIC_WINDOW_H

#include <stdint.h>

/// Positions begin, begin + dilation, ... below end.
typedef struct {
    int64_t begin;
    int64_t end;
} ck_window;

static inline ck_window ck_window_inside(int64_t output, int64_t stride, int64_t padding, int64_t kernel,
                                         int64_t dilation, int64_t in) {
    const int64_t first = output * stride - padding, last = first + (kernel - 1) * dilation + 1;
    const int64_t skipped = first < 0 ? (dilation - 1 - first) / dilation : 0;
    return (ck_window){first + skipped * dilation, last > in ? in : last};
}

#endif
