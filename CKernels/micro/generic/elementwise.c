#include "micro/generic/vector.h"

#include "micro/templates/elementwise.h"
