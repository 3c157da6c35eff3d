#if defined(__x86_64__)
#include "micro/avx2/vector.h"

// 16 registers. Two multiply-adds a cycle of latency 4 take at least eight sums.
#define FEW_CHANNELS_TILES(one) one(1, 8) one(2, 6) one(3, 4) one(4, 3) one(6, 2)
#define FEW_CHANNELS_WEIGHT_TILES(one) one(1, 6) one(2, 5) one(4, 3)
#include "micro/templates/few_channels.h"
#endif
