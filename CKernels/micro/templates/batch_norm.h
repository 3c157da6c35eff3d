/// Batch normalisation. Where a channel's values of one example are contiguous (spatial > 1), channel by channel over
/// rows; where the channels are (spatial = 1), a vector of channels at a time over columns.
///
/// Variances take two passes: the second sums (x - mean) as well as its square, which corrects the rounding of the
/// mean (Chan, Golub and LeVeque 1983).
#include "micro/batch_norm.h"

#include <math.h>
#include <stddef.h>

#include "micro/templates/rows.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// Adds up over the batch what the expression makes of the vectors at `at` of a column; see CK_SUM_OF_TERMS.
#define SUM_OF_COLUMN(result, batch, channels, ...)                                                                    \
    do {                                                                                                               \
        enum { EXAMPLES_PER_RUN = 128 };                                                                               \
        ck_vector total_ = vector_zero();                                                                              \
        for (int64_t n_ = 0; n_ < (batch);) {                                                                          \
            const int64_t stop_ = (batch) - n_ < EXAMPLES_PER_RUN ? (batch) : n_ + EXAMPLES_PER_RUN;                   \
            ck_vector run_ = vector_zero();                                                                            \
            for (; n_ < stop_; n_++) {                                                                                 \
                const int64_t at = n_ * (channels);                                                                    \
                run_ = vector_add(run_, (__VA_ARGS__));                                                                \
            }                                                                                                          \
            total_ = vector_add(total_, run_);                                                                         \
        }                                                                                                              \
        result = total_;                                                                                               \
    } while (0)

/// x - mean, and 0 in the lanes behind the end.
CK_INLINE ck_vector centered(const float *x, ck_vector mean, int64_t lanes) {
    return fill_lanes(vector_subtract(load(x, lanes), mean), lanes, 0.0f);
}

/// (x - mean) * factor + offset.
CK_INLINE ck_vector normalized(ck_vector x, ck_vector mean, ck_vector factor, ck_vector offset) {
    return vector_multiply_add(vector_subtract(x, mean), factor, offset);
}

CK_INLINE const float *row_of(const float *data, const ck_batch_norm_descriptor *size, int64_t n, int64_t channel) {
    return data + (n * size->channels + channel) * size->spatial;
}

CK_INLINE void normalize_rows(const ck_batch_norm_descriptor *size, int64_t channel, const float *input, float mean,
                              float factor, float offset, float *output) {
    const ck_vector means = vector_set1(mean), factors = vector_set1(factor), offsets = vector_set1(offset);
    for (int64_t n = 0; n < size->batch; n++) {
        const float *from = row_of(input, size, n, channel);
        float *to = output + (from - input);
        CK_FOR_VECTORS(0, size->spatial,
                       { store(to + i, normalized(load(from + i, lanes), means, factors, offsets), lanes); });
    }
}

CK_INLINE void normalize_columns(const ck_batch_norm_descriptor *size, const float *input, ck_vector mean,
                                 ck_vector factor, ck_vector offset, float *output, int64_t lanes) {
    for (int64_t n = 0; n < size->batch; n++) {
        const int64_t at = n * size->channels;
        store(output + at, normalized(load(input + at, lanes), mean, factor, offset), lanes);
    }
}

static void train_channel(const ck_batch_norm_training_call *call, int64_t c) {
    const ck_batch_norm_descriptor *size = &call->size;
    const double count = (double)(size->batch * size->spatial);
    double sum = 0.0, rest = 0.0, squares = 0.0;
    for (int64_t n = 0; n < size->batch; n++) sum += row_sum(row_of(call->input, size, n, c), size->spatial);
    const ck_vector guess = vector_set1((float)(sum / count));
    for (int64_t n = 0; n < size->batch; n++) {
        const float *row = row_of(call->input, size, n, c);
        float row_rest, row_squares;
        CK_SUM_OF_TERMS(row_rest, size->spatial, centered(row + i, guess, lanes));
        CK_SUM_OF_TERMS(row_squares, size->spatial, squared(centered(row + i, guess, lanes)));
        rest += row_rest;
        squares += row_squares;
    }
    const double mean = (double)(float)(sum / count) + rest / count;
    const double centered_squares = squares - rest * rest / count;
    const double inverse_deviation = 1.0 / sqrt(centered_squares / count + size->epsilon);
    normalize_rows(size, c, call->input, (float)mean, (float)(call->scale[c] * inverse_deviation), call->offset[c],
                   call->output);
    call->mean[c] = (float)mean;
    call->inverse_deviation[c] = (float)inverse_deviation;
    if (call->running_mean == NULL) return;
    const double momentum = call->momentum;
    call->running_mean[c] = (float)((1.0 - momentum) * call->running_mean[c] + momentum * mean);
    call->running_variance[c] =
        (float)((1.0 - momentum) * call->running_variance[c] + momentum * centered_squares / (count - 1.0));
}

/// running = (1 - momentum) * running + momentum * batch.
CK_INLINE void move_running(float *running, ck_vector batch, float momentum, int64_t lanes) {
    ck_vector kept = vector_multiply(vector_set1(1.0f - momentum), load(running, lanes));
    store(running, vector_multiply_add(vector_set1(momentum), batch, kept), lanes);
}

static void train_columns(const ck_batch_norm_training_call *call, int64_t c, int64_t lanes) {
    const ck_batch_norm_descriptor *size = &call->size;
    const float *input = call->input + c;
    const ck_vector count = vector_set1((float)size->batch);
    ck_vector sum, rest, squares;
    SUM_OF_COLUMN(sum, size->batch, size->channels, load(input + at, lanes));
    ck_vector mean = vector_divide(sum, count);
    SUM_OF_COLUMN(rest, size->batch, size->channels, vector_subtract(load(input + at, lanes), mean));
    SUM_OF_COLUMN(squares, size->batch, size->channels, squared(vector_subtract(load(input + at, lanes), mean)));
    const ck_vector correction = vector_divide(rest, count);
    const ck_vector centered_squares = vector_negative_multiply_add(rest, correction, squares);
    mean = vector_add(mean, correction);
    const ck_vector variance = vector_divide(centered_squares, count);
    const ck_vector deviation = vector_square_root(vector_add(variance, vector_set1(size->epsilon)));
    const ck_vector inverse_deviation = vector_divide(vector_set1(1.0f), deviation);
    normalize_columns(size, input, mean, vector_multiply(load(call->scale + c, lanes), inverse_deviation),
                      load(call->offset + c, lanes), call->output + c, lanes);
    store(call->mean + c, mean, lanes);
    store(call->inverse_deviation + c, inverse_deviation, lanes);
    if (call->running_mean == NULL) return;
    move_running(call->running_mean + c, mean, call->momentum, lanes);
    const ck_vector unbiased = vector_divide(centered_squares, vector_set1((float)(size->batch - 1)));
    move_running(call->running_variance + c, unbiased, call->momentum, lanes);
}

static void forward_training(const void *argument, int64_t begin, int64_t end) {
    const ck_batch_norm_training_call *call = argument;
    if (call->size.spatial == 1) {
        CK_FOR_VECTORS(begin, end, { train_columns(call, i, lanes); });
    } else {
        for (int64_t c = begin; c < end; c++) train_channel(call, c);
    }
}

static void infer_columns(const ck_batch_norm_inference_call *call, int64_t c, int64_t lanes) {
    const ck_vector epsilon = vector_set1(call->size.epsilon);
    const ck_vector deviation = vector_square_root(vector_add(load(call->running_variance + c, lanes), epsilon));
    normalize_columns(&call->size, call->input + c, load(call->running_mean + c, lanes),
                      vector_divide(load(call->scale + c, lanes), deviation), load(call->offset + c, lanes),
                      call->output + c, lanes);
}

static void forward_inference(const void *argument, int64_t begin, int64_t end) {
    const ck_batch_norm_inference_call *call = argument;
    if (call->size.spatial == 1) {
        CK_FOR_VECTORS(begin, end, { infer_columns(call, i, lanes); });
        return;
    }
    for (int64_t c = begin; c < end; c++) {
        const double deviation = sqrt((double)call->running_variance[c] + call->size.epsilon);
        normalize_rows(&call->size, c, call->input, call->running_mean[c], (float)(call->scale[c] / deviation),
                       call->offset[c], call->output);
    }
}

/// factor * ((gradient - mean_gradient) - (x - mean) * slope).
CK_INLINE ck_vector input_gradient_of(ck_vector x, ck_vector gradient, ck_vector mean, ck_vector mean_gradient,
                                      ck_vector slope, ck_vector factor) {
    ck_vector remaining = vector_subtract(gradient, mean_gradient);
    return vector_multiply(factor, vector_negative_multiply_add(vector_subtract(x, mean), slope, remaining));
}

static void backward_channel(const ck_batch_norm_backward_call *call, int64_t c) {
    const ck_batch_norm_descriptor *size = &call->size;
    const double count = (double)(size->batch * size->spatial), inverse_deviation = call->inverse_deviation[c];
    const ck_vector mean = vector_set1(call->mean[c]);
    double sum = 0.0, dot = 0.0;
    for (int64_t n = 0; n < size->batch; n++) {
        const float *row = row_of(call->input, size, n, c), *gradient = row_of(call->output_gradient, size, n, c);
        float row_dot;
        CK_SUM_OF_TERMS(row_dot, size->spatial,
                        vector_multiply(load(gradient + i, lanes), vector_subtract(load(row + i, lanes), mean)));
        sum += row_sum(gradient, size->spatial);
        dot += row_dot;
    }
    dot *= inverse_deviation;
    call->scale_gradient[c] = (float)dot;
    call->offset_gradient[c] = (float)sum;
    const ck_vector mean_gradient = vector_set1((float)(sum / count));
    const ck_vector slope = vector_set1((float)(dot * inverse_deviation / count));
    const ck_vector factor = vector_set1((float)(call->scale[c] * inverse_deviation));
    for (int64_t n = 0; n < size->batch; n++) {
        const float *row = row_of(call->input, size, n, c), *gradient = row_of(call->output_gradient, size, n, c);
        float *to = call->input_gradient + (row - call->input);
        CK_FOR_VECTORS(0, size->spatial, {
            store(
                to + i,
                input_gradient_of(load(row + i, lanes), load(gradient + i, lanes), mean, mean_gradient, slope, factor),
                lanes);
        });
    }
}

static void backward_columns(const ck_batch_norm_backward_call *call, int64_t c, int64_t lanes) {
    const ck_batch_norm_descriptor *size = &call->size;
    const float *input = call->input + c, *gradient = call->output_gradient + c;
    const ck_vector count = vector_set1((float)size->batch), mean = load(call->mean + c, lanes);
    const ck_vector inverse_deviation = load(call->inverse_deviation + c, lanes);
    ck_vector sum, dot;
    SUM_OF_COLUMN(sum, size->batch, size->channels, load(gradient + at, lanes));
    SUM_OF_COLUMN(dot, size->batch, size->channels,
                  vector_multiply(load(gradient + at, lanes), vector_subtract(load(input + at, lanes), mean)));
    dot = vector_multiply(dot, inverse_deviation);
    store(call->scale_gradient + c, dot, lanes);
    store(call->offset_gradient + c, sum, lanes);
    const ck_vector mean_gradient = vector_divide(sum, count);
    const ck_vector slope = vector_divide(vector_multiply(dot, inverse_deviation), count);
    const ck_vector factor = vector_multiply(load(call->scale + c, lanes), inverse_deviation);
    for (int64_t n = 0; n < size->batch; n++) {
        const int64_t at = n * size->channels;
        store(
            call->input_gradient + c + at,
            input_gradient_of(load(input + at, lanes), load(gradient + at, lanes), mean, mean_gradient, slope, factor),
            lanes);
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_batch_norm_backward_call *call = argument;
    if (call->size.spatial == 1) {
        CK_FOR_VECTORS(begin, end, { backward_columns(call, i, lanes); });
    } else {
        for (int64_t c = begin; c < end; c++) backward_channel(call, c);
    }
}

CK_KERNELS_END

const ck_batch_norm_kernels CK_NAMED(ck_batch_norm) = {
    .grain = CK_GRAIN,
    .forward_training = forward_training,
    .forward_inference = forward_inference,
    .backward = backward,
};
