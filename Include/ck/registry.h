/// Enumerates operators and their kernel variants.
#ifndef CK_REGISTRY_H
#define CK_REGISTRY_H

#include "ck/context.h"

CK_BEGIN

/// One kernel variant of one operator.
typedef struct {
    /// Operator name, as in `--kernels`: "gemm", "conv2d", ...
    const char *operator_name;
    /// Variant name: "reference", "generic", "gather", "winograd", "avx2", "avx512".
    const char *variant_name;
    /// Instruction set that the variant needs: "baseline", "avx2", "avx512".
    const char *instruction_set;
    /// One line on how it works.
    const char *summary;
    /// Whether this CPU can run it.
    bool is_supported;
    /// Whether a fresh context takes it on this CPU, unless the shape suits another variant better.
    bool is_automatic;
    /// 0: the variant sums the products of its operands in some order, exactly where all of them are integers
    /// below 2^24. Otherwise it transforms its operands first; the error of a sum of n products is then below
    /// error_bound * (8 + 4 * sqrt(n)) * 2^-24 * the sum of their magnitudes, for operands whose magnitudes do not
    /// depend on the position. At most 1, the bound that the others are tested with.
    float error_bound;
} ck_variant_info;

/// Number of operators in the registry.
CK_API int ck_operator_count(void);

/// Name of an operator; NULL if the index is out of range.
CK_API const char *ck_operator_name(int operator_index);

/// Number of variants of an operator; 0 if the index is out of range.
CK_API int ck_variant_count(int operator_index);

/// Describes one variant. Returns CK_INVALID_ARGUMENT if an index is out of range.
CK_API ck_status ck_variant_describe(int operator_index, int variant_index, ck_variant_info *info);

/// Name of the variant that the context has selected for an operator: "auto" or a variant name; NULL if unknown.
CK_API const char *ck_context_selected_variant(const ck_context *context, const char *operator_name);

/// Name of the variant that the last call of the operator in this context ran; NULL before the first call since the
/// operator's variant was selected.
CK_API const char *ck_context_last_variant(const ck_context *context, const char *operator_name);

/// Highest instruction set that this CPU and operating system support: "baseline", "avx2" or "avx512".
CK_API const char *ck_cpu_instruction_set(void);

/// Brand name of the CPU, or "unknown".
CK_API const char *ck_cpu_name(void);

CK_END

#endif
