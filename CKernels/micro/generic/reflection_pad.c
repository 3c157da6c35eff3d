#include "micro/generic/vector.h"

#include "micro/templates/reflection_pad.h"
