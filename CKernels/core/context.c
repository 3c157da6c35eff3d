#include "core/context.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ck/processors.h"
#include "core/cpu.h"
#include "core/scratch.h"

ck_status ck_context_create(int threads, ck_context **context) {
    if (context == NULL) return CK_INVALID_ARGUMENT;
    *context = NULL;
    if (threads < 0 || threads > CK_MAXIMUM_THREADS) return CK_INVALID_ARGUMENT;
    ck_context *created = calloc(1, sizeof *created);
    if (created == NULL) return CK_OUT_OF_MEMORY;
    created->processors = ck_available_processors();
    created->threads = threads == 0 ? created->processors : threads;
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
