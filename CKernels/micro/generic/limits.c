#include "micro/generic/vector.h"

#include "micro/templates/limits.h"
