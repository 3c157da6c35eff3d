/// Umbrella header of the Swiftlet CPU kernels.
///
/// Conventions that hold for every function:
/// - Data is fp32, contiguous and row-major; images are NCHW, filters OIHW.
/// - Every entry point checks its descriptor and operands and returns a `ck_status`; on anything but `CK_OK` the
///   outputs are untouched and `ck_context_message` holds one sentence that says what was wrong.
/// - Kernels never print, exit or call the allocator; scratch memory belongs to the context.
/// - For a given variant the result is the same, bit for bit, at any thread count.
/// - A context may be used by one thread at a time; different contexts are independent.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "ck/batch_norm.h"
#include "ck/context.h"
#include "ck/convolution.h"
#include "ck/elementwise.h"
#include "ck/embedding.h"
#include "ck/gemm.h"
#include "ck/layout.h"
#include "ck/limits.h"
#include "ck/optimizer.h"
#include "ck/padding.h"
#include "ck/pooling.h"
#include "ck/random.h"
#include "ck/reduction.h"
#include "ck/registry.h"
#include "ck/softmax.h"
#include "ck/status.h"

#endif
