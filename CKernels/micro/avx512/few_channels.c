#if defined(__x86_64__)
#include "micro/avx512/vector.h"

// 32 registers. A vector that lies across two cache lines takes two loads, so each is used for several multiply-adds.
#define FEW_CHANNELS_TILES(one) one(1, 8) one(2, 8) one(3, 8) one(4, 6) one(6, 4) one(8, 3)
#define FEW_CHANNELS_WEIGHT_TILES(one) one(1, 6) one(2, 6) one(4, 6) one(8, 3)
#include "micro/templates/few_channels.h"
#endif
