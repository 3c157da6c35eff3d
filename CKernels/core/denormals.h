/// Flushing denormal numbers to zero while kernels run: they slow arithmetic down up to a hundredfold.
#ifndef CK_CORE_DENORMALS_H
#define CK_CORE_DENORMALS_H

#include <stdint.h>

#if defined(__x86_64__)
#include <xmmintrin.h>

typedef unsigned ck_denormal_state;
enum { CK_FLUSH_TO_ZERO = 0x8000, CK_DENORMALS_ARE_ZERO = 0x0040 };

static inline ck_denormal_state ck_flush_denormals(void) {
    unsigned saved = _mm_getcsr();
    _mm_setcsr(saved | CK_FLUSH_TO_ZERO | CK_DENORMALS_ARE_ZERO);
    return saved;
}
static inline void ck_restore_denormals(ck_denormal_state saved) {
    _mm_setcsr(saved);
}
#elif defined(__aarch64__)
typedef uint64_t ck_denormal_state;

static inline ck_denormal_state ck_flush_denormals(void) {
    uint64_t saved;
    __asm__ volatile("mrs %0, fpcr" : "=r"(saved));
    __asm__ volatile("msr fpcr, %0" : : "r"(saved | (UINT64_C(1) << 24)));
    return saved;
}
static inline void ck_restore_denormals(ck_denormal_state saved) {
    __asm__ volatile("msr fpcr, %0" : : "r"(saved));
}
#else
typedef int ck_denormal_state;
static inline ck_denormal_state ck_flush_denormals(void) {
    return 0;
}
static inline void ck_restore_denormals(ck_denormal_state saved) {
    (void)saved;
}
#endif

#endif
