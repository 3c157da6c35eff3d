#include "drivers/gemm_pack.h"

#include "drivers/gemm_plan.h"

void ck_gemm_pack_panels(const ck_gemm_kernel *kernel, const ck_gemm_matrix *m, int64_t first, int64_t count,
                         int64_t first_depth, int64_t depth, int64_t width, float *to) {
    const float *from = m->data + first * m->vector_stride + first_depth * m->depth_stride;
    if (m->vector_stride != 1) {
        for (int64_t i = 0; i < count; i += width) {
            kernel->transpose(from + i * m->vector_stride, m->vector_stride, ck_minimum(count - i, width), depth,
                              to + i * depth, width, width);
        }
        return;
    }
    // A few steps of all panels, then the next few, so that memory is read in long runs.
    for (int64_t p = 0; p < depth; p += CK_GEMM_COPIED_STEPS) {
        const int64_t steps = ck_minimum(depth - p, CK_GEMM_COPIED_STEPS);
        for (int64_t i = 0; i < count; i += width) {
            kernel->copy(from + p * m->depth_stride + i, m->depth_stride, steps, ck_minimum(count - i, width),
                         to + i * depth + p * width, width, width);
        }
    }
}

void ck_gemm_pack_rows(const ck_gemm_kernel *kernel, const ck_gemm_matrix *a, int64_t first, int64_t count,
                       int64_t first_depth, int64_t depth, float *to, int64_t to_stride) {
    const float *from = a->data + first * a->vector_stride + first_depth * a->depth_stride;
    if (a->vector_stride != 1) {
        kernel->copy(from, a->vector_stride, count, depth, to, to_stride, depth);
        return;
    }
    // A few steps of all rows, then the next few, so that memory is read in long runs.
    for (int64_t p = 0; p < depth; p += CK_GEMM_COPIED_STEPS) {
        const int64_t steps = ck_minimum(depth - p, CK_GEMM_COPIED_STEPS);
        kernel->transpose(from + p * a->depth_stride, a->depth_stride, steps, count, to + p, to_stride, steps);
    }
}
