/// The context: thread count, chosen kernel variants, scratch memory, last message.
#ifndef CK_CONTEXT_H
#define CK_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ck/status.h"

CK_BEGIN

typedef struct ck_context ck_context;

/// Creates a context with `threads` threads (0: as many as `ck_available_processors`) and the variants that `auto`
/// takes.
CK_API ck_status ck_context_create(int threads, ck_context **context);

/// Frees the context and its scratch memory. NULL is allowed.
CK_API void ck_context_destroy(ck_context *context);

/// Number of threads that parallel loops of this context use.
CK_API int ck_context_threads(const ck_context *context);

/// Selects kernel variants by a specification: one name for all operators (`auto`, `reference`, `generic`, `avx2`,
/// `avx512`), or a comma-separated list `operator=variant`, where `NAME` or `all=NAME`, wherever it stands, sets
/// the rest.
/// An instruction-set name for all is a ceiling: each operator takes its best variant that needs no more.
/// Fails with CK_UNSUPPORTED and a message that lists the valid names; the selection is then unchanged.
CK_API ck_status ck_context_select_kernels(ck_context *context, const char *specification);

/// The sentence that explains the last status other than CK_OK; empty if there was none.
CK_API const char *ck_context_message(const ck_context *context);

/// Bytes of scratch memory the context holds now.
CK_API size_t ck_context_scratch_bytes(const ck_context *context);

/// How many times the context has asked the allocator for scratch memory.
CK_API int64_t ck_context_scratch_allocations(const ck_context *context);

/// Whether the guard bytes after the scratch memory of the last call are untouched: false means that a kernel wrote
/// past what it had reserved.
CK_API bool ck_context_scratch_is_intact(const ck_context *context);

/// Frees scratch memory that is held for reuse.
CK_API void ck_context_release_scratch(ck_context *context);

/// Calls `body(argument, index)` for index 0 ..< count on the context's threads, and returns how many distinct
/// threads took part. Order and assignment are unspecified. Lets a caller prove that a team really starts.
CK_API int ck_context_run_parallel(ck_context *context, int64_t count, void (*body)(void *argument, int64_t index),
                                   void *argument);

/// How many times a parallel loop of this context has started a team of more than one thread.
CK_API int64_t ck_context_team_starts(const ck_context *context);

/// How parallel loops start a team: "openmp" (compiled with the flag), "libomp" (runtime entry point), "serial", or
/// "pthreads" (a new thread for each member, for the thread sanitizer).
CK_API const char *ck_threading_model(void);

CK_END

#endif
