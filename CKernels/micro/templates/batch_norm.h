/// Batch normalisation of a block. Where a channel's values of one example are contiguous (spatial > 1) a vector holds
/// neighbouring positions of a channel; where the channels are (spatial = 1), neighbouring channels.
///
/// Moments take one pass: what is summed is the distance from a guess of the mean, made from the block's first values,
/// and its square (Chan, Golub and LeVeque 1983). So a mean that is large beside the deviation costs no accuracy.
#include "micro/batch_norm.h"

#include <stddef.h>
#include <string.h>

#include "micro/templates/rows.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// Values of a channel that are added up in fp32 before they go to a sum in double.
enum { VALUES_PER_RUN = 4096 };

/// Two sums over a block's values of a channel: a = sum of a term, b = sum of another. The terms see the place `at` of
/// a vector and its `lanes`; those behind the end must be 0.
#define SUMS_OF_CHANNEL(size, block, channel, a, b, term_a, term_b)                                                    \
    do {                                                                                                               \
        const int64_t spatial_ = (size)->spatial, step_ = (size)->channels * spatial_;                                 \
        const int64_t rows_ = spatial_ < VALUES_PER_RUN ? VALUES_PER_RUN / spatial_ : 1;                               \
        int64_t row_ = ((block)->first_example * (size)->channels + (channel)) * spatial_;                             \
        a = b = 0.0;                                                                                                   \
        for (int64_t n_ = 0; n_ < (block)->examples;) {                                                                \
            const int64_t stop_ = (block)->examples - n_ < rows_ ? (block)->examples : n_ + rows_;                     \
            ck_vector a_[ACCUMULATORS], b_[ACCUMULATORS];                                                              \
            for (int s_ = 0; s_ < ACCUMULATORS; s_++) a_[s_] = b_[s_] = vector_zero();                                 \
            for (; n_ < stop_; n_++, row_ += step_) {                                                                  \
                int64_t at = row_;                                                                                     \
                const int64_t end_ = row_ + spatial_;                                                                  \
                while (at + ACCUMULATORS * CK_LANES <= end_) {                                                         \
                    for (int s_ = 0; s_ < ACCUMULATORS; s_++, at += CK_LANES) {                                        \
                        const int64_t lanes = CK_LANES;                                                                \
                        a_[s_] = vector_add(a_[s_], (term_a));                                                         \
                        b_[s_] = vector_add(b_[s_], (term_b));                                                         \
                    }                                                                                                  \
                }                                                                                                      \
                for (; at + CK_LANES <= end_; at += CK_LANES) {                                                        \
                    const int64_t lanes = CK_LANES;                                                                    \
                    a_[0] = vector_add(a_[0], (term_a));                                                               \
                    b_[0] = vector_add(b_[0], (term_b));                                                               \
                }                                                                                                      \
                if (at < end_) {                                                                                       \
                    const int64_t lanes = end_ - at;                                                                   \
                    a_[1] = vector_add(a_[1], (term_a));                                                               \
                    b_[1] = vector_add(b_[1], (term_b));                                                               \
                }                                                                                                      \
            }                                                                                                          \
            a += (double)vector_sum(vector_add(vector_add(a_[0], a_[1]), vector_add(a_[2], a_[3])));                   \
            b += (double)vector_sum(vector_add(vector_add(b_[0], b_[1]), vector_add(b_[2], b_[3])));                   \
        }                                                                                                              \
    } while (0)

/// x - mean, and 0 in the lanes behind the end.
CK_INLINE ck_vector centered(const float *x, ck_vector mean, int64_t lanes) {
    return fill_lanes(vector_subtract(load(x, lanes), mean), lanes, 0.0f);
}

CK_INLINE void channel_moments(const ck_batch_norm_descriptor *size, const ck_batch_norm_block *block,
                               const float *input, int64_t channel, double *mean, double *squares) {
    enum { VALUES_OF_GUESS = 256 };
    const double count = (double)(block->examples * size->spatial);
    const float *first = input + (block->first_example * size->channels + channel) * size->spatial;
    const int64_t few = size->spatial < VALUES_OF_GUESS ? size->spatial : VALUES_OF_GUESS;
    const float guess = row_sum(first, few) / (float)few;
    const ck_vector guesses = vector_set1(guess);
    double rest, around_guess;
    SUMS_OF_CHANNEL(size, block, channel, rest, around_guess, centered(input + at, guesses, lanes),
                    squared(centered(input + at, guesses, lanes)));
    *mean = (double)guess + rest / count;
    *squares = around_guess - rest * rest / count;
}

/// Channels whose sums are held at once: examples are read in order, as the CPU fetches ahead.
enum { MOST_CHANNELS = 1024 };

/// Two sums over a block's examples for each of `width` neighbouring channels from `c` on. The terms see the place `at`
/// of a vector, its `lanes`, and the number i of its first channel.
#define SUMS_OF_COLUMNS(size, block, c, width, a, b, term_a, term_b)                                                   \
    do {                                                                                                               \
        enum { EXAMPLES_PER_RUN = 128 };                                                                               \
        for (int64_t k_ = 0; k_ < (width); k_++) (a)[k_] = (b)[k_] = 0.0;                                              \
        for (int64_t n_ = 0; n_ < (block)->examples;) {                                                                \
            const int64_t left_ = (block)->examples - n_;                                                              \
            const int64_t stop_ = left_ < EXAMPLES_PER_RUN ? n_ + left_ : n_ + EXAMPLES_PER_RUN;                       \
            float a_[MOST_CHANNELS + CK_LANES], b_[MOST_CHANNELS + CK_LANES];                                          \
            memset(a_, 0, (size_t)((width) + CK_LANES) * sizeof *a_);                                                  \
            memset(b_, 0, (size_t)((width) + CK_LANES) * sizeof *b_);                                                  \
            for (; n_ < stop_; n_++) {                                                                                 \
                const int64_t row_ = ((block)->first_example + n_) * (size)->channels + (c);                           \
                CK_FOR_VECTORS(0, width, {                                                                             \
                    const int64_t at = row_ + i;                                                                       \
                    vector_store(a_ + i, vector_add(vector_load(a_ + i), (term_a)));                                   \
                    vector_store(b_ + i, vector_add(vector_load(b_ + i), (term_b)));                                   \
                });                                                                                                    \
            }                                                                                                          \
            for (int64_t k_ = 0; k_ < (width); k_++) {                                                                 \
                (a)[k_] += (double)a_[k_];                                                                             \
                (b)[k_] += (double)b_[k_];                                                                             \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)

CK_INLINE void column_moments(const ck_batch_norm_descriptor *size, const ck_batch_norm_block *block,
                              const float *input, int64_t c, int64_t width, double *means, double *squares) {
    enum { EXAMPLES_OF_GUESS = 8 };
    const double portion = 1.0 / (double)block->examples;
    const int64_t few = block->examples < EXAMPLES_OF_GUESS ? block->examples : EXAMPLES_OF_GUESS;
    float guesses[MOST_CHANNELS + CK_LANES];
    CK_FOR_VECTORS(0, width, {
        ck_vector sum = vector_zero();
        for (int64_t n = 0; n < few; n++) {
            sum = vector_add(sum, load(input + (block->first_example + n) * size->channels + c + i, lanes));
        }
        vector_store(guesses + i, vector_multiply(sum, vector_set1(1.0f / (float)few)));
    });
    SUMS_OF_COLUMNS(size, block, c, width, means, squares,
                    vector_subtract(load(input + at, lanes), vector_load(guesses + i)),
                    squared(vector_subtract(load(input + at, lanes), vector_load(guesses + i))));
    for (int64_t k = 0; k < width; k++) {
        const double rest = means[k];
        means[k] = (double)guesses[k] + rest * portion;
        squares[k] -= rest * rest * portion;
    }
}

CK_INLINE int64_t columns_at_once(int64_t left) {
    return left < MOST_CHANNELS ? left : MOST_CHANNELS;
}

static void moments(const ck_batch_norm_descriptor *size, const ck_batch_norm_block *block, const float *input,
                    double *means, double *squares) {
    const int64_t first = block->first_channel, end = first + block->channels;
    if (size->spatial == 1) {
        for (int64_t c = first; c < end; c += MOST_CHANNELS) {
            column_moments(size, block, input, c, columns_at_once(end - c), means + c - first, squares + c - first);
        }
        return;
    }
    for (int64_t c = first; c < end; c++) {
        channel_moments(size, block, input, c, means + c - first, squares + c - first);
    }
}

static void gradient_sums(const ck_batch_norm_backward_call *call, const ck_batch_norm_block *block, double *sums,
                          double *dots) {
    const int64_t first = block->first_channel, end = first + block->channels;
    const float *input = call->input, *gradient = call->output_gradient;
    if (call->size.spatial == 1) {
        for (int64_t c = first; c < end; c += MOST_CHANNELS) {
            const int64_t width = columns_at_once(end - c);
            SUMS_OF_COLUMNS(&call->size, block, c, width, sums + c - first, dots + c - first,
                            load(gradient + at, lanes),
                            vector_multiply(load(gradient + at, lanes),
                                            vector_subtract(load(input + at, lanes), load(call->mean + c + i, lanes))));
        }
        return;
    }
    for (int64_t c = first; c < end; c++) {
        const ck_vector mean = vector_set1(call->mean[c]);
        SUMS_OF_CHANNEL(&call->size, block, c, sums[c - first], dots[c - first], load(gradient + at, lanes),
                        vector_multiply(load(gradient + at, lanes), centered(input + at, mean, lanes)));
    }
}

/// Runs the statements for each vector of a block of examples and channels, with its place `at`, its `lanes`, and the
/// channel `c` that all lanes share, or that of the first lane if spatial is 1.
#define FOR_BLOCK(size, block, prepare, ...)                                                                           \
    do {                                                                                                               \
        const int64_t first_ = (block)->first_channel, past_ = first_ + (block)->channels;                             \
        for (int64_t n_ = 0; n_ < (block)->examples; n_++) {                                                           \
            const int64_t example_ = ((block)->first_example + n_) * (size)->channels;                                 \
            if ((size)->spatial == 1) {                                                                                \
                CK_FOR_VECTORS(first_, past_, {                                                                        \
                    const int64_t at = example_ + i;                                                                   \
                    prepare(i, load, lanes);                                                                           \
                    __VA_ARGS__                                                                                        \
                });                                                                                                    \
                continue;                                                                                              \
            }                                                                                                          \
            for (int64_t c_ = first_; c_ < past_; c_++) {                                                              \
                const int64_t row_ = (example_ + c_) * (size)->spatial;                                                \
                prepare(c_, repeated, 0);                                                                              \
                CK_FOR_VECTORS(0, (size)->spatial, {                                                                   \
                    const int64_t at = row_ + i;                                                                       \
                    __VA_ARGS__                                                                                        \
                });                                                                                                    \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)

CK_INLINE ck_vector repeated(const float *value, int64_t lanes) {
    (void)lanes;
    return vector_set1(*value);
}

/// Whether vectors of a block may be streamed: all must begin at a multiple of their size.
CK_INLINE bool can_stream_blocks(const ck_batch_norm_descriptor *size, bool is_streamed, const float *to) {
    return (size->spatial == 1 ? size->channels : size->spatial) % CK_LANES == 0 && can_stream(is_streamed, to);
}

static void normalize(const ck_batch_norm_normalize_call *call, const ck_batch_norm_block *block) {
    const bool streams = can_stream_blocks(&call->size, call->is_streamed, call->output);
#define PREPARE(c, get, lanes)                                                                                         \
    const ck_vector mean = get(call->mean + c, lanes), factor = get(call->factor + c, lanes);                          \
    const ck_vector offset = get(call->offset + c, lanes)
    FOR_BLOCK(&call->size, block, PREPARE, {
        const ck_vector x = vector_subtract(load(call->input + at, lanes), mean);
        store_output(call->output + at, vector_multiply_add(x, factor, offset), lanes, streams);
    });
#undef PREPARE
}

static void input_gradient(const ck_batch_norm_gradient_call *call, const ck_batch_norm_block *block) {
    const bool streams = can_stream_blocks(&call->size, call->is_streamed, call->input_gradient);
#define PREPARE(c, get, lanes)                                                                                         \
    const ck_vector mean = get(call->mean + c, lanes), mean_gradient = get(call->mean_gradient + c, lanes);            \
    const ck_vector slope = get(call->slope + c, lanes), factor = get(call->factor + c, lanes)
    FOR_BLOCK(&call->size, block, PREPARE, {
        const ck_vector x = vector_subtract(load(call->input + at, lanes), mean);
        const ck_vector gradient = vector_subtract(load(call->output_gradient + at, lanes), mean_gradient);
        const ck_vector remaining = vector_negative_multiply_add(x, slope, gradient);
        store_output(call->input_gradient + at, vector_multiply(factor, remaining), lanes, streams);
    });
#undef PREPARE
}

CK_KERNELS_END

const ck_batch_norm_kernels CK_NAMED(ck_batch_norm) = {
    .moments = moments,
    .gradient_sums = gradient_sums,
    .normalize = normalize,
    .input_gradient = input_gradient,
};
