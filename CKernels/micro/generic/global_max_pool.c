#include "micro/generic/vector.h"

#include "micro/templates/global_max_pool.h"
