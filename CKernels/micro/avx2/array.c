#if defined(__x86_64__)
#include "micro/avx2/vector.h"

#include "micro/templates/array.h"
#endif
