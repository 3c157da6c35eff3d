/// Scratch memory: one block that grows to the largest need and is reused by every call.
#ifndef CK_CORE_SCRATCH_H
#define CK_CORE_SCRATCH_H

#include "core/context.h"

/// Rounds a size up to whole cache lines, so that parts of a scratch block stay aligned.
static inline size_t ck_aligned_bytes(size_t bytes) {
    return (bytes + 63) & ~(size_t)63;
}

/// Bytes that are left behind each reservation, to see what is written there.
enum { CK_SCRATCH_GUARD_BYTES = 64 };

/// Makes `bytes` of scratch memory, aligned to 64 bytes, available until the next reservation; its contents are
/// undefined. NULL, with the context's message set, if memory is short. Called by operators, never inside a loop body.
void *ck_scratch_reserve(ck_context *context, size_t bytes);

/// A context for calls within a task: of one thread, with the same variants, whose scratch memory are `bytes` (guard
/// bytes among them) of the outer context's.
static inline ck_context ck_serial_context(const ck_context *context, void *scratch, size_t bytes) {
    ck_context serial = *context;
    serial.threads = 1;
    serial.scratch = scratch;
    serial.scratch_capacity = bytes;
    return serial;
}

#endif
