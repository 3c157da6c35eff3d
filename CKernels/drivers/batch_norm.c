#include "drivers/batch_norm.h"

#include <math.h>

#include "core/parallel.h"
#include "core/scratch.h"
#include "drivers/ranges.h"

/// How a tensor is cut. A block stays in the second-level cache between two passes over it; smaller tensors are cut
/// into enough blocks for some threads.
typedef struct {
    ck_batch_norm_descriptor size;
    int64_t examples_per_block;
    int64_t channels_per_block;
    int64_t blocks_of_examples;
    int64_t blocks_of_channels;
} cutting;

static int64_t clamped(int64_t value, int64_t low, int64_t high) {
    return value < low ? low : value > high ? high : value;
}

static cutting cut(const ck_batch_norm_descriptor *size) {
    enum { FEWEST = CK_GRAIN, MOST = 1 << 17, BLOCKS = 8, CHANNELS_ALIGNMENT = 64 };
    const int64_t example = size->channels * size->spatial;
    const int64_t elements = clamped(size->batch * example / BLOCKS, FEWEST, MOST);
    cutting result = {.size = *size, .channels_per_block = size->channels};
    result.examples_per_block = clamped(example > 0 ? elements / example : 1, 1, size->batch > 0 ? size->batch : 1);
    if (example > elements) {
        int64_t channels = elements / size->spatial;
        // Whole cache lines of channels where the channels of an example lie side by side.
        if (size->spatial == 1) channels = channels / CHANNELS_ALIGNMENT * CHANNELS_ALIGNMENT;
        result.channels_per_block = clamped(channels, 1, size->channels);
    }
    result.blocks_of_examples = ck_piece_count(size->batch, result.examples_per_block);
    result.blocks_of_channels = size->channels > 0 ? ck_piece_count(size->channels, result.channels_per_block) : 0;
    return result;
}

/// Scratch memory: two numbers for each channel and block of examples, and three coefficients a channel.
typedef struct {
    double *first;
    double *second;
    float *coefficients[3];
} workspace;

static size_t partial_bytes(const cutting *cuts) {
    return ck_aligned_bytes((size_t)(cuts->blocks_of_examples * cuts->size.channels) * sizeof(double));
}

size_t ck_batch_norm_scratch_bytes(const ck_batch_norm_descriptor *size) {
    const cutting cuts = cut(size);
    return 2 * partial_bytes(&cuts) + 3 * ck_aligned_bytes((size_t)size->channels * sizeof(float));
}

static workspace workspace_in(void *scratch, const cutting *cuts) {
    char *next = scratch;
    workspace work = {.first = (double *)next, .second = (double *)(next + partial_bytes(cuts))};
    next += 2 * partial_bytes(cuts);
    for (int index = 0; index < 3; index++) {
        work.coefficients[index] = (float *)next;
        next += ck_aligned_bytes((size_t)cuts->size.channels * sizeof(float));
    }
    return work;
}

/// One call of an operator.
typedef struct {
    cutting cuts;
    workspace work;
    const ck_batch_norm_kernels *kernels;
    const ck_batch_norm_training_call *training;
    const ck_batch_norm_inference_call *inference;
    const ck_batch_norm_backward_call *backward;
    ck_batch_norm_normalize_call normalize;
    ck_batch_norm_gradient_call gradient;
} run;

static ck_batch_norm_block block_at(const cutting *cuts, int64_t index) {
    const int64_t example = index / cuts->blocks_of_channels * cuts->examples_per_block;
    const int64_t channel = index % cuts->blocks_of_channels * cuts->channels_per_block;
    return (ck_batch_norm_block){.first_example = example,
                                 .examples = clamped(cuts->size.batch - example, 0, cuts->examples_per_block),
                                 .first_channel = channel,
                                 .channels = clamped(cuts->size.channels - channel, 0, cuts->channels_per_block)};
}

/// Where the sums of a block go.
static int64_t partials_of(const cutting *cuts, const ck_batch_norm_block *block) {
    return block->first_example / cuts->examples_per_block * cuts->size.channels + block->first_channel;
}

static void for_blocks(ck_context *context, run *state, ck_task task) {
    ck_parallel_for(context, state->cuts.blocks_of_examples * state->cuts.blocks_of_channels, task, state);
}

static void for_channels(ck_context *context, run *state, ck_range_kernel kernel) {
    ck_run_ranges(context, state->cuts.size.channels, state->cuts.blocks_of_examples, 16, CK_GRAIN, kernel, state);
}

static void moments_task(void *argument, int64_t index, int worker) {
    (void)worker;
    const run *state = argument;
    const ck_batch_norm_block block = block_at(&state->cuts, index);
    const int64_t at = partials_of(&state->cuts, &block);
    state->kernels->moments(&state->cuts.size, &block, state->training->input, state->work.first + at,
                            state->work.second + at);
}

static void gradient_sums_task(void *argument, int64_t index, int worker) {
    (void)worker;
    const run *state = argument;
    const ck_batch_norm_block block = block_at(&state->cuts, index);
    const int64_t at = partials_of(&state->cuts, &block);
    state->kernels->gradient_sums(state->backward, &block, state->work.first + at, state->work.second + at);
}

static void normalize_task(void *argument, int64_t index, int worker) {
    (void)worker;
    const run *state = argument;
    const ck_batch_norm_block block = block_at(&state->cuts, index);
    state->kernels->normalize(&state->normalize, &block);
}

static void input_gradient_task(void *argument, int64_t index, int worker) {
    (void)worker;
    const run *state = argument;
    const ck_batch_norm_block block = block_at(&state->cuts, index);
    state->kernels->input_gradient(&state->gradient, &block);
}

static double values_in_block(const cutting *cuts, int64_t index) {
    const int64_t left = cuts->size.batch - index * cuts->examples_per_block;
    return (double)(clamped(left, 0, cuts->examples_per_block) * cuts->size.spatial);
}

/// The moments of whole channels from those of the blocks (Chan, Golub and LeVeque 1983).
static void finish_training(const void *argument, int64_t begin, int64_t end) {
    const run *state = argument;
    const ck_batch_norm_training_call *call = state->training;
    const int64_t channels = call->size.channels;
    const double count = (double)(call->size.batch * call->size.spatial), momentum = call->momentum;
    for (int64_t c = begin; c < end; c++) {
        double sum = 0.0, squares = 0.0;
        for (int64_t block = 0; block < state->cuts.blocks_of_examples; block++) {
            sum += values_in_block(&state->cuts, block) * state->work.first[block * channels + c];
        }
        // An infinite value may already have met one of the other sign: where it stands must not decide.
        const double mean = isfinite(sum) ? sum / count : NAN;
        for (int64_t block = 0; block < state->cuts.blocks_of_examples; block++) {
            const double distance = state->work.first[block * channels + c] - mean;
            squares +=
                state->work.second[block * channels + c] + values_in_block(&state->cuts, block) * distance * distance;
        }
        const double inverse_deviation = 1.0 / sqrt(squares / count + call->size.epsilon);
        state->work.coefficients[0][c] = (float)(call->scale[c] * inverse_deviation);
        call->mean[c] = (float)mean;
        call->inverse_deviation[c] = (float)inverse_deviation;
        if (call->running_mean == NULL) continue;
        call->running_mean[c] = (float)((1.0 - momentum) * call->running_mean[c] + momentum * mean);
        call->running_variance[c] =
            (float)((1.0 - momentum) * call->running_variance[c] + momentum * squares / (count - 1.0));
    }
}

static void finish_inference(const void *argument, int64_t begin, int64_t end) {
    const run *state = argument;
    const ck_batch_norm_inference_call *call = state->inference;
    for (int64_t c = begin; c < end; c++) {
        const double deviation = sqrt((double)call->running_variance[c] + call->size.epsilon);
        state->work.coefficients[0][c] = (float)(call->scale[c] / deviation);
    }
}

static void finish_sums(const void *argument, int64_t begin, int64_t end) {
    const run *state = argument;
    const ck_batch_norm_backward_call *call = state->backward;
    const int64_t channels = call->size.channels;
    const double count = (double)(call->size.batch * call->size.spatial);
    for (int64_t c = begin; c < end; c++) {
        double sum = 0.0, dot = 0.0;
        for (int64_t block = 0; block < state->cuts.blocks_of_examples; block++) {
            sum += state->work.first[block * channels + c];
            dot += state->work.second[block * channels + c];
        }
        const double inverse_deviation = call->inverse_deviation[c];
        dot *= inverse_deviation;
        call->scale_gradient[c] = (float)dot;
        call->offset_gradient[c] = (float)sum;
        state->work.coefficients[0][c] = (float)(sum / count);
        state->work.coefficients[1][c] = (float)(dot * inverse_deviation / count);
        state->work.coefficients[2][c] = (float)(call->scale[c] * inverse_deviation);
    }
}

static run start(const ck_batch_norm_kernels *kernels, const ck_batch_norm_descriptor *size, void *scratch) {
    run state = {.cuts = cut(size), .kernels = kernels};
    state.work = workspace_in(scratch, &state.cuts);
    return state;
}

static int64_t element_count(const ck_batch_norm_descriptor *size) {
    return size->batch * size->channels * size->spatial;
}

/// What normalises every element, once the channels' factors are known.
static ck_batch_norm_normalize_call normalize_call(const run *state, const ck_batch_norm_descriptor *size,
                                                   const float *input, const float *mean, const float *offset,
                                                   float *output) {
    return (ck_batch_norm_normalize_call){.size = *size,
                                          .input = input,
                                          .mean = mean,
                                          .factor = state->work.coefficients[0],
                                          .offset = offset,
                                          .output = output,
                                          .is_streamed = ck_is_streamed(element_count(size), output, input)};
}

void ck_run_batch_norm_training(ck_context *context, const ck_batch_norm_kernels *kernels,
                                const ck_batch_norm_training_call *call, void *scratch) {
    run state = start(kernels, &call->size, scratch);
    state.training = call;
    state.normalize = normalize_call(&state, &call->size, call->input, call->mean, call->offset, call->output);
    for_blocks(context, &state, moments_task);
    for_channels(context, &state, finish_training);
    for_blocks(context, &state, normalize_task);
}

void ck_run_batch_norm_inference(ck_context *context, const ck_batch_norm_kernels *kernels,
                                 const ck_batch_norm_inference_call *call, void *scratch) {
    run state = start(kernels, &call->size, scratch);
    state.inference = call;
    state.normalize = normalize_call(&state, &call->size, call->input, call->running_mean, call->offset, call->output);
    for_channels(context, &state, finish_inference);
    for_blocks(context, &state, normalize_task);
}

void ck_run_batch_norm_backward(ck_context *context, const ck_batch_norm_kernels *kernels,
                                const ck_batch_norm_backward_call *call, void *scratch) {
    run state = start(kernels, &call->size, scratch);
    state.backward = call;
    state.gradient = (ck_batch_norm_gradient_call){
        .size = call->size,
        .input = call->input,
        .output_gradient = call->output_gradient,
        .mean = call->mean,
        .mean_gradient = state.work.coefficients[0],
        .slope = state.work.coefficients[1],
        .factor = state.work.coefficients[2],
        .input_gradient = call->input_gradient,
        .is_streamed = ck_is_streamed(element_count(&call->size), call->input_gradient, call->output_gradient) &&
                       call->input_gradient != call->input};
    for_blocks(context, &state, gradient_sums_task);
    for_channels(context, &state, finish_sums);
    for_blocks(context, &state, input_gradient_task);
}
