#include "micro/random.h"

#include <inttypes.h>
#include <math.h>

#include "drivers/ranges.h"
#include "operators/check.h"

static const ck_variant variants[] = {
    {"reference", CK_BASELINE, "Philox4x32-10, one value at a time", &ck_random_reference},
    {"generic", CK_BASELINE, "4 blocks at once", &ck_random_generic},
#if defined(__x86_64__)
    {"avx2", CK_AVX2, "8 blocks at once", &ck_random_avx2},
    {"avx512", CK_AVX512, "16 blocks at once", &ck_random_avx512},
#endif
};

const ck_operator ck_operator_random = {"random", variants, sizeof variants / sizeof *variants};

/// For `count` words from `offset` on.
static ck_status check_offset(ck_context *context, const char *function, uint64_t offset, uint64_t count) {
    if (offset % 4 != 0) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: offset must be a multiple of 4, got %" PRIu64, function,
                       offset);
    }
    if (count > 0 && offset > UINT64_MAX - count) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: offset %" PRIu64 " plus %" PRIu64 " words is beyond the end of the stream", function,
                       offset, count);
    }
    return CK_OK;
}

ck_status ck_random_uniform_f32(ck_context *context, uint64_t key, uint64_t offset, int64_t count, float low,
                                float high, float *output) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    CK_TRY(check_offset(context, __func__, offset, (uint64_t)count));
    if (!(low <= high) || !isfinite(high - low)) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: expected finite low <= high, got %g and %g", __func__,
                       (double)low, (double)high);
    }
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OUTPUT(output, total)));
    const ck_random_kernels *kernels = ck_select(context, CK_OPERATOR_RANDOM, NULL);
    ck_random_uniform_call call = {.key = key,
                                   .first_block = offset / 4,
                                   .low = low,
                                   .span = high - low,
                                   .largest = nextafterf(high, low),
                                   .output = output};
    ck_run_ranges(context, total, 1, 64, kernels->grain, kernels->uniform, &call);
    return CK_OK;
}

ck_status ck_random_normal_f32(ck_context *context, uint64_t key, uint64_t offset, int64_t count, float mean,
                               float deviation, float *output) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    CK_TRY(check_offset(context, __func__, offset, 2 * (uint64_t)count));
    if (!isfinite(mean) || !(deviation >= 0.0f) || !isfinite(deviation)) {
        return ck_fail(context, CK_INVALID_ARGUMENT,
                       "%s: expected a finite mean and a finite deviation >= 0, got %g and %g", __func__, (double)mean,
                       (double)deviation);
    }
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OUTPUT(output, total)));
    const ck_random_kernels *kernels = ck_select(context, CK_OPERATOR_RANDOM, NULL);
    ck_random_normal_call call = {
        .key = key, .first_block = offset / 4, .mean = mean, .deviation = deviation, .output = output};
    // A normal number takes about eight times as long as a uniform one.
    ck_run_ranges(context, total, 8, 64, kernels->grain, kernels->normal, &call);
    return CK_OK;
}

ck_status ck_random_mask_f32(ck_context *context, uint64_t key, uint64_t offset, int64_t count, float keep, float scale,
                             float *output) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count)));
    CK_TRY(check_offset(context, __func__, offset, (uint64_t)count));
    if (!(keep >= 0.0f && keep <= 1.0f)) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: keep must be in 0 ... 1, got %g", __func__, (double)keep);
    }
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OUTPUT(output, total)));
    const ck_random_kernels *kernels = ck_select(context, CK_OPERATOR_RANDOM, NULL);
    ck_random_mask_call call = {.key = key, .first_block = offset / 4, .keep = keep, .scale = scale, .output = output};
    ck_run_ranges(context, total, 1, 64, kernels->grain, kernels->mask, &call);
    return CK_OK;
}
