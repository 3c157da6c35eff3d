/// Loops that find what a machine can do at most: arithmetic in registers, and traffic with each level of memory. The
/// caller takes the time; a call should run for a millisecond or more, so that starting the threads does not show.
#ifndef CK_LIMITS_H
#define CK_LIMITS_H

#include "ck/context.h"

CK_BEGIN

/// What a loop over memory does with each element.
typedef enum {
    /// Reads it.
    CK_TRAFFIC_READ = 0,
    /// Writes it through the caches.
    CK_TRAFFIC_WRITE = 1,
    /// Writes it past the caches (non-temporal stores).
    CK_TRAFFIC_STREAM = 2,
    /// Reads an element of one half of the memory, and writes one of the other.
    CK_TRAFFIC_COPY = 3,
    /// Updates an element of one half in place by one of the other: two reads and a write.
    CK_TRAFFIC_UPDATE = 4,
} ck_traffic;

/// Runs `rounds` rounds of independent multiply-adds on each thread of the context, all in registers, and stores how
/// many floating-point operations all threads did, a multiply-add counting as two.
/// `instruction_set` is "baseline", "avx2" or "avx512"; CK_UNSUPPORTED if this CPU does not have it.
CK_API ck_status ck_limit_multiply_add(ck_context *context, const char *instruction_set, int64_t rounds,
                                       double *operations);

/// Goes `rounds` times over `count` values: each thread of the context over a part of its own, so that the part stays
/// in the thread's caches if it fits. Stores the bytes that all threads read and wrote. `values`, aligned to 64 bytes,
/// must be finite; a part is `count` / threads, rounded down to whole groups of 256 values.
CK_API ck_status ck_limit_traffic(ck_context *context, const char *instruction_set, ck_traffic traffic, int64_t count,
                                  int64_t rounds, float *values, double *bytes);

CK_END

#endif
