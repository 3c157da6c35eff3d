/// Transposed matrices and copied rows.
#include "micro/layout.h"

#include <string.h>

#include "micro/templates/transposition.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

static void transpose(const void *argument, int64_t begin, int64_t end) {
    const ck_transpose_call *call = argument;
    const int64_t rows = call->rows, columns = call->columns;
    const bool streams = rows % CK_LANES == 0 && can_stream(call->is_streamed, call->output);
    while (begin < end) {
        const int64_t column = begin % columns;
        const int64_t width = smaller(smaller(STRIP, columns - column), end - begin);
        const float *input = call->input + begin / columns * rows * columns + column;
        transpose_strip(input, columns, rows, width, call->output + begin * rows, rows, streams);
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
