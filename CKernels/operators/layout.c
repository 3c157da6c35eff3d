#include "micro/layout.h"

#include <inttypes.h>

#include "drivers/ranges.h"
#include "operators/check.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "plain loops", &ck_layout_reference},
    {"generic", CK_BASELINE, "squares of 4 x 4", &ck_layout_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "squares of 8 x 8", &ck_layout_avx2},
    {"avx512", CK_AVX512, "squares of 16 x 16", &ck_layout_avx512},
#endif
};

const ck_operator ck_operator_layout = {"layout", variants, sizeof variants / sizeof *variants};

ck_status ck_transpose_f32(ck_context *context, int64_t batch, int64_t rows, int64_t columns, const float *input,
                           float *output) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(batch), CK_SIZE(rows), CK_SIZE(columns)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_INPUT(input, total), CK_OUTPUT(output, total)));
    if (total == 0) return CK_OK;
    const ck_layout_kernels *kernels = ck_select(context, CK_OPERATOR_LAYOUT, NULL);
    ck_transpose_call call = {.rows = rows,
                              .columns = columns,
                              .input = input,
                              .output = output,
                              .is_streamed = ck_is_streamed(total, output, input)};
    ck_run_ranges(context, batch * columns, rows, 64, kernels->grain, kernels->transpose, &call);
    return CK_OK;
}

/// Elements from the first to the last of `total` in rows.
static int64_t count_rows(int64_t total, int64_t columns, int64_t stride) {
    return total == 0 ? 0 : (total / columns - 1) * stride + columns;
}

ck_status ck_copy_rows_f32(ck_context *context, int64_t rows, int64_t columns, int64_t input_stride, const float *input,
                           float beta, int64_t output_stride, float *output) {
    int64_t total, addressed;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(rows), CK_SIZE(columns)));
    CK_TRY(CK_CHECK_SIZES(context, &addressed, CK_SIZE(rows), {"input_stride", input_stride, columns}));
    CK_TRY(CK_CHECK_SIZES(context, &addressed, CK_SIZE(rows), {"output_stride", output_stride, columns}));
    CK_TRY(CK_CHECK_BETA(context, beta));
    CK_TRY(CK_CHECK_OPERANDS(
        context, CK_INPUT_ROWS(input, count_rows(total, columns, input_stride), columns, input_stride),
        CK_OUTPUT_ROWS(output, count_rows(total, columns, output_stride), columns, output_stride)));
    const ck_layout_kernels *kernels = ck_select(context, CK_OPERATOR_LAYOUT, NULL);
    ck_copy_rows_call call = {.columns = columns,
                              .input_stride = input_stride,
                              .input = input,
                              .beta = beta,
                              .output_stride = output_stride,
                              .output = output,
                              .is_streamed = ck_is_streamed(total, output, input)};
    ck_run_ranges(context, total, 1, 64, kernels->grain, kernels->copy_rows, &call);
    return CK_OK;
}
