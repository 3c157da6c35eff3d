/// The micro-kernels of convolution with few channels. Vectors run along the positions of a row, so that a layer with
/// one, three or eight channels fills them as well as one with hundreds.
#ifndef CK_MICRO_FEW_CHANNELS_H
#define CK_MICRO_FEW_CHANNELS_H

#include <stdint.h>

#include "ck/gemm.h"

/// Multiplies a tile: sums[i][v] = sum over p < depth of weights[p][i] * (the vector at sources[v] + offsets[p]), rows
/// and vectors of the tile's size, `sums` without gaps.
typedef void (*ck_few_channels_multiply)(int64_t depth, const float *weights, const int32_t *offsets,
                                         const float *const *sources, float *sums);

/// Adds products to the sums of a tile, each of which is a whole vector: sums[i][t] += sum over k < count of
/// features[k][i] * (the vector at image + positions[k] + offsets[t]).
typedef void (*ck_few_channels_accumulate)(int taps, int64_t count, const float *features, const float *image,
                                           const int32_t *positions, const int32_t *offsets, float *sums);

/// Size of a tile of results, and the function that multiplies it.
typedef struct {
    int rows;
    int vectors;
    ck_few_channels_multiply multiply;
} ck_few_channels_tile;

/// Rows and most taps of a tile of the weight gradient.
typedef struct {
    int rows;
    int taps;
    ck_few_channels_accumulate accumulate;
} ck_few_channels_weight_tile;

/// What happens to sums on their way to the output. Value i of a row is sums[i % phases * phase_stride + i / phases];
/// the result is activation(beta * old + value + bias).
typedef struct {
    int64_t phases;
    int64_t phase_stride;
    float beta;
    ck_activation activation;
    float negative_slope;
} ck_few_channels_finish;

/// Positions of a tile that lie side by side in the output: `count` values, from sums + from on, go to row + to.
typedef struct {
    int64_t from;
    int64_t count;
    int64_t to;
} ck_few_channels_run;

/// The largest that any tile has.
enum {
    CK_FEW_CHANNELS_MOST_ROWS = 8,
    CK_FEW_CHANNELS_MOST_VECTORS = 8,
    CK_FEW_CHANNELS_MOST_TAPS = 6,
    CK_FEW_CHANNELS_MOST_POSITIONS = 128
};

typedef struct {
    int lanes;
    /// By rising number of rows, from 1.
    const ck_few_channels_tile *tiles;
    int tile_count;
    const ck_few_channels_weight_tile *weight_tiles;
    int weight_tile_count;
    /// Copies `rows` rows, `row_stride` apart, to rows of `pitch` values: zeros up to `begin`, every `stride`-th value
    /// up to `end`, zeros. May write a vector more, so that what lies behind must be written afterwards.
    void (*copy)(const float *from, int64_t rows, int64_t row_stride, int64_t stride, int64_t begin, int64_t end,
                 int64_t pitch, float *to);
    /// Writes `rows` rows of sums, `sum_stride` floats apart, to rows that are `stride` apart. `bias`: a value for each
    /// row, or NULL.
    void (*write)(const ck_few_channels_finish *finish, int64_t rows, const float *sums, int64_t sum_stride,
                  const float *bias, const ck_few_channels_run *runs, int64_t run_count, float *to, int64_t stride);
    /// Copies `count` vectors, vector k to to + k * stride, and adds them all to the vector `sum`.
    void (*spread)(const float *from, int64_t count, int64_t stride, float *to, float *sum);
    /// The sum of the lanes of a vector.
    float (*add_lanes)(const float *vector);
} ck_few_channels_kernel;

extern const ck_few_channels_kernel ck_few_channels_kernel_generic;
extern const ck_few_channels_kernel ck_few_channels_kernel_avx2;
extern const ck_few_channels_kernel ck_few_channels_kernel_avx512;

#endif
