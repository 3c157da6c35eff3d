/// The context's fields, for the kernels' own use.
#ifndef CK_CORE_CONTEXT_H
#define CK_CORE_CONTEXT_H

#include "ck/context.h"
#include "core/registry.h"

enum { CK_MESSAGE_CAPACITY = 1024, CK_MAXIMUM_THREADS = 1024 };

/// What `--kernels` asks of one operator.
typedef struct {
    /// Index of the forced variant, or -1: the best one up to `ceiling`.
    int forced;
    ck_instruction_set ceiling;
    /// Index of the variant that ran last, or -1.
    int last;
} ck_selection;

struct ck_context {
    int threads;
    /// Processors that the process may use.
    int processors;
    ck_selection selections[CK_OPERATOR_COUNT];
    unsigned char *scratch;
    size_t scratch_capacity;
    size_t scratch_in_use;
    int64_t scratch_allocations;
    int64_t team_starts;
    char message[CK_MESSAGE_CAPACITY];
};

/// Writes the context's message and returns `status`.
ck_status ck_fail(ck_context *context, ck_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
