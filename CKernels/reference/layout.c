#include "micro/layout.h"

static void transpose(const void *argument, int64_t begin, int64_t end) {
    const ck_transpose_call *call = argument;
    for (int64_t item = begin; item < end; item++) {
        const float *column = call->input + item / call->columns * call->rows * call->columns + item % call->columns;
        for (int64_t i = 0; i < call->rows; i++) call->output[item * call->rows + i] = column[i * call->columns];
    }
}

static void copy_rows(const void *argument, int64_t begin, int64_t end) {
    const ck_copy_rows_call *call = argument;
    for (int64_t item = begin; item < end; item++) {
        int64_t row = item / call->columns, column = item % call->columns;
        float value = call->input[row * call->input_stride + column];
        float *output = &call->output[row * call->output_stride + column];
        *output = call->beta == 0.0f ? value : *output + value;
    }
}

const ck_layout_kernels ck_layout_reference = {
    .grain = CK_ONE_PIECE,
    .transpose = transpose,
    .copy_rows = copy_rows,
};
