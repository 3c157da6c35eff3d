#if defined(__linux__)
// For sched_getaffinity.
#define _GNU_SOURCE
#include <sched.h>
#endif

#include "core/context.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cpu.h"
#include "core/scratch.h"

/// Processors that this process may run on: a container or a batch system may grant fewer than the machine has.
static int available_processors(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
#if defined(__linux__)
    cpu_set_t granted;
    if (sched_getaffinity(0, sizeof granted, &granted) == 0) count = CPU_COUNT(&granted);
#endif
    if (count < 1) return 1;
    return count > CK_MAXIMUM_THREADS ? CK_MAXIMUM_THREADS : (int)count;
}

ck_status ck_context_create(int threads, ck_context **context) {
    if (context == NULL) return CK_INVALID_ARGUMENT;
    *context = NULL;
    if (threads < 0 || threads > CK_MAXIMUM_THREADS) return CK_INVALID_ARGUMENT;
    ck_context *created = calloc(1, sizeof *created);
    if (created == NULL) return CK_OUT_OF_MEMORY;
    created->threads = threads == 0 ? available_processors() : threads;
    for (int operator_id = 0; operator_id < CK_OPERATOR_COUNT; operator_id++) {
        created->selections[operator_id] = (ck_selection){.forced = -1, .ceiling = ck_cpu_level(), .last = -1};
    }
    *context = created;
    return CK_OK;
}

void ck_context_destroy(ck_context *context) {
    if (context == NULL) return;
    free(context->scratch);
    free(context);
}

int ck_context_threads(const ck_context *context) {
    return context == NULL ? 0 : context->threads;
}

int64_t ck_context_team_starts(const ck_context *context) {
    return context == NULL ? 0 : context->team_starts;
}

const char *ck_context_message(const ck_context *context) {
    return context == NULL ? "the context is NULL" : context->message;
}

ck_status ck_fail(ck_context *context, ck_status status, const char *format, ...) {
    if (context == NULL) return status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(context->message, sizeof context->message, format, arguments);
    va_end(arguments);
    return status;
}
