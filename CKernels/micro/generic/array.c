#include "micro/generic/vector.h"

#include "micro/templates/array.h"
