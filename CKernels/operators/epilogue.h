/// Checks of fused activations.
#ifndef CK_OPERATORS_EPILOGUE_H
#define CK_OPERATORS_EPILOGUE_H

#include "ck/gemm.h"
#include "core/context.h"

/// Checks that the activation is one of the enumeration.
static inline ck_status ck_check_activation(ck_context *context, const char *function, ck_activation activation) {
    if ((int)activation >= CK_ACTIVATION_NONE && (int)activation <= CK_ACTIVATION_TANH) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: activation must be in 0 ... %d, got %d", function,
                   (int)CK_ACTIVATION_TANH, (int)activation);
}

#endif
