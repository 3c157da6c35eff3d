/// Transposition in squares of registers: a square's rows are read, turned, and written as whole vectors.
#ifndef CK_MICRO_TEMPLATES_TRANSPOSITION_H
#define CK_MICRO_TEMPLATES_TRANSPOSITION_H

#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// Columns of the input that are transposed together: some cache lines of each row, since each row may lie in a page of
/// its own. Rows are taken as many at a time as fill a cache line of the output.
enum { STRIP = 64, LINE = 16 };

CK_INLINE int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/// output[j, i] = input[i, j] for `rows` x `columns` values, at most a vector each way.
CK_INLINE void transpose_square(const float *input, int64_t input_stride, int64_t rows, int64_t columns, float *output,
                                int64_t output_stride, bool streams) {
    ck_vector values[CK_LANES];
    for (int64_t i = 0; i < CK_LANES; i++) {
        values[i] = i < rows ? load(input + i * input_stride, columns) : vector_zero();
    }
    vectors_transpose(values);
    for (int64_t j = 0; j < CK_LANES; j++) {
        if (j < columns) store_output(output + j * output_stride, values[j], rows, streams);
    }
}

/// `width` columns of a matrix of `rows` rows: at most a strip. output[j, i] = input[i, j].
CK_INLINE void transpose_strip(const float *input, int64_t input_stride, int64_t rows, int64_t width, float *output,
                               int64_t output_stride, bool streams) {
    int64_t row = 0;
    if (width == STRIP) {
        for (; row + LINE <= rows; row += LINE) {
            for (int64_t i = row + LINE; i < smaller(row + 2 * LINE, rows); i++) {
                for (int64_t j = 0; j < STRIP; j += LINE) __builtin_prefetch(input + i * input_stride + j);
            }
            // The parts of an output's line are written one after the other, as streaming needs.
            for (int64_t j = 0; j < STRIP; j += CK_LANES) {
                for (int64_t i = row; i < row + LINE; i += CK_LANES) {
                    transpose_square(input + i * input_stride + j, input_stride, CK_LANES, CK_LANES,
                                     output + j * output_stride + i, output_stride, streams);
                }
            }
        }
    }
    for (; row < rows; row += CK_LANES) {
        for (int64_t j = 0; j < width; j += CK_LANES) {
            transpose_square(input + row * input_stride + j, input_stride, smaller(CK_LANES, rows - row),
                             smaller(CK_LANES, width - j), output + j * output_stride + row, output_stride, false);
        }
    }
}

CK_KERNELS_END

#endif
