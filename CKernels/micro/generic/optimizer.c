#include "micro/generic/vector.h"

#include "micro/templates/optimizer.h"
