#include "micro/generic/vector.h"

#include "micro/templates/embedding.h"
