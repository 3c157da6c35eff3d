/// The one way in which the kernels run a loop in parallel.
#ifndef CK_CORE_PARALLEL_H
#define CK_CORE_PARALLEL_H

#include "ck/context.h"

/// One piece of a parallel loop. `worker` is below the context's thread count and belongs to one thread at a time, so
/// it may index private scratch memory.
typedef void (*ck_task)(void *argument, int64_t index, int worker);

/// Runs `task` for index 0 ..< count, on the context's threads if there is more than one piece, and waits for all.
/// The number of pieces must follow from the shape alone, never from the thread count, and no piece may depend on
/// another: then the result is the same bit for bit at any thread count. Small work should be one piece: starting a
/// team costs a microsecond or more. Denormals are flushed to zero in every task. Must not be called within a task.
void ck_parallel_for(ck_context *context, int64_t count, ck_task task, void *argument);

/// Upper bound of `worker` + 1: how many private scratch areas a parallel loop of `count` pieces needs.
static inline int64_t ck_worker_count(const ck_context *context, int64_t count) {
    int64_t threads = ck_context_threads(context);
    if (count < 1) return 1;
    return count < threads ? count : threads;
}

/// Pieces of `grain` elements that cover `count` elements.
static inline int64_t ck_piece_count(int64_t count, int64_t grain) {
    return (count + grain - 1) / grain;
}

#endif
