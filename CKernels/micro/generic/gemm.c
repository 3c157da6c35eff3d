#include "micro/generic/vector.h"

// 16 registers, as on x86-64 without AVX: 8 sums, 2 vectors of B, 1 value of A.
#define GEMM_ROWS 4
#define GEMM_VECTORS 2
#define GEMM_FOR_ROWS(one) one(1) one(2) one(3) one(4)
#define GEMM_READS_RUNS 0
#include "micro/templates/gemm.h"
