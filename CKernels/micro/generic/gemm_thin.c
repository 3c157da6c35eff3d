#include "micro/generic/vector.h"

#include "micro/templates/gemm_thin.h"
