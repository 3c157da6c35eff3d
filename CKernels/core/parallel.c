#include "core/parallel.h"

#include <stdatomic.h>
#include <stdbool.h>

#include "core/context.h"
#include "core/denormals.h"

// Four ways to start a team of threads. With -fopenmp the pragma is used. A package that depends on a version of this
// one may not pass that flag, so there the runtime's own entry point is called, which needs only the library. Without
// the library the loop is serial. The thread sanitizer, which cannot see how an OpenMP library keeps its threads in
// step, is given threads that it knows.
#if defined(CK_STARTS_PTHREADS)
#include <pthread.h>

const char *ck_threading_model(void) {
    return "pthreads";
}
#elif defined(_OPENMP)
extern int omp_get_thread_num(void);
const char *ck_threading_model(void) {
    return "openmp";
}
#elif defined(CK_LINKS_LIBOMP)
extern int omp_get_thread_num(void);
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
const char *ck_threading_model(void) {
    return "libomp";
}
#else
const char *ck_threading_model(void) {
    return "serial";
}
#endif

typedef struct {
    ck_task task;
    void *argument;
    int64_t count;
    _Atomic int64_t next;
} loop;

/// What each thread of the team does: takes the next piece until none is left.
static void take_pieces(loop *shared, int worker) {
    ck_denormal_state saved = ck_flush_denormals();
    for (;;) {
        int64_t index = atomic_fetch_add_explicit(&shared->next, 1, memory_order_relaxed);
        if (index >= shared->count) break;
        shared->task(shared->argument, index, worker);
    }
    // Streaming stores are not ordered like others: this makes them visible before the team is seen to be done.
    atomic_thread_fence(memory_order_seq_cst);
    ck_restore_denormals(saved);
}

#if defined(CK_STARTS_PTHREADS)
typedef struct {
    loop *shared;
    int worker;
} team_member;

static void *run_member(void *argument) {
    const team_member *member = argument;
    take_pieces(member->shared, member->worker);
    return NULL;
}

/// A thread that does not start leaves its pieces to the others.
static void run_team(loop *shared, int threads) {
    pthread_t started[CK_MAXIMUM_THREADS];
    team_member members[CK_MAXIMUM_THREADS];
    int count = 1;
    while (count < threads) {
        members[count] = (team_member){shared, count};
        if (pthread_create(&started[count], NULL, run_member, &members[count]) != 0) break;
        count++;
    }
    take_pieces(shared, 0);
    for (int worker = 1; worker < count; worker++) pthread_join(started[worker], NULL);
}
#elif defined(_OPENMP)
static void run_team(loop *shared, int threads) {
#pragma omp parallel num_threads(threads)
    take_pieces(shared, omp_get_thread_num());
}
#elif defined(CK_LINKS_LIBOMP)
static void team_member(void *data) {
    take_pieces(data, omp_get_thread_num());
}
static void run_team(loop *shared, int threads) {
    GOMP_parallel(team_member, shared, (unsigned)threads, 0);
}
#else
static void run_team(loop *shared, int threads) {
    (void)threads;
    take_pieces(shared, 0);
}
#endif

#if !defined(CK_STARTS_PTHREADS) && (defined(_OPENMP) || defined(CK_LINKS_LIBOMP))
extern int kmp_get_blocktime(void) __attribute__((weak));
extern void kmp_set_blocktime(int milliseconds) __attribute__((weak));

/// How the threads of a team wait for its next loop, and for each other at the end of one. The OpenMP library has them
/// spin for a while, which is fast as long as each has a processor. Where threads outnumber processors, those that spin
/// take the processors from those that still have something to do: there they sleep at once.
static void choose_waiting(const ck_context *context) {
    static _Thread_local bool sleeps;
    static _Thread_local int usual;
    bool is_crowded = context->threads > context->processors;
    if (is_crowded == sleeps || kmp_get_blocktime == NULL || kmp_set_blocktime == NULL) return;
    if (is_crowded) usual = kmp_get_blocktime();
    kmp_set_blocktime(is_crowded ? 0 : usual);
    sleeps = is_crowded;
}
#else
static void choose_waiting(const ck_context *context) {
    (void)context;
}
#endif

void ck_parallel_for(ck_context *context, int64_t count, ck_task task, void *argument) {
    if (count <= 0) return;
    loop shared = {.task = task, .argument = argument, .count = count};
    int64_t threads = ck_worker_count(context, count);
    if (threads == 1) {
        take_pieces(&shared, 0);
    } else {
        context->team_starts++;
        choose_waiting(context);
        run_team(&shared, (int)threads);
    }
}

typedef struct {
    void (*body)(void *argument, int64_t index);
    void *argument;
    _Atomic int took_part[CK_MAXIMUM_THREADS];
} observed_loop;

static void observed_piece(void *argument, int64_t index, int worker) {
    observed_loop *observed = argument;
    atomic_store_explicit(&observed->took_part[worker], 1, memory_order_relaxed);
    observed->body(observed->argument, index);
}

int ck_context_run_parallel(ck_context *context, int64_t count, void (*body)(void *argument, int64_t index),
                            void *argument) {
    if (context == NULL || body == NULL) return 0;
    observed_loop observed = {.body = body, .argument = argument};
    ck_parallel_for(context, count, observed_piece, &observed);
    int threads = 0;
    for (int worker = 0; worker < CK_MAXIMUM_THREADS; worker++) threads += observed.took_part[worker];
    return threads;
}
