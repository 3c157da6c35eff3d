/// Kernels of the operators on arrays of any rank.
#ifndef CK_MICRO_ARRAY_H
#define CK_MICRO_ARRAY_H

#include "ck/array.h"
#include "micro/range.h"

/// Loops over the elements of two arrays, the last one innermost. There is at least one.
typedef struct {
    int64_t rank;
    int64_t sizes[CK_MAXIMUM_RANK];
    /// Of each array, in elements.
    int64_t strides[2][CK_MAXIMUM_RANK];
} ck_loops;

/// Where the loops around the innermost one are, and where that begins in each array.
typedef struct {
    int64_t index[CK_MAXIMUM_RANK];
    int64_t offset[2];
} ck_loop_place;

static inline ck_loop_place ck_loops_seek(const ck_loops *loops, int64_t row) {
    ck_loop_place place = {.offset = {0, 0}};
    for (int64_t axis = loops->rank - 2; axis >= 0; axis--) {
        place.index[axis] = row % loops->sizes[axis];
        row /= loops->sizes[axis];
        for (int array = 0; array < 2; array++) place.offset[array] += place.index[axis] * loops->strides[array][axis];
    }
    return place;
}

static inline void ck_loops_step(const ck_loops *loops, ck_loop_place *place) {
    for (int64_t axis = loops->rank - 2; axis >= 0; axis--) {
        const int64_t steps = ++place->index[axis] < loops->sizes[axis] ? 1 : 1 - loops->sizes[axis];
        for (int array = 0; array < 2; array++) place->offset[array] += steps * loops->strides[array][axis];
        if (steps == 1) return;
        place->index[axis] = 0;
    }
}

/// Items are elements, in the order of the loops, whose arrays are input and output.
typedef struct {
    ck_loops loops;
    int64_t element_size;
    const void *input;
    void *output;
    /// See ck_is_streamed.
    bool is_streamed;
} ck_copy_call;

/// Transposes matrices of `rows` x `columns` input values, whose own rows and those of the output (its columns) are
/// contiguous. Items are tiles of at most CK_TILE_ROWS x CK_TILE_COLUMNS in each matrix, along the rows first; the
/// loops, the last of which is not run through, are those over matrices.
typedef struct {
    ck_loops loops;
    int64_t rows;
    int64_t columns;
    int64_t row_stride;
    int64_t column_stride;
    const float *input;
    float *output;
    bool is_streamed;
} ck_copy_tiles_call;

enum { CK_TILE_ROWS = 2048, CK_TILE_COLUMNS = 64 };

/// Rows of the innermost loop that are shorter are put together; then ranges should hold whole ones.
enum { CK_SHORT_ROW = 64 };

/// Items are elements of the output; the loops' arrays are a and b.
typedef struct {
    ck_loops loops;
    ck_binary_operation operation;
    const float *a;
    const float *b;
    float *output;
    bool is_streamed;
} ck_binary_loops_call;

typedef struct {
    ck_loops loops;
    ck_comparison comparison;
    const float *a;
    const float *b;
    bool *output;
} ck_compare_call;

/// Items are elements.
typedef struct {
    const bool *condition;
    const float *a;
    const float *b;
    float *output;
    bool is_streamed;
} ck_where_call;

/// Items of `take`: rows [o, j] of the output; of `take_add` and `scatter_add`: places [o, i], each with its whole
/// axis; of `gather` and `clear`: elements of the output.
typedef struct {
    int64_t outer;
    int64_t axis;
    int64_t inner;
    int64_t count;
    const int32_t *indices;
    const float *input;
    float *output;
    bool is_streamed;
} ck_index_call;

/// Items are places [o, i], each with its whole axis.
typedef struct {
    int64_t axis;
    int64_t inner;
    bool reversed;
    const float *input;
    float *output;
} ck_cumulative_sum_call;

/// The first k of each axis in order.
typedef struct {
    int64_t axis;
    int64_t inner;
    int64_t k;
    bool descending;
    const float *input;
    float *output;
    int32_t *indices;
} ck_sort_call;

/// Sorts place [o, i] = o * inner + i; scratch has room for 2 * axis values.
typedef void (*ck_sort_kernel)(const ck_sort_call *call, int64_t place, uint64_t *scratch);

typedef struct {
    int64_t grain;
    ck_range_kernel copy;
    /// NULL: `copy` does it.
    ck_range_kernel copy_tiles;
    ck_range_kernel binary;
    ck_range_kernel compare;
    ck_range_kernel where;
    ck_range_kernel take;
    ck_range_kernel clear;
    ck_range_kernel take_add;
    ck_range_kernel gather;
    ck_range_kernel scatter_add;
    ck_range_kernel cumulative_sum;
    ck_sort_kernel sort;
} ck_array_kernels;

extern const ck_array_kernels ck_array_reference;
extern const ck_array_kernels ck_array_generic;
extern const ck_array_kernels ck_array_avx2;
extern const ck_array_kernels ck_array_avx512;

#endif
