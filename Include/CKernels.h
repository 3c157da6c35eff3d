/// Umbrella header of the Swiftlet CPU kernels.
///
/// Conventions that hold for every function:
/// - Data is fp32, contiguous and row-major; images are NCHW, filters OIHW.
/// - Every entry point checks its descriptor and operands and returns a `ck_status`; on anything but `CK_OK` the
///   outputs are untouched and `ck_context_message` holds one sentence that says what was wrong.
/// - No output may share an element with another operand: that is refused. Operators that work in place say so. Inputs
///   may overlap each other, and matrices with the same stride may lie side by side in the rows of a larger one.
/// - Kernels never print, exit or call the allocator; scratch memory belongs to the context.
/// - For a given variant the result is the same, bit for bit, at any thread count.
/// - A context may be used by one thread at a time; different contexts are independent.
///
/// NaN, infinities and denormals, in every variant:
/// - A result is NaN or infinite where the formula, evaluated term by term, gives that: a NaN among the terms of a sum
///   makes it NaN, as do infinities of both signs, and 0 times infinity. Only convolutions leave room
///   (ck/convolution.h).
/// - Where a value is chosen rather than computed, a NaN counts as the largest (for a minimum as the smallest), and the
///   first one wins: maxima, minima, the position of a maximum, max pooling. ReLU passes NaN on.
/// - beta 0 never reads the destination, and a gradient is not written where none flows, so that NaN there does not
///   spread. Any other factor multiplies, zero included.
/// - Denormals count as zeros wherever there is arithmetic, and results below the smallest normal number are zeros.
/// What
///   is only moved or chosen may keep them.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "ck/array.h"
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
#include "ck/processors.h"
#include "ck/random.h"
#include "ck/reduction.h"
#include "ck/registry.h"
#include "ck/softmax.h"
#include "ck/status.h"
#include "ck/version.h"

#endif
