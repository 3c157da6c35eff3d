#include "micro/reflection_pad.h"

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_reflection_pad_call *call = argument;
    const ck_reflection_pad_geometry *geometry = &call->geometry;
    const ck_reflection_pad2d_descriptor *size = &geometry->size;
    for (int64_t row = begin; row < end; row++) {
        const int64_t plane = row / geometry->out_height, oh = row % geometry->out_height;
        const int64_t h = ck_reflected(oh - size->padding_top, size->in_height);
        for (int64_t ow = 0; ow < geometry->out_width; ow++) {
            const int64_t w = ck_reflected(ow - size->padding_left, size->in_width);
            call->output[row * geometry->out_width + ow] =
                call->input[(plane * size->in_height + h) * size->in_width + w];
        }
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_reflection_pad_backward_call *call = argument;
    const ck_reflection_pad_geometry *geometry = &call->geometry;
    const ck_reflection_pad2d_descriptor *size = &geometry->size;
    for (int64_t row = begin; row < end; row++) {
        const int64_t plane = row / size->in_height, h = row % size->in_height;
        int64_t rows[3], columns[3];
        const int row_count = ck_reflections(h, size->in_height, size->padding_top, size->padding_bottom, rows);
        for (int64_t w = 0; w < size->in_width; w++) {
            const int column_count =
                ck_reflections(w, size->in_width, size->padding_left, size->padding_right, columns);
            float sum = 0.0f;
            for (int i = 0; i < row_count; i++) {
                const float *gradients =
                    call->output_gradient + (plane * geometry->out_height + rows[i]) * geometry->out_width;
                for (int j = 0; j < column_count; j++) sum += gradients[columns[j]];
            }
            float *result = &call->input_gradient[row * size->in_width + w];
            *result = call->beta == 0.0f ? sum : *result + sum;
        }
    }
}

const ck_reflection_pad_kernels ck_reflection_pad_reference = {
    .grain = CK_ONE_PIECE, .forward = forward, .backward = backward};
