#if defined(__x86_64__)
#include "micro/avx512/vector.h"

#include "micro/templates/batch_norm.h"
#endif
