#include "operators/array.h"

#include <inttypes.h>

#include "core/scratch.h"
#include "drivers/array_loops.h"
#include "drivers/ranges.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops", &ck_array_reference},
    {"generic", CK_BASELINE, "vectors of 4 lanes", &ck_array_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "vectors of 8 lanes", &ck_array_avx2},
    {"avx512", CK_AVX512, "vectors of 16 lanes", &ck_array_avx512},
#endif
};

const ck_operator ck_operator_array = {"array", variants, sizeof variants / sizeof *variants};

ck_status ck_check_rank(ck_context *context, const char *function, int64_t rank, const int64_t *sizes, int64_t *total) {
    static const char *const names[CK_MAXIMUM_RANK] = {"sizes[0]", "sizes[1]", "sizes[2]", "sizes[3]",
                                                       "sizes[4]", "sizes[5]", "sizes[6]", "sizes[7]"};
    if (context == NULL) return CK_INVALID_ARGUMENT;
    if (rank < 0 || rank > CK_MAXIMUM_RANK) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: rank must be in 0 ... %d, got %" PRId64, function,
                       CK_MAXIMUM_RANK, rank);
    }
    if (rank > 0 && sizes == NULL) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: sizes is NULL, expected %" PRId64 " of them", function, rank);
    }
    ck_size named[CK_MAXIMUM_RANK];
    for (int64_t axis = 0; axis < rank; axis++) named[axis] = (ck_size){names[axis], sizes[axis], 0};
    return ck_check_sizes(context, function, total, named, (size_t)rank);
}

ck_status ck_check_strides(ck_context *context, const char *function, const char *name, int64_t rank,
                           const int64_t *sizes, const int64_t *strides, int64_t total, ck_extent *extent) {
    *extent = (ck_extent){0, 0};
    if (rank > 0 && strides == NULL) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: %s is NULL, expected %" PRId64 " of them", function, name,
                       rank);
    }
    if (total == 0) return CK_OK;
    int64_t first = 0, last = 0;
    const int64_t most = INT64_MAX / (int64_t)sizeof(float) / 2;
    for (int64_t axis = 0; axis < rank; axis++) {
        int64_t reach, *end = strides[axis] < 0 ? &first : &last;
        if (__builtin_mul_overflow(sizes[axis] - 1, strides[axis], &reach) ||
            __builtin_add_overflow(*end, reach, end) || *end < -most || *end > most) {
            return ck_fail(context, CK_INVALID_ARGUMENT,
                           "%s: %s[%" PRId64 "] = %" PRId64 " reaches further than can be addressed", function, name,
                           axis, strides[axis]);
        }
    }
    *extent = (ck_extent){first, last - first + 1};
    return CK_OK;
}

ck_operand ck_strided_operand(const char *name, const void *data, ck_extent extent, int64_t element_size,
                              ck_access access) {
    const void *first = data == NULL ? NULL : (const char *)data + extent.first * element_size;
    return (ck_operand){name, first, extent.count, access, 0, 0, element_size};
}

// MARK: Copies

/// Elements that are worth a vector.
enum { FEW = 8 };

/// The axis along which the input is contiguous, where that is not the last one, or -1.
static int64_t contiguous_axis(const ck_loops *loops) {
    if (loops->strides[0][loops->rank - 1] == 1) return -1;
    for (int64_t axis = loops->rank - 2; axis >= 0; axis--) {
        if (loops->strides[0][axis] == 1) return axis;
    }
    return -1;
}

static void copy_in_tiles(ck_context *context, const ck_array_kernels *kernels, const ck_copy_call *copy,
                          int64_t across, int64_t total) {
    const int64_t last = copy->loops.rank - 1;
    ck_copy_tiles_call call = {.loops = copy->loops,
                               .rows = copy->loops.sizes[last],
                               .columns = copy->loops.sizes[across],
                               .row_stride = copy->loops.strides[0][last],
                               .column_stride = copy->loops.strides[1][across],
                               .input = copy->input,
                               .output = copy->output,
                               .is_streamed = copy->is_streamed};
    ck_loops_move_last(&call.loops, across);
    call.loops.rank--;
    const int64_t height = call.rows < CK_TILE_ROWS ? call.rows : CK_TILE_ROWS;
    const int64_t width = call.columns < CK_TILE_COLUMNS ? call.columns : CK_TILE_COLUMNS;
    const int64_t tiles =
        ((call.rows + CK_TILE_ROWS - 1) / CK_TILE_ROWS) * ((call.columns + CK_TILE_COLUMNS - 1) / CK_TILE_COLUMNS);
    ck_run_ranges(context, total / (call.rows * call.columns) * tiles, height * width, 1, kernels->grain,
                  kernels->copy_tiles, &call);
}

/// Orders the loops of a copy by its output, and runs them.
static void run_copy(ck_context *context, const ck_array_kernels *kernels, ck_copy_call *call, int64_t total) {
    int64_t offsets[2];
    ck_loops_order_by_second(&call->loops, offsets);
    call->input = (const char *)call->input + offsets[0] * call->element_size;
    call->output = (char *)call->output + offsets[1] * call->element_size;
    const int64_t last = call->loops.rank - 1, across = contiguous_axis(&call->loops);
    if (across >= 0) {
        const bool fills_vectors = call->loops.sizes[across] >= FEW || call->loops.sizes[last] >= FEW;
        if (fills_vectors && call->element_size == 4 && call->loops.strides[1][last] == 1 &&
            call->loops.strides[0][last] != 0 && kernels->copy_tiles != NULL) {
            copy_in_tiles(context, kernels, call, across, total);
            return;
        }
        // A value that is repeated along the last axis fills its run of the output, unless that is short.
        const bool fills_runs = call->loops.strides[0][last] == 0 && call->loops.sizes[last] >= FEW;
        if (!fills_runs && call->loops.sizes[last] < call->loops.sizes[across]) {
            ck_loops_move_last(&call->loops, across);
        }
    }
    ck_run_ranges(context, total, 1, 64, kernels->grain, kernels->copy, call);
}

ck_status ck_copy_strided(ck_context *context, int64_t element_size, int64_t rank, const int64_t *sizes,
                          const void *input, const int64_t *input_strides, void *output,
                          const int64_t *output_strides) {
    int64_t total;
    CK_TRY(ck_check_rank(context, __func__, rank, sizes, &total));
    if (element_size != 1 && element_size != 4) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: element_size must be 1 or 4, got %" PRId64, __func__,
                       element_size);
    }
    ck_extent from, to;
    CK_TRY(ck_check_strides(context, __func__, "input_strides", rank, sizes, input_strides, total, &from));
    CK_TRY(ck_check_strides(context, __func__, "output_strides", rank, sizes, output_strides, total, &to));
    for (int64_t axis = 0; axis < rank; axis++) {
        if (total == 0 || sizes[axis] == 1 || output_strides[axis] != 0) continue;
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: output_strides[%" PRId64 "] must not be 0 for %" PRId64 " elements", __func__, axis,
                       sizes[axis]);
    }
    CK_TRY(CK_CHECK_OPERANDS(context, ck_strided_operand("input", input, from, element_size, CK_READ),
                             ck_strided_operand("output", output, to, element_size, CK_WRITTEN)));
    if (total == 0) return CK_OK;
    const ck_array_kernels *kernels = ck_select_array(context);
    ck_copy_call call = {.loops = ck_loops_of(rank, sizes, input_strides, output_strides),
                         .element_size = element_size,
                         .input = input,
                         .output = output,
                         .is_streamed = element_size == 4 && ck_is_streamed(total, output, input)};
    run_copy(context, kernels, &call, total);
    return CK_OK;
}

// MARK: Broadcasting

/// Elements of an operand that is read across its rows, where it is better to turn them first; 0 elsewhere.
static int64_t count_packed(const ck_loops *loops, int array) {
    enum { FEWEST = 4096 };
    const int64_t *strides = loops->strides[array], step = strides[loops->rank - 1];
    bool has_rows = false;
    int64_t count = 1;
    for (int64_t axis = 0; axis < loops->rank; axis++) {
        if (strides[axis] == 1 && loops->sizes[axis] >= FEW) has_rows = true;
        if (strides[axis] != 0) count *= loops->sizes[axis];
    }
    return has_rows && (step >= FEW || step <= -FEW) && count >= FEWEST ? count : 0;
}

/// Copies an operand in the order in which the loops read it.
static void pack(ck_context *context, const ck_array_kernels *kernels, ck_loops *loops, int array, const float **data,
                 float *to) {
    int64_t sizes[CK_MAXIMUM_RANK], strides[CK_MAXIMUM_RANK], count = 1;
    for (int64_t axis = loops->rank - 1; axis >= 0; axis--) {
        const bool is_repeated = loops->strides[array][axis] == 0;
        sizes[axis] = is_repeated ? 1 : loops->sizes[axis];
        strides[axis] = is_repeated ? 0 : count;
        count *= sizes[axis];
    }
    ck_copy_call call = {.loops = ck_loops_of(loops->rank, sizes, loops->strides[array], strides),
                         .element_size = sizeof(float),
                         .input = *data,
                         .output = to};
    run_copy(context, kernels, &call, count);
    for (int64_t axis = 0; axis < loops->rank; axis++) loops->strides[array][axis] = strides[axis];
    *data = to;
}

static ck_status pack_inputs(ck_context *context, const ck_array_kernels *kernels, ck_loops *loops, const float **a,
                             const float **b) {
    if (kernels->copy_tiles == NULL) return CK_OK;
    const int64_t a_count = count_packed(loops, 0), b_count = count_packed(loops, 1);
    if (a_count + b_count == 0) return CK_OK;
    const size_t a_bytes = ck_aligned_bytes((size_t)a_count * sizeof(float));
    float *scratch = ck_scratch_reserve(context, a_bytes + (size_t)b_count * sizeof(float));
    if (scratch == NULL) return CK_OUT_OF_MEMORY;
    if (a_count > 0) pack(context, kernels, loops, 0, a, scratch);
    if (b_count > 0) pack(context, kernels, loops, 1, b, scratch + a_bytes / sizeof(float));
    ck_loops_merge(loops);
    return CK_OK;
}

/// Elements that pieces of a loop hold multiples of.
static int64_t alignment_of(const ck_loops *loops) {
    const int64_t length = loops->sizes[loops->rank - 1];
    return length < CK_SHORT_ROW ? 64 * length : 64;
}

/// Checks two inputs with strides, whose own lengths an output of `total` elements does not say, and merges their
/// loops.
static ck_status check_inputs(ck_context *context, const char *function, int64_t rank, const int64_t *sizes,
                              const float *a, const int64_t *a_strides, const float *b, const int64_t *b_strides,
                              ck_operand output, ck_loops *loops) {
    const int64_t total = output.count;
    ck_extent a_extent, b_extent;
    CK_TRY(ck_check_strides(context, function, "a_strides", rank, sizes, a_strides, total, &a_extent));
    CK_TRY(ck_check_strides(context, function, "b_strides", rank, sizes, b_strides, total, &b_extent));
    const ck_operand operands[] = {ck_strided_operand("a", a, a_extent, sizeof(float), CK_READ),
                                   ck_strided_operand("b", b, b_extent, sizeof(float), CK_READ), output};
    CK_TRY(ck_check_operands(context, function, operands, 3));
    if (total == 0) return CK_OK;
    *loops = ck_loops_of(rank, sizes, a_strides, b_strides);
    ck_loops_merge(loops);
    return CK_OK;
}

ck_status ck_binary_broadcast_f32(ck_context *context, ck_binary_operation operation, int64_t rank,
                                  const int64_t *sizes, const float *a, const int64_t *a_strides, const float *b,
                                  const int64_t *b_strides, float *output) {
    int64_t total;
    CK_TRY(ck_check_rank(context, __func__, rank, sizes, &total));
    if ((int)operation < 0 || operation >= CK_BINARY_COUNT) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: operation must be in 0 ..< %d, got %d", __func__,
                       (int)CK_BINARY_COUNT, (int)operation);
    }
    ck_binary_loops_call call = {
        .operation = operation, .a = a, .b = b, .output = output, .is_streamed = ck_is_streamed(total, output, NULL)};
    const ck_operand result = CK_OUTPUT(output, total);
    CK_TRY(check_inputs(context, __func__, rank, sizes, a, a_strides, b, b_strides, result, &call.loops));
    const ck_array_kernels *kernels = ck_select_array(context);
    if (total == 0) return CK_OK;
    CK_TRY(pack_inputs(context, kernels, &call.loops, &call.a, &call.b));
    ck_run_ranges(context, total, 1, alignment_of(&call.loops), kernels->grain, kernels->binary, &call);
    return CK_OK;
}

ck_status ck_compare_broadcast_f32(ck_context *context, ck_comparison comparison, int64_t rank, const int64_t *sizes,
                                   const float *a, const int64_t *a_strides, const float *b, const int64_t *b_strides,
                                   bool *output) {
    int64_t total;
    CK_TRY(ck_check_rank(context, __func__, rank, sizes, &total));
    if ((int)comparison < 0 || comparison >= CK_COMPARE_COUNT) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: comparison must be in 0 ..< %d, got %d", __func__,
                       (int)CK_COMPARE_COUNT, (int)comparison);
    }
    ck_compare_call call = {.comparison = comparison, .a = a, .b = b, .output = output};
    const ck_operand result = CK_SIZED_OUTPUT(output, total, 1);
    CK_TRY(check_inputs(context, __func__, rank, sizes, a, a_strides, b, b_strides, result, &call.loops));
    const ck_array_kernels *kernels = ck_select_array(context);
    if (total == 0) return CK_OK;
    CK_TRY(pack_inputs(context, kernels, &call.loops, &call.a, &call.b));
    ck_run_ranges(context, total, 1, 64, kernels->grain, kernels->compare, &call);
    return CK_OK;
}

ck_status ck_where_f32(ck_context *context, int64_t count, const bool *condition, const float *a, const float *b,
                       float *output) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_SIZED_INPUT(condition, total, 1), CK_INPUT(a, total), CK_INPUT(b, total),
                             CK_OUTPUT(output, total)));
    const ck_array_kernels *kernels = ck_select_array(context);
    ck_where_call call = {
        .condition = condition, .a = a, .b = b, .output = output, .is_streamed = ck_is_streamed(total, output, NULL)};
    ck_run_ranges(context, total, 1, 64, kernels->grain, kernels->where, &call);
    return CK_OK;
}
