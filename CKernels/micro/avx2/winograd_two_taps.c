#if defined(__x86_64__)
#include "micro/avx2/vector.h"

#include "micro/templates/winograd_two_taps.h"
#endif
