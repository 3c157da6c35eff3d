/// Blocked matrix multiplication on packed panels.
#ifndef CK_DRIVERS_GEMM_H
#define CK_DRIVERS_GEMM_H

#include "ck/gemm.h"
#include "micro/gemm.h"
#include "micro/gemm_thin.h"

/// The functions of a gemm variant.
typedef struct {
    /// NULL: the reference.
    const ck_gemm_kernel *kernel;
    /// For products of few rows or columns.
    const ck_gemm_thin_kernel *thin;
} ck_gemm_functions;

extern const ck_gemm_functions ck_gemm_functions_reference;
extern const ck_gemm_functions ck_gemm_functions_generic;
extern const ck_gemm_functions ck_gemm_functions_avx2;
extern const ck_gemm_functions ck_gemm_functions_avx512;

/// Bytes of scratch memory that a product takes with a number of threads.
size_t ck_gemm_scratch_bytes(const ck_gemm_kernel *kernel, const ck_gemm_descriptor *descriptor, int threads);

/// The product on the context's threads. m, n and k are positive and the operands have been checked.
ck_status ck_gemm_parallel(ck_context *context, const ck_gemm_kernel *kernel, const ck_gemm_descriptor *descriptor,
                           const float *a, const float *b, const float *bias, float *c);

#endif
