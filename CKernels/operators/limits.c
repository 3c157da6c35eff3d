#include "micro/limits.h"

#include <inttypes.h>
#include <string.h>

#include "core/parallel.h"
#include "operators/check.h"

static const ck_limit_kernels *const kernels[] = {
    [CK_BASELINE] = &ck_limit_generic,
#if defined(__x86_64__)
    [CK_AVX2] = &ck_limit_avx2,
    [CK_AVX512] = &ck_limit_avx512,
#endif
};

static ck_status find_kernels(ck_context *context, const char *function, const char *instruction_set,
                              const ck_limit_kernels **found) {
    for (int level = CK_BASELINE; level <= (int)ck_cpu_level(); level++) {
        if (instruction_set != NULL && strcmp(instruction_set, ck_instruction_set_name(level)) == 0) {
            *found = kernels[level];
            return CK_OK;
        }
    }
    return ck_fail(context, CK_UNSUPPORTED, "%s: this CPU has no instruction set '%s' (the highest is %s)", function,
                   instruction_set ? instruction_set : "", ck_instruction_set_name(ck_cpu_level()));
}

/// Takes the results of the loops, so that they are computed.
static void discard(float result) {
    volatile float sink = result;
    (void)sink;
}

typedef struct {
    const ck_limit_kernels *kernels;
    int64_t rounds;
    ck_traffic traffic;
    /// Values that each thread goes over, of CK_TRAFFIC_COPY and CK_TRAFFIC_UPDATE half.
    int64_t part;
    float *values;
} limit_call;

static void multiply_add(void *argument, int64_t index, int worker) {
    (void)index, (void)worker;
    const limit_call *call = argument;
    discard(call->kernels->multiply_add(call->rounds));
}

ck_status ck_limit_multiply_add(ck_context *context, const char *instruction_set, int64_t rounds, double *operations) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(rounds)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OUTPUT(operations, 2)));
    limit_call call = {.rounds = rounds};
    CK_TRY(find_kernels(context, __func__, instruction_set, &call.kernels));
    int threads = ck_context_threads(context);
    ck_parallel_for(context, threads, multiply_add, &call);
    *operations = (double)call.kernels->operations * (double)rounds * threads;
    return CK_OK;
}

static bool has_source(ck_traffic traffic) {
    return traffic == CK_TRAFFIC_COPY || traffic == CK_TRAFFIC_UPDATE;
}

static void go_over_part(void *argument, int64_t index, int worker) {
    (void)worker;
    const limit_call *call = argument;
    float *values = call->values + index * call->part;
    int64_t count = has_source(call->traffic) ? call->part / 2 : call->part;
    discard(call->kernels->traffic[call->traffic](call->rounds, count, values + count, values));
}

ck_status ck_limit_traffic(ck_context *context, const char *instruction_set, ck_traffic traffic, int64_t count,
                           int64_t rounds, float *values, double *bytes) {
    int64_t total;
    CK_TRY(CK_CHECK_SIZES(context, &total, CK_SIZE(count), CK_SIZE(rounds)));
    CK_TRY(CK_CHECK_OPERANDS(context, CK_OUTPUT(values, count), CK_OUTPUT(bytes, 2)));
    if ((int)traffic < CK_TRAFFIC_READ || traffic > CK_TRAFFIC_UPDATE) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: there is no traffic %d", __func__, (int)traffic);
    }
    if ((uintptr_t)values % 64 != 0) {
        return ck_fail(context, CK_INVALID_ARGUMENT, "%s: values must be aligned to 64 bytes", __func__);
    }
    int threads = ck_context_threads(context);
    limit_call call = {.rounds = rounds, .traffic = traffic, .values = values};
    CK_TRY(find_kernels(context, __func__, instruction_set, &call.kernels));
    // Both halves of a part are whole groups.
    call.part = count / threads / (2 * CK_LIMIT_GROUP) * (2 * CK_LIMIT_GROUP);
    ck_parallel_for(context, threads, go_over_part, &call);
    const double moved = traffic == CK_TRAFFIC_UPDATE ? 1.5 : 1;
    *bytes = moved * sizeof(float) * (double)call.part * (double)rounds * threads;
    return CK_OK;
}
