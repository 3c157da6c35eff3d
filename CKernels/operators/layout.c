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
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OPERAND(input, total), CK_OPERAND(output, total)));
    if (total == 0) return CK_OK;
    if (input == output && total > batch) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: input and output are the same array, expected two", __func__);
    }
    const ck_layout_kernels *kernels = ck_select(context, CK_OPERATOR_LAYOUT, NULL);
    ck_transpose_call call = {.rows = rows,
                              .columns = columns,
                              .input = input,
                              .output = output,
                              .is_streamed = ck_is_streamed(total, output, input)};
    ck_run_ranges(context, batch * columns, rows, 64, kernels->grain, kernels->transpose, &call);
    return CK_OK;
}

ck_status ck_copy_rows_f32(ck_context *context, int64_t rows, int64_t columns, int64_t input_stride, const float *input,
                           float beta, int64_t output_stride, float *output) {
    int64_t total, addressed;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(rows), CK_SIZE(columns)));
    CK_TRY(CK_CHECK_SIZES(context, &addressed, CK_SIZE(rows), {"input_stride", input_stride, columns}));
    CK_TRY(CK_CHECK_SIZES(context, &addressed, CK_SIZE(rows), {"output_stride", output_stride, columns}));
    CK_TRY(CK_CHECK_BETA(context, beta));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OPERAND(input, total), CK_OPERAND(output, total)));
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
