/// Transposition in squares of registers: a square's rows are read, turned, and written as whole vectors.
#include "micro/layout.h"

#include <string.h>

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

/// `width` columns of a matrix of `rows` rows: at most a strip.
CK_INLINE void transpose_strip(const float *input, int64_t rows, int64_t columns, int64_t width, float *output,
                               bool streams) {
    int64_t row = 0;
    if (width == STRIP) {
        for (; row + LINE <= rows; row += LINE) {
            for (int64_t i = row + LINE; i < smaller(row + 2 * LINE, rows); i++) {
                for (int64_t j = 0; j < STRIP; j += LINE) __builtin_prefetch(input + i * columns + j);
            }
            // The parts of an output's line are written one after the other, as streaming needs.
            for (int64_t j = 0; j < STRIP; j += CK_LANES) {
                for (int64_t i = row; i < row + LINE; i += CK_LANES) {
                    transpose_square(input + i * columns + j, columns, CK_LANES, CK_LANES, output + j * rows + i, rows,
                                     streams);
                }
            }
        }
    }
    for (; row < rows; row += CK_LANES) {
        for (int64_t j = 0; j < width; j += CK_LANES) {
            transpose_square(input + row * columns + j, columns, smaller(CK_LANES, rows - row),
                             smaller(CK_LANES, width - j), output + j * rows + row, rows, false);
        }
    }
}

static void transpose(const void *argument, int64_t begin, int64_t end) {
    const ck_transpose_call *call = argument;
    const int64_t rows = call->rows, columns = call->columns;
    const bool streams = rows % CK_LANES == 0 && can_stream(call->is_streamed, call->output);
    while (begin < end) {
        const int64_t column = begin % columns;
        const int64_t width = smaller(smaller(STRIP, columns - column), end - begin);
        const float *input = call->input + begin / columns * rows * columns + column;
        transpose_strip(input, rows, columns, width, call->output + begin * rows, streams);
        begin += width;
    }
}

static void copy_rows(const void *argument, int64_t begin, int64_t end) {
    const ck_copy_rows_call *call = argument;
    const bool streams = call->beta == 0.0f && call->output_stride % CK_LANES == 0 && call->columns % CK_LANES == 0 &&
                         can_stream(call->is_streamed, call->output);
    while (begin < end) {
        const int64_t row = begin / call->columns, column = begin % call->columns;
        const int64_t count = smaller(call->columns - column, end - begin);
        const float *input = call->input + row * call->input_stride + column;
        float *output = call->output + row * call->output_stride + column;
        if (streams) {
            CK_FOR_VECTORS(0, count, { store_output(output + i, load(input + i, lanes), lanes, true); });
        } else if (call->beta == 0.0f) {
            memmove(output, input, (size_t)count * sizeof *output);
        } else {
            CK_FOR_VECTORS(0, count, { store_gradient(output + i, load(input + i, lanes), 1.0f, lanes); });
        }
        begin += count;
    }
}

CK_KERNELS_END

const ck_layout_kernels CK_NAMED(ck_layout) = {.grain = CK_GRAIN, .transpose = transpose, .copy_rows = copy_rows};
