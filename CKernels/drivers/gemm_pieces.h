/// Running the pieces of a product.
#ifndef CK_DRIVERS_GEMM_PIECES_H
#define CK_DRIVERS_GEMM_PIECES_H

#include "core/parallel.h"

/// Runs pieces 0 ..< count: on the context's threads, or on the calling thread if `multiply_adds`, what all pieces cost
/// together, is too little to start a team for.
void ck_gemm_run_pieces(ck_context *context, double multiply_adds, int64_t count, ck_task task, void *argument);

#endif
