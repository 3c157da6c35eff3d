#include "ck/version.h"

const char *ck_version(void) {
    return CK_VERSION;
}

int ck_abi(void) {
    return CK_ABI;
}
