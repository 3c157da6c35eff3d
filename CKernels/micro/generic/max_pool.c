#include "micro/generic/vector.h"

#include "micro/templates/max_pool.h"
