#include "core/scratch.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"

enum { ALIGNMENT = 64, GUARD_BYTES = CK_SCRATCH_GUARD_BYTES, GUARD_VALUE = 0xa5 };

void *ck_scratch_reserve(ck_context *context, size_t bytes) {
    size_t needed = ck_aligned_bytes(bytes) + GUARD_BYTES;
    if (needed < bytes) {
        ck_fail(context, CK_OUT_OF_MEMORY, "scratch memory of %zu bytes is more than can be addressed", bytes);
        return NULL;
    }
    if (needed > context->scratch_capacity) {
        ck_context_release_scratch(context);
        void *block = NULL;
        if (posix_memalign(&block, ALIGNMENT, needed) != 0) {
            ck_fail(context, CK_OUT_OF_MEMORY, "could not get %zu bytes of scratch memory", needed);
            return NULL;
        }
        context->scratch = block;
        context->scratch_capacity = needed;
        context->scratch_allocations++;
    }
    context->scratch_in_use = bytes;
    memset(context->scratch + bytes, GUARD_VALUE, needed - bytes);
    return context->scratch;
}

bool ck_context_scratch_is_intact(const ck_context *context) {
    if (context == NULL || context->scratch == NULL) return true;
    size_t end = ck_aligned_bytes(context->scratch_in_use) + GUARD_BYTES;
    for (size_t index = context->scratch_in_use; index < end; index++) {
        if (context->scratch[index] != GUARD_VALUE) return false;
    }
    return true;
}

size_t ck_context_scratch_bytes(const ck_context *context) {
    return context == NULL ? 0 : context->scratch_capacity;
}

int64_t ck_context_scratch_allocations(const ck_context *context) {
    return context == NULL ? 0 : context->scratch_allocations;
}

void ck_context_release_scratch(ck_context *context) {
    if (context == NULL) return;
    free(context->scratch);
    context->scratch = NULL;
    context->scratch_capacity = 0;
    context->scratch_in_use = 0;
}
