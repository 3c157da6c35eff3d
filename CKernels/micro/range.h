/// The form of all kernels that are bound by memory traffic: a call describes the whole work, a kernel does a part.
#ifndef CK_MICRO_RANGE_H
#define CK_MICRO_RANGE_H

#include <stdbool.h>
#include <stdint.h>

/// Does items begin ..< end of a call. Each kernel says what its call and its items are.
typedef void (*ck_range_kernel)(const void *call, int64_t begin, int64_t end);

/// Elements that one piece of work should touch: about a cache-resident block, far more than starting a team costs.
enum { CK_GRAIN = 16384 };

/// For variants that take all work in one piece, whatever its size.
#define CK_ONE_PIECE INT64_MAX

/// Elements from which an output is written past the caches. An ordinary store first reads the line that it overwrites;
/// a streaming store does not, but leaves nothing in the caches for the next operator. From 16 MiB on, most of an
/// output would have been evicted before it is read anyway.
enum { CK_STREAMED_ELEMENTS = 4 << 20 };

/// Whether a call streams its output: by its size alone, and never into an array that it reads as well.
static inline bool ck_is_streamed(int64_t elements, const void *output, const void *input) {
    return elements >= CK_STREAMED_ELEMENTS && output != input;
}

#endif
