/// Multiplies two small matrices through the shared object, and shows how a wrong call is refused.
#include <stdio.h>

#include "CKernels.h"

int main(void) {
    // A library with another binary interface than this header's would read descriptors otherwise.
    if (ck_abi() != CK_ABI) {
        fprintf(stderr, "error: the library has interface %d, this program was built for %d\n", ck_abi(), CK_ABI);
        return 1;
    }
    ck_context *context = NULL;
    if (ck_context_create(2, &context) != CK_OK) return 1;

    const float a[] = {1, 2, 3, 4, 5, 6};
    const float b[] = {7, 8, 9, 10, 11, 12};
    const float expected[] = {58, 64, 139, 154};
    float c[4];
    ck_gemm_descriptor descriptor = {.m = 2, .n = 2, .k = 3, .lda = 3, .ldb = 2, .ldc = 2, .alpha = 1};
    int failures = 0;
    if (ck_gemm_f32(context, &descriptor, a, b, NULL, c) != CK_OK) {
        fprintf(stderr, "error: %s\n", ck_context_message(context));
        failures++;
    }
    for (int index = 0; index < 4; index++) failures += c[index] != expected[index];

    // A wrong call is refused with a sentence, not a crash.
    descriptor.lda = 1;
    if (ck_gemm_f32(context, &descriptor, a, b, NULL, c) != CK_INVALID_ARGUMENT) failures++;
    if (ck_context_message(context)[0] == 0) failures++;
    // So is a product that would overwrite its operand.
    float square[] = {1, 2, 3, 4};
    descriptor.k = descriptor.lda = 2;
    if (ck_gemm_f32(context, &descriptor, square, b, NULL, square) != CK_INVALID_ARGUMENT) failures++;
    if (square[0] != 1 || square[3] != 4) failures++;

    ck_context_destroy(context);
    printf("C, gemm, version %s: %s\n", ck_version(),
           failures == 0 ? "the product is right, a wrong stride and an overlap are refused" : "FAILED");
    return failures != 0;
}
