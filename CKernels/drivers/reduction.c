#include "drivers/reduction.h"

#include "drivers/ranges.h"

/// Positions of the axis in one block: a grain's worth of elements, but not so few that the blocks' results are many.
static int64_t block_length(const ck_reduction_kernels *kernels, const ck_reduce_descriptor *size) {
    enum { FEWEST = 256 };
    int64_t length = kernels->grain / (size->inner > 0 ? size->inner : 1);
    if (length < FEWEST) length = FEWEST;
    if (length > size->axis) length = size->axis;
    return length > 0 ? length : 1;
}

static int64_t block_count(const ck_reduction_kernels *kernels, const ck_reduce_descriptor *size) {
    int64_t length = block_length(kernels, size);
    return size->axis <= length ? 1 : size->axis / length + (size->axis % length != 0);
}

size_t ck_reduce_scratch_bytes(const ck_reduction_kernels *kernels, const ck_reduce_descriptor *size) {
    int64_t blocks = block_count(kernels, size);
    return blocks <= 1 ? 0 : (size_t)(size->outer * blocks * size->inner) * sizeof(float);
}

void ck_run_reduce(ck_context *context, const ck_reduction_kernels *kernels, ck_reduce_operation operation,
                   const ck_reduce_descriptor *size, const float *input, float beta, float *output, float *scratch) {
    const int64_t outputs = size->outer * size->inner;
    // Whole cache lines of rows' results, or as many neighbouring columns as a kernel reduces together.
    const int64_t alignment = size->inner == 1 ? 16 : 1024;
    ck_reduce_call call = {.operation = operation,
                           .axis = size->axis,
                           .inner = size->inner,
                           .blocks = block_count(kernels, size),
                           .block_length = block_length(kernels, size),
                           .input = input};
    if (call.blocks > 1) {
        call.output = scratch;
        ck_run_ranges(context, outputs * call.blocks, call.block_length, alignment, kernels->grain, kernels->reduce,
                      &call);
        if (operation == CK_REDUCE_SUM_OF_SQUARES) call.operation = CK_REDUCE_SUM;
        call.axis = call.block_length = call.blocks;
        call.blocks = 1;
        call.input = scratch;
    }
    call.beta = beta;
    call.output = output;
    ck_run_ranges(context, outputs, call.block_length, alignment, kernels->grain, kernels->reduce, &call);
}
