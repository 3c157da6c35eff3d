/// The micro-kernels of convolution with few channels over vectors of any length. Before this header, define
/// - FEW_CHANNELS_TILES(one): one(rows, vectors) for each tile of results, by rising rows;
/// - FEW_CHANNELS_WEIGHT_TILES(one): one(rows, taps) for each tile of the weight gradient.
/// Tiles have about as many sums as the registers hold beside the operands.
#include "micro/few_channels.h"
#include "micro/templates/activation.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// `rows` and `vectors` are known where this is inlined, so that all sums stay in registers; the pins keep the compiler
/// from loading operands ahead until there are too few registers for them. The operand that there are fewer of is held
/// and the other one is taken from memory as it comes.
CK_INLINE void multiply_tile(const int rows, const int vectors, int64_t depth, const float *restrict weights,
                             const int32_t *restrict offsets, const float *const *sources, float *restrict results) {
    const float *restrict source[CK_FEW_CHANNELS_MOST_VECTORS];
    ck_vector sums[CK_FEW_CHANNELS_MOST_ROWS][CK_FEW_CHANNELS_MOST_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) source[v] = sources[v];
    UNROLL for (int i = 0; i < rows; i++) {
        UNROLL for (int v = 0; v < vectors; v++) sums[i][v] = vector_zero();
    }
    for (int64_t p = 0; p < depth; p++, weights += rows) {
        const int64_t offset = offsets[p];
        if (rows < vectors) {
            ck_vector weight[CK_FEW_CHANNELS_MOST_ROWS];
            UNROLL for (int i = 0; i < rows; i++) weight[i] = vector_set1(weights[i]);
            UNROLL for (int v = 0; v < vectors; v++) {
                const ck_vector value = vector_load(source[v] + offset);
                UNROLL for (int i = 0; i < rows; i++) {
                    sums[i][v] = vector_multiply_add(weight[i], value, sums[i][v]);
                    vector_pin(&sums[i][v]);
                }
            }
        } else {
            ck_vector value[CK_FEW_CHANNELS_MOST_VECTORS];
            UNROLL for (int v = 0; v < vectors; v++) value[v] = vector_load(source[v] + offset);
            UNROLL for (int i = 0; i < rows; i++) {
                const ck_vector weight = vector_set1(weights[i]);
                UNROLL for (int v = 0; v < vectors; v++) {
                    sums[i][v] = vector_multiply_add(weight, value[v], sums[i][v]);
                    vector_pin(&sums[i][v]);
                }
            }
        }
    }
    UNROLL for (int i = 0; i < rows; i++) {
        UNROLL for (int v = 0; v < vectors; v++) vector_store(results + (i * vectors + v) * CK_LANES, sums[i][v]);
    }
}

#define MULTIPLY(rows, vectors)                                                                                        \
    static void multiply_##rows(int64_t depth, const float *weights, const int32_t *offsets,                           \
                                const float *const *sources, float *results) {                                         \
        multiply_tile(rows, vectors, depth, weights, offsets, sources, results);                                       \
    }
FEW_CHANNELS_TILES(MULTIPLY)

/// As above; a vector of features is used for all taps.
CK_INLINE void accumulate_tile(const int rows, const int taps, int64_t count, const float *restrict features,
                               const float *image, const int32_t *restrict positions, const int32_t *offsets,
                               float *restrict results) {
    const float *restrict source[CK_FEW_CHANNELS_MOST_TAPS];
    ck_vector sums[CK_FEW_CHANNELS_MOST_ROWS][CK_FEW_CHANNELS_MOST_TAPS];
    UNROLL for (int t = 0; t < taps; t++) source[t] = image + offsets[t];
    UNROLL for (int i = 0; i < rows; i++) {
        UNROLL for (int t = 0; t < taps; t++) sums[i][t] = vector_load(results + (i * taps + t) * CK_LANES);
    }
    for (int64_t k = 0; k < count; k++, features += rows * CK_LANES) {
        const int64_t position = positions[k];
        ck_vector value[CK_FEW_CHANNELS_MOST_TAPS];
        UNROLL for (int t = 0; t < taps; t++) value[t] = vector_load(source[t] + position);
        UNROLL for (int i = 0; i < rows; i++) {
            const ck_vector feature = vector_load(features + i * CK_LANES);
            UNROLL for (int t = 0; t < taps; t++) {
                sums[i][t] = vector_multiply_add(feature, value[t], sums[i][t]);
                vector_pin(&sums[i][t]);
            }
        }
    }
    UNROLL for (int i = 0; i < rows; i++) {
        UNROLL for (int t = 0; t < taps; t++) vector_store(results + (i * taps + t) * CK_LANES, sums[i][t]);
    }
}

/// One loop for each number of taps up to the tile's, so that the last taps cost what they are worth.
#define ACCUMULATE(rows, most)                                                                                         \
    static void accumulate_##rows(int taps, int64_t count, const float *features, const float *image,                  \
                                  const int32_t *positions, const int32_t *offsets, float *results) {                  \
        switch (taps) {                                                                                                \
            ACCUMULATE_TAPS(rows, most, 1)                                                                             \
            ACCUMULATE_TAPS(rows, most, 2)                                                                             \
            ACCUMULATE_TAPS(rows, most, 3)                                                                             \
            ACCUMULATE_TAPS(rows, most, 4)                                                                             \
            ACCUMULATE_TAPS(rows, most, 5)                                                                             \
            ACCUMULATE_TAPS(rows, most, 6)                                                                             \
        }                                                                                                              \
    }
#define ACCUMULATE_TAPS(rows, most, taps)                                                                              \
    case taps:                                                                                                         \
        if (taps <= most) accumulate_tile(rows, taps, count, features, image, positions, offsets, results);            \
        break;
FEW_CHANNELS_WEIGHT_TILES(ACCUMULATE)

static void copy_rows(const float *from, int64_t rows, int64_t row_stride, int64_t stride, int64_t begin, int64_t end,
                      int64_t pitch, float *to) {
    const int64_t count = end - begin;
    // Pinned, or the compiler makes a call of memset of each of these short loops.
    ck_vector zero = vector_zero();
    vector_pin(&zero);
    for (int64_t row = 0; row < rows; row++, from += row_stride, to += pitch) {
        for (int64_t x = 0; x < begin; x += CK_LANES) vector_store(to + x, zero);
        float *values = to + begin;
        int64_t x = 0;
        if (stride == 1) {
            for (; x < count; x += CK_LANES) {
                vector_store(values + x, load(from + x, count - x < CK_LANES ? count - x : CK_LANES));
            }
        } else if (stride == 2) {
            for (; x < count; x++) values[x] = from[2 * x];
        } else {
            for (; x < count; x++) values[x] = from[stride * x];
        }
        for (x += begin; x < pitch; x += CK_LANES) vector_store(to + x, zero);
    }
}

/// Values first ..< first + count of a run, in order.
CK_INLINE void interleave(const ck_few_channels_finish *finish, const float *sums, int64_t first, int64_t count,
                          float *restrict line) {
    if (finish->phases == 2) {
        const float *even = sums + first / 2, *odd = even + finish->phase_stride;
        for (int64_t i = 0; i < (count + 1) / 2; i++) {
            line[2 * i] = even[i];
            line[2 * i + 1] = odd[i];
        }
    } else {
        int64_t phase = first % finish->phases, position = first / finish->phases;
        for (int64_t i = 0; i < count; i++) {
            line[i] = sums[phase * finish->phase_stride + position];
            if (++phase == finish->phases) {
                phase = 0;
                position++;
            }
        }
    }
}

CK_INLINE void write_values(const ck_few_channels_finish *finish, const float *values, ck_vector bias, int64_t count,
                            float *to) {
    if (finish->beta == 0.0f && finish->activation == CK_ACTIVATION_NONE) {
        CK_FOR_VECTORS(0, count, { store(to + i, vector_add(vector_load(values + i), bias), lanes); });
        return;
    }
    CK_FOR_VECTORS(0, count, {
        ck_vector value = vector_add(vector_load(values + i), bias);
        if (finish->beta != 0.0f) value = vector_add(value, load(to + i, lanes));
        store(to + i, activate(finish->activation, finish->negative_slope, value), lanes);
    });
}

CK_INLINE void write_interleaved(const ck_few_channels_finish *finish, const float *sums, ck_vector bias, int64_t count,
                                 float *to) {
    enum { BLOCK = 128 };
    float line[BLOCK + CK_LANES];
    for (int64_t first = 0; first < count; first += BLOCK) {
        const int64_t values = count - first < BLOCK ? count - first : BLOCK;
        interleave(finish, sums, first, values, line);
        write_values(finish, line, bias, values, to + first);
    }
}

static void write_runs(const ck_few_channels_finish *finish, int64_t rows, const float *sums, int64_t sum_stride,
                       const float *bias, const ck_few_channels_run *runs, int64_t run_count, float *to,
                       int64_t stride) {
    enum { LINE = 16 };
    const int64_t next = sum_stride * finish->phases;
    for (int64_t i = 0; i < rows; i++, sums += sum_stride, to += stride) {
        const ck_vector added = vector_set1(bias == NULL ? 0.0f : bias[i]);
        for (int64_t r = 0; r < run_count; r++) {
            if (finish->phases == 1) {
                write_values(finish, sums + runs[r].from, added, runs[r].count, to + runs[r].to);
            } else {
                write_interleaved(finish, sums + runs[r].from, added, runs[r].count, to + runs[r].to);
            }
        }
        // What the next tile will write, so that its stores need not wait for memory.
        const float *end = to + runs[run_count - 1].to + runs[run_count - 1].count;
        for (int64_t ahead = 0; ahead < next; ahead += LINE) __builtin_prefetch(end + ahead, 1);
    }
}

static void spread(const float *from, int64_t count, int64_t stride, float *to, float *sum) {
    ck_vector total = vector_load(sum);
    for (int64_t k = 0; k < count; k++) {
        const ck_vector value = vector_load(from + k * CK_LANES);
        vector_store(to + k * stride, value);
        total = vector_add(total, value);
    }
    vector_store(sum, total);
}

static float add_lanes(const float *vector) {
    return vector_sum(vector_load(vector));
}

#define TILE(rows, vectors) {rows, vectors, multiply_##rows},
static const ck_few_channels_tile tiles[] = {FEW_CHANNELS_TILES(TILE)};
#define WEIGHT_TILE(rows, taps) {rows, taps, accumulate_##rows},
static const ck_few_channels_weight_tile weight_tiles[] = {FEW_CHANNELS_WEIGHT_TILES(WEIGHT_TILE)};

CK_KERNELS_END

const ck_few_channels_kernel CK_NAMED(ck_few_channels_kernel) = {CK_LANES,
                                                                 tiles,
                                                                 sizeof tiles / sizeof *tiles,
                                                                 weight_tiles,
                                                                 sizeof weight_tiles / sizeof *weight_tiles,
                                                                 copy_rows,
                                                                 write_runs,
                                                                 spread,
                                                                 add_lanes};
