/// Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011). Element i of a stream depends only on the key and
/// on i, so any part can be drawn on any thread.
#ifndef CK_RANDOM_H
#define CK_RANDOM_H

#include "ck/context.h"

CK_BEGIN

/// Uniform numbers in [low, high): value i comes from 24 bits of word (i % 4) of Philox block (offset / 4 + i / 4)
/// under `key`; `offset` is a multiple of 4.
CK_API ck_status ck_random_uniform_f32(ck_context *context, uint64_t key, uint64_t offset, int64_t count, float low,
                                       float high, float *output);

/// Numbers from the normal distribution: value i is mean + deviation * sqrt(-2 log(1 - u)) cos(2 pi v), where u and v
/// are the uniform numbers 2 i and 2 i + 1 of the stream (Box and Muller 1958). All is computed in double precision and
/// rounded once, then scaled and moved in single precision.
CK_API ck_status ck_random_normal_f32(ck_context *context, uint64_t key, uint64_t offset, int64_t count, float mean,
                                      float deviation, float *output);

/// Dropout mask: `scale` with probability `keep`, else 0, from the same numbers as the uniform ones (u < keep).
CK_API ck_status ck_random_mask_f32(ck_context *context, uint64_t key, uint64_t offset, int64_t count, float keep,
                                    float scale, float *output);

CK_END

#endif
