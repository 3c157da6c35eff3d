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
    int64_t outside = ck_find_outside(context, indices, descriptor->count, 0, descriptor->vocabulary);
    if (outside < 0) return CK_OK;
    return ck_fail(context, CK_INVALID_ARGUMENT, "%s: index %" PRId64 " is %" PRId32 ", the table has %" PRId64 " rows",
                   function, outside, indices[outside], descriptor->vocabulary);
}

ck_status ck_embedding_f32_forward(ck_context *context, const ck_embedding_descriptor *descriptor, const float *table,
                                   const int32_t *indices, float *output) {
    element_counts counts;
    CK_TRY(check_descriptor(context, __func__, descriptor, &counts));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(table, counts.table), CK_INPUT(indices, descriptor->count),
                             CK_OUTPUT(output, counts.output)));
    CK_TRY(check_indices(context, __func__, descriptor, indices));
    const ck_embedding_kernels *kernels = ck_select(context, CK_OPERATOR_EMBEDDING, NULL);
    ck_embedding_call call = {.dimension = descriptor->dimension,
                              .table = table,
                              .indices = indices,
                              .output = output,
                              .is_streamed = ck_is_streamed(counts.output, output, table)};
    ck_run_ranges(context, descriptor->count, descriptor->dimension, 1, kernels->grain, kernels->forward, &call);
    return CK_OK;
}

ck_status ck_embedding_f32_backward(ck_context *context, const ck_embedding_descriptor *descriptor,
                                    const float *output_gradient, const int32_t *indices, float beta,
                                    float *table_gradient) {
    element_counts counts;
    CK_TRY(check_descriptor(context, __func__, descriptor, &counts));
    CK_TRY(CK_CHECK_BETA(context, beta));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(output_gradient, counts.output), CK_INPUT(indices, descriptor->count),
                             CK_OUTPUT(table_gradient, counts.table)));
    CK_TRY(check_indices(context, __func__, descriptor, indices));
    const ck_embedding_kernels *kernels = ck_select(context, CK_OPERATOR_EMBEDDING, NULL);
    ck_embedding_backward_call call = {
        .size = *descriptor, .output_gradient = output_gradient, .indices = indices, .table_gradient = table_gradient};
    call.is_streamed = ck_is_streamed(counts.table, table_gradient, NULL);
    if (beta == 0.0f) ck_run_ranges(context, counts.table, 1, 64, kernels->grain, kernels->clear, &call);
    if (counts.output == 0) return CK_OK;
    // Cut by columns, since words are not equally frequent: a piece of rows may hold most of the positions.
    enum { MOST_PIECES = 4, LINE = 16, FEWEST_COLUMNS = 64 };
    const int64_t columns = (descriptor->dimension / MOST_PIECES + LINE - 1) / LINE * LINE;
    ck_run_ranges(context, descriptor->dimension, descriptor->count,
                  columns > FEWEST_COLUMNS ? columns : FEWEST_COLUMNS, kernels->grain, kernels->backward, &call);
    return CK_OK;
}
