#include "micro/embedding.h"

#include <inttypes.h>

#include "drivers/ranges.h"
#include "operators/check.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops", &ck_embedding_reference},
    {"generic", CK_BASELINE, "vectors of 4 lanes", &ck_embedding_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "vectors of 8 lanes", &ck_embedding_avx2},
    {"avx512", CK_AVX512, "vectors of 16 lanes", &ck_embedding_avx512},
#endif
};

const ck_operator ck_operator_embedding = {"embedding", variants, sizeof variants / sizeof *variants};

typedef struct {
    int64_t table;
    int64_t output;
} element_counts;

static ck_status check_descriptor(ck_context *context, const char *function, const ck_embedding_descriptor *descriptor,
                                  element_counts *counts) {
    CK_TRY(ck_check_descriptor(context, function, descriptor));
    const ck_size table[] = {CK_FIELD(descriptor, vocabulary), CK_FIELD(descriptor, dimension)};
    const ck_size output[] = {CK_FIELD(descriptor, count), table[1]};
    CK_TRY(ck_check_sizes(context, function, &counts->table, table, 2));
    CK_TRY(ck_check_sizes(context, function, &counts->output, output, 2));
    if (descriptor->padding_index >= -1 && descriptor->padding_index < descriptor->vocabulary) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT,
                   "%s: padding_index must be -1 or a row of the table, got %" PRId64 ", the table has %" PRId64
                   " rows",
                   function, descriptor->padding_index, descriptor->vocabulary);
}

static ck_status check_indices(ck_context *context, const char *function, const ck_embedding_descriptor *descriptor,
                               const int32_t *indices) {
    int64_t outside = ck_find_outside(indices, descriptor->count, 0, descriptor->vocabulary);
    if (outside < 0) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: index %" PRId64 " is %" PRId32 ", the table has %" PRId64 " rows",
                   function, outside, indices[outside], descriptor->vocabulary);
}

ck_status ck_embedding_f32_forward(ck_context *context, const ck_embedding_descriptor *descriptor, const float *table,
                                   const int32_t *indices, float *output) {
    element_counts counts;
    CK_TRY(check_descriptor(context, __func__, descriptor, &counts));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OPERAND(table, counts.table), CK_OPERAND(indices, descriptor->count),
                             CK_OPERAND(output, counts.output)));
    CK_TRY(check_indices(context, __func__, descriptor, indices));
    const ck_embedding_kernels *kernels = ck_select(context, CK_OPERATOR_EMBEDDING, NULL);
    ck_embedding_call call = {.dimension = descriptor->dimension, .table = table, .indices = indices, .output = output};
    ck_run_ranges(context, descriptor->count, descriptor->dimension, 1, kernels->grain, kernels->forward, &call);
    return CK_OK;
}

/// Rows of the table per piece: each piece reads all indices, so there are at most this many pieces.
static int64_t rows_per_piece(const ck_embedding_descriptor *size, int64_t grain) {
    enum { MOST_PIECES = 8 };
    int64_t rows = grain / (size->dimension > 0 ? size->dimension : 1);
    int64_t fewest = size->vocabulary / MOST_PIECES + 1;
    return rows > fewest ? rows : fewest;
}

ck_status ck_embedding_f32_backward(ck_context *context, const ck_embedding_descriptor *descriptor,
                                    const float *output_gradient, const int32_t *indices, float beta,
                                    float *table_gradient) {
    element_counts counts;
    CK_TRY(check_descriptor(context, __func__, descriptor, &counts));
    CK_TRY(CK_CHECK_BETA(context, beta));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OPERAND(output_gradient, counts.output),
                             CK_OPERAND(indices, descriptor->count), CK_OPERAND(table_gradient, counts.table)));
    CK_TRY(check_indices(context, __func__, descriptor, indices));
    const ck_embedding_kernels *kernels = ck_select(context, CK_OPERATOR_EMBEDDING, NULL);
    ck_embedding_backward_call call = {.size = *descriptor,
                                       .output_gradient = output_gradient,
                                       .indices = indices,
                                       .beta = beta,
                                       .table_gradient = table_gradient};
    ck_run_ranges(context, descriptor->vocabulary, 1, 1, rows_per_piece(descriptor, kernels->grain), kernels->backward,
                  &call);
    return CK_OK;
}
