#include "drivers/gemm_runs.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    ck_gemm_runs name;
    int64_t steps;
    int64_t length;
    int64_t distance;
} kind;

static bool fits(const kind *k, const int32_t *a, const int32_t *b, int64_t b_step, int64_t depth) {
    for (int64_t p = 0; p + k->steps <= depth; p += k->steps) {
        for (int64_t step = 1; step < k->steps; step++) {
            const int64_t within = step % k->length;
            if (a[p + step] != a[p + step - within] + within * k->distance) return false;
            if (b[p + step] != b[p] + step * b_step) return false;
        }
    }
    return depth >= k->steps;
}

ck_gemm_runs ck_gemm_runs_of(const int32_t *a_offsets, const int32_t *b_offsets, int64_t b_step, int64_t depth) {
#define KIND(name, steps, length, distance) {name, steps, length, distance},
    static const kind kinds[] = {CK_GEMM_FOR_RUNS(KIND)};
#undef KIND
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (fits(&kinds[i], a_offsets, b_offsets, b_step, depth)) return kinds[i].name;
    }
    return CK_GEMM_NO_RUNS;
}
