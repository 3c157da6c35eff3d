/// Copies of contiguous values.
#ifndef CK_MICRO_TEMPLATES_CONTIGUOUS_H
#define CK_MICRO_TEMPLATES_CONTIGUOUS_H

#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// Values ahead of the first whole vector at an address that can be streamed to.
CK_INLINE int64_t lanes_to_alignment(const float *to) {
    return (CK_LANES - (int64_t)((uintptr_t)to / sizeof *to % CK_LANES)) % CK_LANES;
}

/// Whether a row of an output that is streamed is itself. Cache lines of which only a part is streamed cost more than
/// that saves, unless they are few.
CK_INLINE bool can_stream_row(bool is_streamed, const float *to, int64_t count) {
    enum { LINE_VALUES = 16, LONG = 2048 };
    const bool fills_lines = (uintptr_t)to % (LINE_VALUES * sizeof *to) == 0 && count % LINE_VALUES == 0;
    return is_streamed && (fills_lines || count >= LONG);
}

/// Copies `count` values, past the caches if `streams`, wherever they lie.
CK_INLINE void copy_contiguous(const float *from, float *to, int64_t count, bool streams) {
    int64_t head = streams ? lanes_to_alignment(to) : 0;
    if (head > count) head = count;
    if (head > 0) store(to, load(from, head), head);
    CK_FOR_VECTORS(head, count, { store_output(to + i, load(from + i, lanes), lanes, streams); });
}

CK_KERNELS_END

#endif
