#include <inttypes.h>

#include "core/parallel.h"
#include "core/scratch.h"
#include "drivers/ranges.h"
#include "operators/array.h"

/// Checks the sizes, and counts the elements of [outer, axis, inner] and of [outer, count, inner].
static ck_status check_sizes(ck_context *context, const char *function, const ck_index_call *call, int64_t *whole,
                             int64_t *chosen) {
    const ck_size axis[] = {CK_FIELD(call, outer), CK_FIELD(call, axis), CK_FIELD(call, inner)};
    const ck_size count[] = {axis[0], CK_FIELD(call, count), axis[2]};
    CK_TRY(ck_check_sizes(context, function, whole, axis, 3));
    return ck_check_sizes(context, function, chosen, count, 3);
}

static ck_status check_indices(ck_context *context, const char *function, const ck_index_call *call, int64_t count) {
    const int64_t outside = ck_find_outside(context, call->indices, count, 0, call->axis);
    if (outside < 0) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT,
                   "%s: index %" PRId64 " is %" PRId32 ", the axis has %" PRId64 " positions", function, outside,
                   call->indices[outside], call->axis);
}

/// Neighbouring places [o, i] that one piece works on: whole cache lines, and few pieces to a row, since each goes
/// through all indices.
static int64_t places_per_piece(int64_t inner) {
    enum { MOST_PIECES = 4, LINE = 16, FEWEST = 64 };
    const int64_t places = (inner / MOST_PIECES + LINE - 1) / LINE * LINE;
    return inner == 1 ? 1 : places > FEWEST ? places : FEWEST;
}

ck_status ck_take_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, int64_t count,
                      const int32_t *indices, const float *input, float *output) {
    ck_index_call call = {outer, axis, inner, count, indices, input, output, false};
    int64_t inputs, outputs;
    CK_TRY(check_sizes(context, __func__, &call, &inputs, &outputs));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(indices, count), CK_INPUT(input, inputs), CK_OUTPUT(output, outputs)));
    CK_TRY(check_indices(context, __func__, &call, count));
    if (outputs == 0) return CK_OK;
    call.is_streamed = ck_is_streamed(outputs, output, NULL);
    const ck_array_kernels *kernels = ck_select_array(context);
    ck_run_ranges(context, outer * count, inner, inner == 1 ? 64 : 1, kernels->grain, kernels->take, &call);
    return CK_OK;
}

ck_status ck_take_add_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, int64_t count,
                          const int32_t *indices, const float *input, float *output) {
    ck_index_call call = {outer, axis, inner, count, indices, input, output, false};
    int64_t inputs, outputs;
    CK_TRY(check_sizes(context, __func__, &call, &outputs, &inputs));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(indices, count), CK_INPUT(input, inputs), CK_OUTPUT(output, outputs)));
    CK_TRY(check_indices(context, __func__, &call, count));
    const ck_array_kernels *kernels = ck_select_array(context);
    call.is_streamed = ck_is_streamed(outputs, output, NULL);
    ck_run_ranges(context, outputs, 1, 64, kernels->grain, kernels->clear, &call);
    if (inputs == 0) return CK_OK;
    ck_run_ranges(context, outer * inner, count, places_per_piece(inner), kernels->grain, kernels->take_add, &call);
    return CK_OK;
}

ck_status ck_gather_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, int64_t count,
                        const int32_t *indices, const float *input, float *output) {
    ck_index_call call = {outer, axis, inner, count, indices, input, output, false};
    int64_t inputs, outputs;
    CK_TRY(check_sizes(context, __func__, &call, &inputs, &outputs));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(indices, outputs), CK_INPUT(input, inputs), CK_OUTPUT(output, outputs)));
    CK_TRY(check_indices(context, __func__, &call, outputs));
    const ck_array_kernels *kernels = ck_select_array(context);
    ck_run_ranges(context, outputs, 1, 64, kernels->grain, kernels->gather, &call);
    return CK_OK;
}

ck_status ck_scatter_add_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, int64_t count,
                             const int32_t *indices, const float *input, float *output) {
    ck_index_call call = {outer, axis, inner, count, indices, input, output, false};
    int64_t inputs, outputs;
    CK_TRY(check_sizes(context, __func__, &call, &outputs, &inputs));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(indices, inputs), CK_INPUT(input, inputs), CK_OUTPUT(output, outputs)));
    CK_TRY(check_indices(context, __func__, &call, inputs));
    if (inputs == 0) return CK_OK;
    const ck_array_kernels *kernels = ck_select_array(context);
    ck_run_ranges(context, outer * inner, count, places_per_piece(inner), kernels->grain, kernels->scatter_add, &call);
    return CK_OK;
}

ck_status ck_cumulative_sum_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, bool reversed,
                                const float *input, float *output) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(outer), CK_SIZE(axis), CK_SIZE(inner)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_OUTPUT(output, total)));
    if (total == 0) return CK_OK;
    const ck_array_kernels *kernels = ck_select_array(context);
    ck_cumulative_sum_call call = {axis, inner, reversed, input, output};
    ck_run_ranges(context, outer * inner, axis, places_per_piece(inner), kernels->grain, kernels->cumulative_sum,
                  &call);
    return CK_OK;
}

typedef struct {
    ck_sort_call call;
    ck_sort_kernel kernel;
    int64_t places;
    int64_t places_per_piece;
    uint64_t *scratch;
} sort_job;

static void sort_piece(void *argument, int64_t index, int worker) {
    const sort_job *job = argument;
    const int64_t begin = index * job->places_per_piece, end = begin + job->places_per_piece;
    uint64_t *scratch = job->scratch + (int64_t)worker * 2 * job->call.axis;
    for (int64_t place = begin; place < end && place < job->places; place++) job->kernel(&job->call, place, scratch);
}

static ck_status sort(ck_context *context, const char *function, int64_t outer, const ck_sort_call *call) {
    const ck_size whole[] = {{"outer", outer, 0}, CK_FIELD(call, axis), CK_FIELD(call, inner)};
    const ck_size sorted[] = {whole[0], CK_FIELD(call, k), whole[2]};
    int64_t inputs, outputs;
    CK_TRY(ck_check_sizes(context, function, &inputs, whole, 3));
    CK_TRY(ck_check_sizes(context, function, &outputs, sorted, 3));
    if (call->axis > INT32_MAX) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: axis must be at most %d, got %" PRId64, function, INT32_MAX,
                       call->axis);
    }
    if (call->k > call->axis) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: k must be at most axis = %" PRId64 ", got %" PRId64, function,
                       call->axis, call->k);
    }
    const float *input = call->input;
    float *output = call->output;
    int32_t *indices = call->indices;
    const ck_operand operands[] = {CK_INPUT(input, inputs), CK_OPTIONAL_OUTPUT(output, outputs),
                                   CK_OPTIONAL_OUTPUT(indices, outputs)};
    CK_TRY(ck_check_operands(context, function, operands, 3));
    if (outputs == 0) return CK_OK;
    const ck_array_kernels *kernels = ck_select_array(context);
    sort_job job = {.call = *call, .kernel = kernels->sort, .places = outer * call->inner};
    job.places_per_piece = kernels->grain / call->axis;
    if (job.places_per_piece < 1) job.places_per_piece = 1;
    if (job.places_per_piece > job.places) job.places_per_piece = job.places;
    const int64_t pieces = ck_piece_count(job.places, job.places_per_piece);
    const int64_t items = ck_worker_count(context, pieces) * 2 * call->axis;
    job.scratch = ck_scratch_reserve(context, (size_t)items * sizeof *job.scratch);
    if (job.scratch == NULL) return CK_OUT_OF_MEMORY;
    ck_parallel_for(context, pieces, sort_piece, &job);
    return CK_OK;
}

ck_status ck_sort_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, bool descending,
                      const float *input, float *output, int32_t *indices) {
    const ck_sort_call call = {axis, inner, axis, descending, input, output, indices};
    return sort(context, __func__, outer, &call);
}

ck_status ck_top_k_f32(ck_context *context, int64_t outer, int64_t axis, int64_t inner, int64_t k, bool descending,
                       const float *input, float *output, int32_t *indices) {
    const ck_sort_call call = {axis, inner, k, descending, input, output, indices};
    return sort(context, __func__, outer, &call);
}
