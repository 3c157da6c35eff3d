/// Scratch memory: one block that grows to the largest need and is reused by every call.
#ifndef CK_CORE_SCRATCH_H
#define CK_CORE_SCRATCH_H

#include "ck/context.h"

/// Rounds a size up to whole cache lines, so that parts of a scratch block stay aligned.
static inline size_t ck_aligned_bytes(size_t bytes) {
    return (bytes + 63) & ~(size_t)63;
}

/// Makes `bytes` of scratch memory, aligned to 64 bytes, available until the next reservation; its contents are
/// undefined. NULL, with the context's message set, if memory is short. Called by operators, never inside a loop body.
void *ck_scratch_reserve(ck_context *context, size_t bytes);

#endif
