#include "CKernels.h"

// The map of symbol versions beside this file names the binary interface; so does the header.
_Static_assert(CK_ABI == 1, "CKernels.map: a new interface needs a version of its own");
