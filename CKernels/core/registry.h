/// The variant registry: which kernels exist for each operator, and which one a call takes.
#ifndef CK_CORE_REGISTRY_H
#define CK_CORE_REGISTRY_H

#include <stdbool.h>

#include "ck/registry.h"
#include "core/cpu.h"

/// One line of an operator's table.
typedef struct {
    const char *name;
    /// What the CPU must have.
    ck_instruction_set needs;
    const char *summary;
    /// The operator's own table of functions.
    const void *functions;
    /// Whether `auto` should take the variant for this descriptor (the operator's own type), or leave it to one further
    /// up the table; NULL: it should. Every variant computes every descriptor, and one that is forced runs all the
    /// same.
    bool (*suits)(const void *descriptor);
    /// See ck_variant_info.
    float error_bound;
} ck_variant;

/// An operator and its variants, from the reference to the one that `auto` likes best.
typedef struct {
    const char *name;
    const ck_variant *variants;
    int count;
} ck_operator;

typedef enum {
    CK_OPERATOR_GEMM,
    CK_OPERATOR_CONV1D,
    CK_OPERATOR_CONV1D_SPARSE,
    CK_OPERATOR_CONV2D,
    CK_OPERATOR_CONV_TRANSPOSE1D,
    CK_OPERATOR_CONV_TRANSPOSE2D,
    CK_OPERATOR_MAX_POOL1D,
    CK_OPERATOR_MAX_POOL2D,
    CK_OPERATOR_AVERAGE_POOL1D,
    CK_OPERATOR_AVERAGE_POOL2D,
    CK_OPERATOR_GLOBAL_MAX_POOL,
    CK_OPERATOR_GLOBAL_AVERAGE_POOL,
    CK_OPERATOR_REFLECTION_PAD2D,
    CK_OPERATOR_EMBEDDING,
    CK_OPERATOR_ELEMENTWISE,
    CK_OPERATOR_LAYOUT,
    CK_OPERATOR_REDUCTION,
    CK_OPERATOR_SOFTMAX,
    CK_OPERATOR_BATCH_NORM,
    CK_OPERATOR_OPTIMIZER,
    CK_OPERATOR_RANDOM,
    CK_OPERATOR_ARRAY,
    CK_OPERATOR_COUNT,
} ck_operator_id;

/// Each is defined, with its table of variants, in operators/<name>.c.
extern const ck_operator ck_operator_gemm;
extern const ck_operator ck_operator_conv1d;
extern const ck_operator ck_operator_conv1d_sparse;
extern const ck_operator ck_operator_conv2d;
extern const ck_operator ck_operator_conv_transpose1d;
extern const ck_operator ck_operator_conv_transpose2d;
extern const ck_operator ck_operator_max_pool1d;
extern const ck_operator ck_operator_max_pool2d;
extern const ck_operator ck_operator_average_pool1d;
extern const ck_operator ck_operator_average_pool2d;
extern const ck_operator ck_operator_global_max_pool;
extern const ck_operator ck_operator_global_average_pool;
extern const ck_operator ck_operator_reflection_pad2d;
extern const ck_operator ck_operator_embedding;
extern const ck_operator ck_operator_elementwise;
extern const ck_operator ck_operator_layout;
extern const ck_operator ck_operator_reduction;
extern const ck_operator ck_operator_softmax;
extern const ck_operator ck_operator_batch_norm;
extern const ck_operator ck_operator_optimizer;
extern const ck_operator ck_operator_random;
extern const ck_operator ck_operator_array;

/// The functions of the variant that a call of this operator with this descriptor takes (descriptor NULL: any), which
/// is recorded as the one that ran last.
const void *ck_select(ck_context *context, ck_operator_id operator_id, const void *descriptor);

/// Corrects that record where a call runs the variant with these functions in place of the selected one.
void ck_record_variant(ck_context *context, ck_operator_id operator_id, const void *functions);

#endif
