/// Products with at most four rows or columns.
#ifndef CK_DRIVERS_GEMM_THIN_H
#define CK_DRIVERS_GEMM_THIN_H

#include <stdbool.h>
#include <stddef.h>

#include "ck/gemm.h"
#include "micro/gemm_thin.h"

/// Whether C has so few rows or columns that a tile would be mostly empty.
bool ck_gemm_is_thin(const ck_gemm_descriptor *descriptor);

/// Bytes of scratch memory that a product takes at most.
size_t ck_gemm_thin_scratch_bytes(const ck_gemm_descriptor *descriptor);

/// The product on the context's threads. m, n and k are positive and the operands have been checked.
ck_status ck_gemm_thin(ck_context *context, const ck_gemm_thin_kernel *kernel, const ck_gemm_descriptor *descriptor,
                       const float *a, const float *b, const float *bias, float *c);

#endif
