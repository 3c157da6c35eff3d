#include "drivers/array_loops.h"

static void copy_axis(ck_loops *loops, int64_t to, const ck_loops *source, int64_t from) {
    loops->sizes[to] = source->sizes[from];
    for (int array = 0; array < 2; array++) loops->strides[array][to] = source->strides[array][from];
}

static bool can_merge(const ck_loops *loops, int64_t axis) {
    for (int array = 0; array < 2; array++) {
        const int64_t *strides = loops->strides[array];
        if (strides[axis] != strides[axis + 1] * loops->sizes[axis + 1]) return false;
    }
    return true;
}

ck_loops ck_loops_of(int64_t rank, const int64_t *sizes, const int64_t *first_strides, const int64_t *second_strides) {
    ck_loops loops = {.rank = 0};
    for (int64_t axis = 0; axis < rank; axis++) {
        if (sizes[axis] == 1) continue;
        loops.sizes[loops.rank] = sizes[axis];
        loops.strides[0][loops.rank] = first_strides[axis];
        loops.strides[1][loops.rank] = second_strides[axis];
        loops.rank++;
    }
    if (loops.rank == 0) {
        loops.rank = 1;
        loops.sizes[0] = loops.strides[0][0] = loops.strides[1][0] = 1;
    }
    return loops;
}

void ck_loops_merge(ck_loops *loops) {
    int64_t last = loops->rank - 1;
    for (int64_t axis = loops->rank - 2; axis >= 0; axis--) {
        if (!can_merge(loops, axis)) continue;
        loops->sizes[axis] *= loops->sizes[axis + 1];
        for (int array = 0; array < 2; array++) loops->strides[array][axis] = loops->strides[array][axis + 1];
        for (int64_t next = axis + 1; next < last; next++) copy_axis(loops, next, loops, next + 1);
        last--;
    }
    loops->rank = last + 1;
}

void ck_loops_move_last(ck_loops *loops, int64_t axis) {
    const ck_loops before = *loops;
    for (int64_t next = axis; next < loops->rank - 1; next++) copy_axis(loops, next, &before, next + 1);
    copy_axis(loops, loops->rank - 1, &before, axis);
}

void ck_loops_order_by_second(ck_loops *loops, int64_t offsets[2]) {
    offsets[0] = offsets[1] = 0;
    for (int64_t axis = 0; axis < loops->rank; axis++) {
        if (loops->strides[1][axis] >= 0) continue;
        for (int array = 0; array < 2; array++) {
            offsets[array] += (loops->sizes[axis] - 1) * loops->strides[array][axis];
            loops->strides[array][axis] = -loops->strides[array][axis];
        }
    }
    // Insertion: there are few axes, mostly in order already.
    for (int64_t axis = 1; axis < loops->rank; axis++) {
        const ck_loops before = *loops;
        int64_t to = axis;
        while (to > 0 && before.strides[1][to - 1] < before.strides[1][axis]) {
            copy_axis(loops, to, &before, to - 1);
            to--;
        }
        copy_axis(loops, to, &before, axis);
    }
    ck_loops_merge(loops);
}
