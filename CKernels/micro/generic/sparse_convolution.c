#include "micro/generic/vector.h"

#include "micro/templates/sparse_convolution.h"
