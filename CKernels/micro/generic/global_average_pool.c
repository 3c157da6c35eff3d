#include "micro/generic/vector.h"

#include "micro/templates/global_average_pool.h"
