#include "drivers/ranges.h"

#include "core/parallel.h"

typedef struct {
    ck_range_kernel kernel;
    const void *call;
    int64_t count;
    int64_t items_per_piece;
} split_call;

static void run_piece(void *argument, int64_t index, int worker) {
    (void)worker;
    const split_call *split = argument;
    int64_t begin = index * split->items_per_piece;
    int64_t left = split->count - begin;
    split->kernel(split->call, begin, begin + (left < split->items_per_piece ? left : split->items_per_piece));
}

void ck_run_ranges(ck_context *context, int64_t count, int64_t elements_per_item, int64_t alignment, int64_t grain,
                   ck_range_kernel kernel, const void *call) {
    if (count <= 0) return;
    int64_t items = grain / (elements_per_item > 1 ? elements_per_item : 1) / alignment * alignment;
    if (items < alignment) items = alignment;
    if (items > count) items = count;
    split_call split = {.kernel = kernel, .call = call, .count = count, .items_per_piece = items};
    int64_t pieces = count / items + (count % items != 0);
    ck_parallel_for(context, pieces, run_piece, &split);
}
