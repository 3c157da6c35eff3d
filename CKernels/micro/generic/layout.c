// Transposition in square tiles, so that each cache line read or written is used whole.
#include "micro/layout.h"

#include <string.h>

enum { TILE = 16 };

static int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/// output[j, i] = input[i, j] for one tile; a whole tile has constant loop bounds.
static inline __attribute__((always_inline)) void transpose_tile(const float *input, int64_t input_stride, int64_t rows,
                                                                 int64_t columns, float *output,
                                                                 int64_t output_stride) {
    for (int64_t j = 0; j < columns; j++) {
        for (int64_t i = 0; i < rows; i++) output[j * output_stride + i] = input[i * input_stride + j];
    }
}

static void transpose(const void *argument, int64_t begin, int64_t end) {
    const ck_transpose_call *call = argument;
    const int64_t rows = call->rows, columns = call->columns;
    while (begin < end) {
        const int64_t column = begin % columns;
        const int64_t width = smaller(smaller(TILE, columns - column), end - begin);
        const float *input = call->input + begin / columns * rows * columns + column;
        float *output = call->output + begin * rows;
        int64_t row = 0;
        if (width == TILE) {
            for (; row + TILE <= rows; row += TILE) {
                transpose_tile(input + row * columns, columns, TILE, TILE, output + row, rows);
            }
        }
        for (; row < rows; row += TILE) {
            transpose_tile(input + row * columns, columns, smaller(TILE, rows - row), width, output + row, rows);
        }
        begin += width;
    }
}

static void copy_rows(const void *argument, int64_t begin, int64_t end) {
    const ck_copy_rows_call *call = argument;
    while (begin < end) {
        const int64_t row = begin / call->columns, column = begin % call->columns;
        const int64_t count = smaller(call->columns - column, end - begin);
        const float *input = call->input + row * call->input_stride + column;
        float *output = call->output + row * call->output_stride + column;
        if (call->beta == 0.0f) {
            memmove(output, input, (size_t)count * sizeof *output);
        } else {
            for (int64_t i = 0; i < count; i++) output[i] += input[i];
        }
        begin += count;
    }
}

const ck_layout_kernels ck_layout_generic = {.grain = CK_GRAIN, .transpose = transpose, .copy_rows = copy_rows};
