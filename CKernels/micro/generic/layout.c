#include "micro/generic/vector.h"

#include "micro/templates/layout.h"
