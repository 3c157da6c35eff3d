/// Copies of operands of a product in the order in which its micro-kernel reads them.
#ifndef CK_DRIVERS_GEMM_PACK_H
#define CK_DRIVERS_GEMM_PACK_H

#include <stdint.h>

#include "micro/gemm.h"

/// An operand as a matrix of vectors, rows of A or columns of B, along the depth; one of the strides is 1.
typedef struct {
    const float *data;
    int64_t vector_stride;
    int64_t depth_stride;
} ck_gemm_matrix;

/// Packs vectors first ..< first + count over a block of the depth as panels of `width`.
void ck_gemm_pack_panels(const ck_gemm_kernel *kernel, const ck_gemm_matrix *m, int64_t first, int64_t count,
                         int64_t first_depth, int64_t depth, int64_t width, float *to);

/// Packs rows first ..< first + count of A over a block of the depth, `to_stride` apart.
void ck_gemm_pack_rows(const ck_gemm_kernel *kernel, const ck_gemm_matrix *a, int64_t first, int64_t count,
                       int64_t first_depth, int64_t depth, float *to, int64_t to_stride);

#endif
