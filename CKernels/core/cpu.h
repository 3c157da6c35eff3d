/// What the CPU and the operating system can run.
#ifndef CK_CORE_CPU_H
#define CK_CORE_CPU_H

/// Instruction sets in the order of what they include: each runs everything below it.
typedef enum {
    CK_BASELINE = 0,
    /// AVX2 and FMA.
    CK_AVX2 = 1,
    /// AVX-512 F, BW, DQ and VL.
    CK_AVX512 = 2,
} ck_instruction_set;

/// The highest instruction set that can be used here.
ck_instruction_set ck_cpu_level(void);

/// "baseline", "avx2" or "avx512".
const char *ck_instruction_set_name(ck_instruction_set instruction_set);

#endif
