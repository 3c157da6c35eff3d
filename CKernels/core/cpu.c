#include "core/cpu.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "ck/registry.h"

#if defined(__x86_64__)
#include <cpuid.h>

static uint64_t extended_control_register(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return ((uint64_t)high << 32) | low;
}

static ck_instruction_set detect(void) {
    uint32_t a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d)) return CK_BASELINE;
    bool has_fma = c & bit_FMA, has_os_save = c & bit_OSXSAVE, has_avx = c & bit_AVX;
    if (!has_fma || !has_os_save || !has_avx) return CK_BASELINE;
    uint64_t saved = extended_control_register();
    enum { YMM_STATE = 0x6, ZMM_STATE = 0xe6 };
    if ((saved & YMM_STATE) != YMM_STATE) return CK_BASELINE;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2)) return CK_BASELINE;
    uint32_t needed = bit_AVX512F | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL;
    if ((b & needed) == needed && (saved & ZMM_STATE) == ZMM_STATE) return CK_AVX512;
    return CK_AVX2;
}

static void read_name(char name[64]) {
    uint32_t words[12];
    uint32_t highest = __get_cpuid_max(0x80000000u, NULL);
    if (highest < 0x80000004u) {
        strcpy(name, "unknown");
        return;
    }
    for (uint32_t leaf = 0; leaf < 3; leaf++) {
        uint32_t *w = words + 4 * leaf;
        __get_cpuid(0x80000002u + leaf, w, w + 1, w + 2, w + 3);
    }
    memcpy(name, words, sizeof words);
    name[sizeof words] = 0;
    size_t length = strlen(name);
    while (length > 0 && name[length - 1] == ' ') name[--length] = 0;
}
#else
static ck_instruction_set detect(void) {
    return CK_BASELINE;
}
static void read_name(char name[64]) {
    strcpy(name, "unknown");
}
#endif

static ck_instruction_set level;
static char cpu_name[64];
static pthread_once_t detected = PTHREAD_ONCE_INIT;

static void detect_once(void) {
    level = detect();
    read_name(cpu_name);
}

ck_instruction_set ck_cpu_level(void) {
    pthread_once(&detected, detect_once);
    return level;
}

const char *ck_cpu_name(void) {
    pthread_once(&detected, detect_once);
    return cpu_name;
}

const char *ck_instruction_set_name(ck_instruction_set instruction_set) {
    switch (instruction_set) {
    case CK_BASELINE:
        return "baseline";
    case CK_AVX2:
        return "avx2";
    case CK_AVX512:
        return "avx512";
    }
    return "unknown";
}

const char *ck_cpu_instruction_set(void) {
    return ck_instruction_set_name(ck_cpu_level());
}
