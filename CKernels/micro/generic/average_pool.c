#include "micro/generic/vector.h"

#include "micro/templates/average_pool.h"
