#include "micro/generic/vector.h"

#include "micro/templates/reduction.h"
