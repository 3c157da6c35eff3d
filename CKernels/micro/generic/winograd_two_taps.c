#include "micro/generic/vector.h"

#include "micro/templates/winograd_two_taps.h"
