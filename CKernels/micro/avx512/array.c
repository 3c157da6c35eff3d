#if defined(__x86_64__)
#include "micro/avx512/vector.h"

#include "micro/templates/array.h"
#endif
