#ifndef CK_REFERENCE_BINARY_H
#define CK_REFERENCE_BINARY_H

#include "ck/elementwise.h"

/// The function of two elements.
float ck_reference_binary(ck_binary_operation operation, float a, float b);

#endif
