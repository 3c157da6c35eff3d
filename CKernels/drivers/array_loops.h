/// Loops over arrays with strides: as few of them as do the same, in the order that reads and writes memory best.
#ifndef CK_DRIVERS_ARRAY_LOOPS_H
#define CK_DRIVERS_ARRAY_LOOPS_H

#include "micro/array.h"

/// The loops over two arrays in the order of their axes, without those of one element. No size is 0.
ck_loops ck_loops_of(int64_t rank, const int64_t *sizes, const int64_t *first_strides, const int64_t *second_strides);

/// Makes one loop of two neighbours that both arrays go through at even steps.
void ck_loops_merge(ck_loops *loops);

/// Moves an axis behind the last.
void ck_loops_move_last(ck_loops *loops, int64_t axis);

/// Turns the axes along which the second array runs backwards, orders all by its strides, the shortest last, and
/// merges them. `offsets`: how far each array's first element moves.
void ck_loops_order_by_second(ck_loops *loops, int64_t offsets[2]);

#endif
