/// Batch normalisation in blocks of examples and channels: a pass for the sums of each block, which are combined
/// channel by channel in the order of the blocks, and a pass for the result.
#ifndef CK_DRIVERS_BATCH_NORM_H
#define CK_DRIVERS_BATCH_NORM_H

#include "ck/context.h"
#include "micro/batch_norm.h"

/// Bytes of scratch memory that each of the functions below needs.
size_t ck_batch_norm_scratch_bytes(const ck_batch_norm_descriptor *size);

void ck_run_batch_norm_training(ck_context *context, const ck_batch_norm_kernels *kernels,
                                const ck_batch_norm_training_call *call, void *scratch);
void ck_run_batch_norm_inference(ck_context *context, const ck_batch_norm_kernels *kernels,
                                 const ck_batch_norm_inference_call *call, void *scratch);
void ck_run_batch_norm_backward(ck_context *context, const ck_batch_norm_kernels *kernels,
                                const ck_batch_norm_backward_call *call, void *scratch);

#endif
