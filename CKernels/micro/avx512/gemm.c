#if defined(__x86_64__)
#include "micro/avx512/vector.h"

// 32 registers: 28 sums, 2 vectors of B; values of A are broadcast from memory by the multiply-add itself.
#define GEMM_ROWS 14
#define GEMM_VECTORS 2
#define GEMM_FOR_ROWS(one)                                                                                             \
    one(1) one(2) one(3) one(4) one(5) one(6) one(7) one(8) one(9) one(10) one(11) one(12) one(13) one(14)
#define GEMM_READS_RUNS 0
#include "micro/templates/gemm.h"
#endif
