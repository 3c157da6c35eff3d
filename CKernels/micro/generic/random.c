#include "micro/generic/vector.h"

#include "micro/templates/random.h"
