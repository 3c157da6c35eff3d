#include "micro/generic/vector.h"

// 16 registers, as on x86-64 without AVX.
#define FEW_CHANNELS_TILES(one) one(1, 8) one(2, 4) one(4, 2)
#define FEW_CHANNELS_WEIGHT_TILES(one) one(1, 6) one(2, 3) one(4, 2)
#include "micro/templates/few_channels.h"
