/// Kernels on arrays of any rank: rows of the innermost loop, by the strides that they have.
#include "micro/array.h"

#include "micro/templates/array_index.h"
#include "micro/templates/array_sort.h"
#include "micro/templates/binary.h"
#include "micro/templates/contiguous.h"
#include "micro/templates/transposition.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// Runs the statements for each part of a row of the innermost loop in the range, of `count` elements from `begin` on,
/// where the arrays' first elements are `offset[0]` and `offset[1]` elements from their pointers.
#define CK_FOR_ROWS(loops, begin, end, ...)                                                                            \
    do {                                                                                                               \
        const int64_t inner_ = (loops)->rank - 1, length_ = (loops)->sizes[inner_];                                    \
        ck_loop_place place_ = ck_loops_seek(loops, (begin) / length_);                                                \
        for (int64_t first_ = (begin) % length_; (begin) < (end); first_ = 0) {                                        \
            const int64_t count = smaller(length_ - first_, (end) - (begin));                                          \
            const int64_t offset[2] = {place_.offset[0] + first_ * (loops)->strides[0][inner_],                        \
                                       place_.offset[1] + first_ * (loops)->strides[1][inner_]};                       \
            __VA_ARGS__(begin) += count;                                                                               \
            if ((begin) < (end)) ck_loops_step(loops, &place_);                                                        \
        }                                                                                                              \
    } while (0)

/// Values that are gathered before whole vectors of them are used.
enum { BLOCK = 256 };

// MARK: Copies

typedef uint32_t __attribute__((may_alias)) word;

/// The common strides are constants in loops of their own, which compilers turn into vectors.
#define COPY_ROW(name, type)                                                                                           \
    CK_INLINE void name(const type *restrict from, int64_t from_stride, type *restrict to, int64_t to_stride,          \
                        int64_t count) {                                                                               \
        if (to_stride != 1) {                                                                                          \
            for (int64_t i = 0; i < count; i++) to[i * to_stride] = from[i * from_stride];                             \
        } else if (from_stride == 0) {                                                                                 \
            const type value = *from;                                                                                  \
            for (int64_t i = 0; i < count; i++) to[i] = value;                                                         \
        } else if (from_stride == 1) {                                                                                 \
            for (int64_t i = 0; i < count; i++) to[i] = from[i];                                                       \
        } else if (from_stride == -1) {                                                                                \
            for (int64_t i = 0; i < count; i++) to[i] = from[-i];                                                      \
        } else if (from_stride == 2) {                                                                                 \
            for (int64_t i = 0; i < count; i++) to[i] = from[2 * i];                                                   \
        } else {                                                                                                       \
            for (int64_t i = 0; i < count; i++) to[i] = from[i * from_stride];                                         \
        }                                                                                                              \
    }
COPY_ROW(copy_bytes, uint8_t)
COPY_ROW(copy_words, word)

/// Writes a contiguous row past the caches.
CK_INLINE void stream_row(const float *from, int64_t from_stride, float *to, int64_t count) {
    if (from_stride == 1) {
        copy_contiguous(from, to, count, true);
        return;
    }
    float block[BLOCK];
    for (int64_t first = 0; first < count; first += BLOCK) {
        const int64_t length = smaller(count - first, BLOCK);
        copy_words((const word *)(from + first * from_stride), from_stride, (word *)block, 1, length);
        copy_contiguous(block, to + first, length, true);
    }
}

static void copy(const void *argument, int64_t begin, int64_t end) {
    const ck_copy_call *call = argument;
    const int64_t from_stride = call->loops.strides[0][call->loops.rank - 1];
    const int64_t to_stride = call->loops.strides[1][call->loops.rank - 1];
    if (call->element_size == 1) {
        CK_FOR_ROWS(&call->loops, begin, end, {
            copy_bytes((const uint8_t *)call->input + offset[0], from_stride, (uint8_t *)call->output + offset[1],
                       to_stride, count);
        });
        return;
    }
    const float *input = call->input;
    float *output = call->output;
    CK_FOR_ROWS(&call->loops, begin, end, {
        if (to_stride == 1 && can_stream_row(call->is_streamed, output + offset[1], count)) {
            stream_row(input + offset[0], from_stride, output + offset[1], count);
        } else if (from_stride == 1 && to_stride == 1) {
            copy_contiguous(input + offset[0], output + offset[1], count, false);
        } else {
            copy_words((const word *)(input + offset[0]), from_stride, (word *)(output + offset[1]), to_stride, count);
        }
    });
}

static void copy_tiles(const void *argument, int64_t begin, int64_t end) {
    const ck_copy_tiles_call *call = argument;
    const int64_t down = (call->rows + CK_TILE_ROWS - 1) / CK_TILE_ROWS;
    const int64_t across = (call->columns + CK_TILE_COLUMNS - 1) / CK_TILE_COLUMNS;
    bool streams = call->column_stride % CK_LANES == 0 && can_stream(call->is_streamed, call->output);
    for (int64_t axis = 0; axis < call->loops.rank - 1; axis++) {
        if (call->loops.strides[1][axis] % CK_LANES != 0) streams = false;
    }
    for (int64_t item = begin; item < end; item++) {
        const ck_loop_place place = ck_loops_seek(&call->loops, item / (down * across));
        const int64_t row = item % down * CK_TILE_ROWS, column = item / down % across * CK_TILE_COLUMNS;
        transpose_strip(call->input + place.offset[0] + row * call->row_stride + column, call->row_stride,
                        smaller(call->rows - row, CK_TILE_ROWS), smaller(call->columns - column, CK_TILE_COLUMNS),
                        call->output + place.offset[1] + column * call->column_stride + row, call->column_stride,
                        streams);
    }
}

// MARK: Functions of two elements

/// Steps are 0 or 1.
CK_INLINE void binary_row_of(ck_binary_operation operation, const float *a, int64_t a_step, const float *b,
                             int64_t b_step, float *output, int64_t count, bool streams) {
    const ck_vector a_value = vector_set1(*a), b_value = vector_set1(*b);
    const int64_t head = streams ? smaller(lanes_to_alignment(output), count) : 0;
    if (head > 0) {
        const ck_vector left = a_step == 0 ? a_value : load(a, head), right = b_step == 0 ? b_value : load(b, head);
        store(output, binary(operation, left, right), head);
    }
    CK_FOR_VECTORS(head, count, {
        const ck_vector left = a_step == 0 ? a_value : load(a + i, lanes);
        const ck_vector right = b_step == 0 ? b_value : load(b + i, lanes);
        store_output(output + i, binary(operation, left, right), lanes, streams);
    });
}

/// A row's values one behind the other: where they lie, or in the block.
CK_INLINE const float *contiguous(const float *from, int64_t stride, int64_t count, float *block) {
    if (stride == 1) return from;
    copy_words((const word *)from, stride, (word *)block, 1, count);
    return block;
}

/// How the short rows of an operand lie in memory.
typedef enum {
    /// One behind the other.
    ADJACENT,
    /// All are the same one.
    REPEATED,
    APART,
} row_kind;

CK_INLINE row_kind kind_of_rows(const ck_loops *loops, int array) {
    const int64_t *strides = loops->strides[array], inner = loops->rank - 1;
    bool are_adjacent = strides[inner] == 1, are_repeated = true;
    int64_t length = loops->sizes[inner];
    for (int64_t axis = inner - 1; axis >= 0; axis--) {
        are_adjacent &= strides[axis] == length;
        are_repeated &= strides[axis] == 0;
        length *= loops->sizes[axis];
    }
    return are_adjacent ? ADJACENT : are_repeated ? REPEATED : APART;
}

/// `count` rows one behind the other: where they lie, or in the block, which keeps those that are repeated.
CK_INLINE const float *short_rows(const ck_loops *loops, int array, const float *from, row_kind kind, int64_t row,
                                  int64_t count, bool is_first, float *block) {
    const int64_t inner = loops->rank - 1, length = loops->sizes[inner], stride = loops->strides[array][inner];
    if (kind == ADJACENT) return from + row * length;
    if (kind == REPEATED && !is_first) return block;
    ck_loop_place place = ck_loops_seek(loops, row);
    for (int64_t i = 0; i < count; i++) {
        const float *values = from + place.offset[array];
        for (int64_t x = 0; x < length; x++) block[i * length + x] = values[x * stride];
        ck_loops_step(loops, &place);
    }
    return block;
}

/// Whole rows, as many at a time as fill some vectors.
CK_INLINE void binary_short_rows(ck_binary_operation operation, const ck_binary_loops_call *call, int64_t begin,
                                 int64_t end) {
    const ck_loops *loops = &call->loops;
    // Whole cache lines, however long the rows are.
    enum { LINE_VALUES = 16, ROWS = CK_SHORT_ROW * LINE_VALUES };
    const int64_t length = loops->sizes[loops->rank - 1], most = ROWS / length / LINE_VALUES * LINE_VALUES;
    const row_kind a_kind = kind_of_rows(loops, 0), b_kind = kind_of_rows(loops, 1);
    float a_block[ROWS], b_block[ROWS];
    for (int64_t row = begin; row < end; row += most) {
        const int64_t count = smaller(end - row, most);
        const float *a = short_rows(loops, 0, call->a, a_kind, row, count, row == begin, a_block);
        const float *b = short_rows(loops, 1, call->b, b_kind, row, count, row == begin, b_block);
        float *output = call->output + row * length;
        binary_row_of(operation, a, 1, b, 1, output, count * length,
                      can_stream_row(call->is_streamed, output, count * length));
    }
}

CK_INLINE void binary_loops(ck_binary_operation operation, const ck_binary_loops_call *call, int64_t begin,
                            int64_t end) {
    const int64_t inner = call->loops.rank - 1, length = call->loops.sizes[inner];
    const int64_t a_stride = call->loops.strides[0][inner], b_stride = call->loops.strides[1][inner];
    if (inner > 0 && length < CK_SHORT_ROW && begin % length == 0 && end % length == 0) {
        binary_short_rows(operation, call, begin / length, end / length);
        return;
    }
    CK_FOR_ROWS(&call->loops, begin, end, {
        const float *a = call->a + offset[0], *b = call->b + offset[1];
        float *output = call->output + begin;
        const bool streams = can_stream_row(call->is_streamed, output, count);
        if (a_stride == 1 && b_stride == 1) {
            binary_row_of(operation, a, 1, b, 1, output, count, streams);
        } else if (a_stride == 1 && b_stride == 0) {
            binary_row_of(operation, a, 1, b, 0, output, count, streams);
        } else if (a_stride == 0 && b_stride == 1) {
            binary_row_of(operation, a, 0, b, 1, output, count, streams);
        } else {
            float left[BLOCK], right[BLOCK];
            for (int64_t first = 0; first < count; first += BLOCK) {
                const int64_t length = smaller(count - first, BLOCK);
                binary_row_of(operation, contiguous(a + first * a_stride, a_stride, length, left), 1,
                              contiguous(b + first * b_stride, b_stride, length, right), 1, output + first, length,
                              streams);
            }
        }
    });
}

static void binary_range_of_loops(const void *argument, int64_t begin, int64_t end) {
    const ck_binary_loops_call *call = argument;
    FOR_EACH_BINARY(binary_loops)
}

// MARK: Comparisons

CK_INLINE bool compares(ck_comparison comparison, float a, float b) {
    switch (comparison) {
    case CK_COMPARE_EQUAL:
        return a == b;
    case CK_COMPARE_NOT_EQUAL:
        return a != b;
    case CK_COMPARE_LESS:
        return a < b;
    case CK_COMPARE_LESS_EQUAL:
        return a <= b;
    case CK_COMPARE_GREATER:
        return a > b;
    case CK_COMPARE_GREATER_EQUAL:
        return a >= b;
    case CK_COMPARE_COUNT:
        break;
    }
    return false;
}

CK_INLINE void compare_row(ck_comparison comparison, const float *a, int64_t a_stride, const float *b, int64_t b_stride,
                           bool *restrict output, int64_t count) {
    for (int64_t i = 0; i < count; i++) output[i] = compares(comparison, a[i * a_stride], b[i * b_stride]);
}

CK_INLINE void compare_loops(ck_comparison comparison, const ck_compare_call *call, int64_t begin, int64_t end) {
    const int64_t inner = call->loops.rank - 1;
    const int64_t a_stride = call->loops.strides[0][inner], b_stride = call->loops.strides[1][inner];
    CK_FOR_ROWS(&call->loops, begin, end, {
        const float *a = call->a + offset[0], *b = call->b + offset[1];
        bool *output = call->output + begin;
        // The same loop, compiled for each pair of constants.
        if (a_stride == 1 && b_stride == 1) {
            compare_row(comparison, a, 1, b, 1, output, count);
        } else if (a_stride == 1 && b_stride == 0) {
            compare_row(comparison, a, 1, b, 0, output, count);
        } else if (a_stride == 0 && b_stride == 1) {
            compare_row(comparison, a, 0, b, 1, output, count);
        } else {
            compare_row(comparison, a, a_stride, b, b_stride, output, count);
        }
    });
}

static void compare(const void *argument, int64_t begin, int64_t end) {
    const ck_compare_call *call = argument;
    switch (call->comparison) {
    case CK_COMPARE_EQUAL:
        compare_loops(CK_COMPARE_EQUAL, call, begin, end);
        break;
    case CK_COMPARE_NOT_EQUAL:
        compare_loops(CK_COMPARE_NOT_EQUAL, call, begin, end);
        break;
    case CK_COMPARE_LESS:
        compare_loops(CK_COMPARE_LESS, call, begin, end);
        break;
    case CK_COMPARE_LESS_EQUAL:
        compare_loops(CK_COMPARE_LESS_EQUAL, call, begin, end);
        break;
    case CK_COMPARE_GREATER:
        compare_loops(CK_COMPARE_GREATER, call, begin, end);
        break;
    case CK_COMPARE_GREATER_EQUAL:
        compare_loops(CK_COMPARE_GREATER_EQUAL, call, begin, end);
        break;
    case CK_COMPARE_COUNT:
        break;
    }
}

static void where(const void *argument, int64_t begin, int64_t end) {
    const ck_where_call *call = argument;
    const bool streams = can_stream(call->is_streamed, call->output);
    for (int64_t first = begin; first < end; first += BLOCK) {
        // Widened to the size of the values, in a loop that compilers turn into vectors.
        int32_t is_a[BLOCK];
        const int64_t length = smaller(end - first, BLOCK);
        for (int64_t i = 0; i < length; i++) is_a[i] = call->condition[first + i];
        const float *a = call->a + first, *b = call->b + first;
        CK_FOR_VECTORS(0, length, {
            const ck_mask is_b = int_vector_equal(int_vector_load_partial(is_a + i, lanes), int_vector_set1(0));
            store_output(call->output + first + i, vector_select(is_b, load(b + i, lanes), load(a + i, lanes)), lanes,
                         streams);
        });
    }
}

CK_KERNELS_END

const ck_array_kernels CK_NAMED(ck_array) = {
    .grain = CK_GRAIN,
    .copy = copy,
    .copy_tiles = copy_tiles,
    .binary = binary_range_of_loops,
    .compare = compare,
    .where = where,
    .take = take,
    .clear = clear,
    .take_add = take_add,
    .gather = gather,
    .scatter_add = scatter_add,
    .cumulative_sum = cumulative_sum,
    .sort = sort_place,
};
