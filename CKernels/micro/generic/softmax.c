#include "micro/generic/vector.h"

#include "micro/templates/softmax.h"
