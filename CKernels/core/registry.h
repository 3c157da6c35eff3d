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

/// The operators, each in one row: the enumeration, the declarations below and the registry follow from this list.
///
/// OPERATOR(enumeration, name); `ck_operator_<name>`, with its table of variants, is defined in operators/<name>.c.
#define CK_OPERATORS(OPERATOR)                                                                                         \
    OPERATOR(GEMM, gemm)                                                                                               \
    OPERATOR(CONV1D, conv1d)                                                                                           \
    OPERATOR(CONV1D_SPARSE, conv1d_sparse)                                                                             \
    OPERATOR(CONV2D, conv2d)                                                                                           \
    OPERATOR(CONV_TRANSPOSE1D, conv_transpose1d)                                                                       \
    OPERATOR(CONV_TRANSPOSE2D, conv_transpose2d)                                                                       \
    OPERATOR(MAX_POOL1D, max_pool1d)                                                                                   \
    OPERATOR(MAX_POOL2D, max_pool2d)                                                                                   \
    OPERATOR(AVERAGE_POOL1D, average_pool1d)                                                                           \
    OPERATOR(AVERAGE_POOL2D, average_pool2d)                                                                           \
    OPERATOR(GLOBAL_MAX_POOL, global_max_pool)                                                                         \
    OPERATOR(GLOBAL_AVERAGE_POOL, global_average_pool)                                                                 \
    OPERATOR(REFLECTION_PAD2D, reflection_pad2d)                                                                       \
    OPERATOR(EMBEDDING, embedding)                                                                                     \
    OPERATOR(ELEMENTWISE, elementwise)                                                                                 \
    OPERATOR(LAYOUT, layout)                                                                                           \
    OPERATOR(REDUCTION, reduction)                                                                                     \
    OPERATOR(SOFTMAX, softmax)                                                                                         \
    OPERATOR(BATCH_NORM, batch_norm)                                                                                   \
    OPERATOR(OPTIMIZER, optimizer)                                                                                     \
    OPERATOR(RANDOM, random)                                                                                           \
    OPERATOR(ARRAY, array)

#define CK_OPERATOR_ID(ID, name) CK_OPERATOR_##ID,
typedef enum { CK_OPERATORS(CK_OPERATOR_ID) CK_OPERATOR_COUNT } ck_operator_id;
#undef CK_OPERATOR_ID

#define CK_OPERATOR_DECLARATION(ID, name) extern const ck_operator ck_operator_##name;
CK_OPERATORS(CK_OPERATOR_DECLARATION)
#undef CK_OPERATOR_DECLARATION

/// The functions of the variant that a call of this operator with this descriptor takes (descriptor NULL: any), which
/// is recorded as the one that ran last.
const void *ck_select(ck_context *context, ck_operator_id operator_id, const void *descriptor);

/// Corrects that record where a call runs the variant with these functions in place of the selected one.
void ck_record_variant(ck_context *context, ck_operator_id operator_id, const void *functions);

#endif
