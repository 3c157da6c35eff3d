#if defined(__x86_64__)
#include "micro/avx2/vector.h"

// 16 registers: 12 sums, 2 vectors of B, 1 value of A. Twelve independent sums also cover the latency of two fused
// multiply-adds per cycle, which takes at least eight.
#define GEMM_ROWS 6
#define GEMM_VECTORS 2
#define GEMM_FOR_ROWS(one) one(1) one(2) one(3) one(4) one(5) one(6)
#define GEMM_READS_RUNS 1
#include "micro/templates/gemm.h"
#endif
