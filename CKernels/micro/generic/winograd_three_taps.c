#include "micro/generic/vector.h"

#include "micro/templates/winograd_three_taps.h"
