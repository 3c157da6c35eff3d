#include "micro/generic/vector.h"

#include "micro/templates/winograd.h"
