#if defined(__x86_64__)
#include "micro/avx2/vector.h"

#include "micro/templates/average_pool.h"
#endif
