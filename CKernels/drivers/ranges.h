/// Splitting work into ranges of items.
#ifndef CK_DRIVERS_RANGES_H
#define CK_DRIVERS_RANGES_H

#include "ck/context.h"
#include "micro/range.h"

/// Runs `kernel` over items 0 ..< count, in parallel pieces of about `grain` elements, where each item is worth
/// `elements_per_item`. The number of items in a piece is a multiple of `alignment`.
void ck_run_ranges(ck_context *context, int64_t count, int64_t elements_per_item, int64_t alignment, int64_t grain,
                   ck_range_kernel kernel, const void *call);

#endif
