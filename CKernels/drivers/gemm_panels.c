#include "drivers/gemm_panels.h"

/// Vectors lie side by side in memory: each step of the depth is one run of floats, which is cut into the panels. A few
/// steps at a time, so that memory is read in long runs and each panel is written in whole lines.
static void pack_runs(const float *source, int64_t depth_stride, int64_t count, int64_t depth, int64_t panel_depth,
                      int width, float *panels) {
    enum { STEPS = 8 };
    for (int64_t begin = 0; begin < depth; begin += STEPS) {
        const int64_t end = ck_minimum(begin + STEPS, depth);
        for (int64_t first = 0; first < count; first += width) {
            const int64_t here = ck_minimum(count - first, width);
            float *to = panels + first * panel_depth + begin * width;
            const float *from = source + first + begin * depth_stride;
            for (int64_t p = begin; p < end; p++, from += depth_stride, to += width) {
                if (here == width) {
                    ck_gemm_copy_step(from, width, to);
                } else {
                    for (int64_t i = 0; i < here; i++) to[i] = from[i];
                    for (int64_t i = here; i < width; i++) to[i] = 0.0f;
                }
            }
        }
    }
}

/// The depth is contiguous in memory: vectors are interleaved.
static void pack_interleaved(const float *source, int64_t vector_stride, int64_t count, int64_t depth, int width,
                             float *panel) {
    // Blocks of four vectors by four steps, so that each cache line of the panel is written in few goes.
    int64_t i = 0;
    for (; i + 4 <= count; i += 4) {
        const float *r0 = source + i * vector_stride, *r1 = r0 + vector_stride, *r2 = r1 + vector_stride,
                    *r3 = r2 + vector_stride;
        float *to = panel + i;
        for (int64_t p = 0; p < depth; p++, to += width) {
            to[0] = r0[p];
            to[1] = r1[p];
            to[2] = r2[p];
            to[3] = r3[p];
        }
    }
    for (; i < count; i++) {
        const float *from = source + i * vector_stride;
        for (int64_t p = 0; p < depth; p++) panel[p * width + i] = from[p];
    }
    for (; i < width; i++) {
        for (int64_t p = 0; p < depth; p++) panel[p * width + i] = 0.0f;
    }
}

void ck_gemm_pack(const float *source, int64_t vector_stride, int64_t depth_stride, int64_t count, int64_t depth,
                  int64_t panel_depth, int width, float *panels) {
    if (vector_stride == 1) {
        pack_runs(source, depth_stride, count, depth, panel_depth, width, panels);
        return;
    }
    for (int64_t first = 0; first < count; first += width) {
        pack_interleaved(source + first * vector_stride, vector_stride, ck_minimum(count - first, width), depth, width,
                         panels + first * panel_depth);
    }
}

/// Few enough rows of A that they stay in the L2 cache.
static void multiply_rows(const ck_gemm_kernel *kernel, int64_t m, int64_t n, int64_t depth, const float *a_panels,
                          const int32_t *a_offsets, const float *b_panels, const int32_t *b_offsets,
                          const ck_gemm_tile *tile) {
    const float *rows[CK_GEMM_TILE_ROWS];
    for (int64_t j = 0; j < n; j += kernel->columns) {
        const float *a_panel = a_panels;
        for (int64_t i = 0; i < m; i += kernel->rows, a_panel += kernel->rows * depth) {
            for (int row = 0; row < kernel->rows; row++) rows[row] = a_panel + row;
            const ck_gemm_operands operands = {rows, a_offsets, b_panels, b_offsets};
            const ck_gemm_tile here = ck_gemm_tile_at(tile, i, j);
            kernel->multiply(ck_minimum(m - i, kernel->rows), ck_minimum(n - j, kernel->columns), depth, &operands,
                             &here);
        }
        b_panels += kernel->columns * depth;
    }
}

void ck_gemm_multiply_panels(const ck_gemm_kernel *kernel, int64_t m, int64_t n, int64_t depth, const float *a_panels,
                             const float *b_panels, const ck_gemm_tile *tile) {
    int32_t a_offsets[CK_GEMM_DEPTH], b_offsets[CK_GEMM_DEPTH];
    for (int32_t p = 0; p < depth; p++) {
        a_offsets[p] = p * kernel->rows;
        b_offsets[p] = p * kernel->columns;
    }
    const int64_t step = ck_round_up(CK_GEMM_PIECE_ROWS, kernel->rows);
    for (int64_t i = 0; i < m; i += step) {
        const ck_gemm_tile here = ck_gemm_tile_at(tile, i, 0);
        multiply_rows(kernel, ck_minimum(m - i, step), n, depth, a_panels + i * depth, a_offsets, b_panels, b_offsets,
                      &here);
    }
}
