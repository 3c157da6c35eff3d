#include "micro/generic/vector.h"

#include "micro/templates/batch_norm.h"
