/// Which release of the kernels this is.
#ifndef CK_VERSION_H
#define CK_VERSION_H

#include "ck/status.h"

CK_BEGIN

/// The version of this header, and of all of Swiftlet: MAJOR.MINOR.PATCH as https://semver.org has it.
#define CK_VERSION "0.1.0"

/// The binary interface of this header. It grows by one whenever a function, a field of a descriptor or the value of a
/// constant changes its meaning or goes; what is only added leaves it as it is. The exported symbols
/// carry it in their version, CKERNELS_1.
#define CK_ABI 1

/// The version of the library that is loaded: `CK_VERSION` as it was when the library was built.
CK_API const char *ck_version(void);

/// The binary interface of the library that is loaded. A program whose header has another `CK_ABI` must not call it.
CK_API int ck_abi(void);

CK_END

#endif
