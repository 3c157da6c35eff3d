#include "drivers/gemm_pieces.h"

#include <stddef.h>

/// About 10 microseconds on one core.
static const double small_work = 1 << 18;

typedef struct {
    int64_t count;
    ck_task task;
    void *argument;
} all_pieces;

static void run_all(void *argument, int64_t index, int worker) {
    (void)index;
    const all_pieces *all = argument;
    for (int64_t piece = 0; piece < all->count; piece++) all->task(all->argument, piece, worker);
}

void ck_gemm_run_pieces(ck_context *context, double multiply_adds, int64_t count, ck_task task, void *argument) {
    if (multiply_adds < small_work) {
        all_pieces all = {count, task, argument};
        ck_parallel_for(context, 1, run_all, &all);
    } else {
        ck_parallel_for(context, count, task, argument);
    }
}
