#include "drivers/gemm_plan.h"

#include <math.h>

/// Whether rows that lie this many floats apart fall into the same few sets of the caches, so that they evict each
/// other: multiples of 4 KiB do, with 64 sets of 64 bytes in the L1 cache.
static bool rows_collide(int64_t stride) {
    return stride % 1024 == 0;
}

static bool offsets_fit(int64_t stride) {
    return stride <= INT32_MAX / CK_GEMM_BLOCK_DEPTH;
}

/// Packing A costs a copy and gains when its rows are then read often, or evict each other where they lie.
static ck_gemm_source source_of_a(const ck_gemm_descriptor *d, bool is_packed_by_piece) {
    const bool in_place = d->transpose_a
                              ? offsets_fit(d->lda) && (d->n <= CK_GEMM_FEW_COLUMNS || d->lda <= CK_GEMM_SHORT_ROW)
                              : !rows_collide(d->lda);
    if (in_place) return CK_GEMM_IN_PLACE;
    return is_packed_by_piece ? CK_GEMM_PACKED_BY_PIECE : CK_GEMM_PACKED_ONCE;
}

/// B in place costs less than packing where few rows of A meet it and all of it stays in the caches.
static ck_gemm_source source_of_b(const ck_gemm_descriptor *d, bool is_packed_by_piece) {
    const bool in_place = !d->transpose_b && d->m <= CK_GEMM_FEW_ROWS && !rows_collide(d->ldb) && offsets_fit(d->ldb) &&
                          d->n <= CK_GEMM_CACHED_VALUES / ck_maximum(1, d->k);
    if (in_place) return CK_GEMM_IN_PLACE;
    return is_packed_by_piece ? CK_GEMM_PACKED_BY_PIECE : CK_GEMM_PACKED_ONCE;
}

/// Cuts the depth into `chunks` parts of equal blocks.
static void cut_depth(ck_gemm_plan *plan, int64_t depth, int64_t chunks) {
    const int64_t chunk_depth = ck_piece_count(depth, chunks);
    plan->piece_blocks = ck_piece_count(chunk_depth, CK_GEMM_BLOCK_DEPTH);
    plan->block_depth = ck_piece_count(chunk_depth, plan->piece_blocks);
    plan->chunks = ck_piece_count(depth, plan->piece_blocks * plan->block_depth);
}

/// How many parts the depth is cut into: one, unless C is small and the depth long.
static int64_t chunks_of(const ck_gemm_descriptor *d, int64_t wanted) {
    const bool is_long = d->k >= CK_GEMM_LONG_DEPTH && d->k / 8 >= ck_maximum(d->m, d->n);
    if (!is_long || d->m > CK_GEMM_CHUNKED_VALUES / d->n) return 1;
    // An even number, which suits most numbers of threads.
    const int64_t chunks = ck_minimum(ck_minimum(wanted, CK_GEMM_MOST_CHUNKS), d->k / CK_GEMM_CHUNK_DEPTH);
    return ck_maximum(1, chunks / 2 * 2);
}

ck_gemm_plan ck_gemm_plan_product(const ck_gemm_kernel *kernel, const ck_gemm_descriptor *d) {
    const double work = (double)d->m * (double)d->n * (double)ck_maximum(d->k, CK_GEMM_SHORT_DEPTH);
    const int64_t wanted = (int64_t)fmin(fmax(work / CK_GEMM_PIECE_WORK, 1.0), CK_GEMM_WANTED_PIECES);
    ck_gemm_plan p = {.tile_rows = ck_piece_count(d->m, ck_piece_count(d->m, kernel->rows))};
    p.block_columns = ck_minimum(
        d->n, ck_round_up(ck_piece_count(d->n, ck_piece_count(d->n, CK_GEMM_BLOCK_COLUMNS)), kernel->columns));
    const int64_t row_tiles = ck_piece_count(d->m, p.tile_rows);
    const int64_t column_tiles = ck_piece_count(p.block_columns, kernel->columns);
    cut_depth(&p, d->k, chunks_of(d, wanted));

    int64_t row_pieces = 1, column_pieces = 1;
    if (p.chunks == 1) {
        const int64_t shared = CK_GEMM_SHARED_VALUES / (p.block_columns * p.block_depth);
        p.piece_blocks = ck_minimum(p.piece_blocks, ck_maximum(1, shared));
        // Rows are cut first, since a piece of all columns reuses its rows of A for longest, then columns.
        const int64_t needed = ck_piece_count(row_tiles, ck_maximum(1, CK_GEMM_BLOCK_ROWS / p.tile_rows));
        row_pieces = ck_maximum(needed, ck_minimum(wanted, row_tiles / CK_GEMM_PIECE_TILES));
        column_pieces = ck_minimum(column_tiles, ck_piece_count(wanted, row_pieces));
    }
    p.piece_rows = ck_piece_count(row_tiles, row_pieces) * p.tile_rows;
    p.piece_columns = ck_piece_count(column_tiles, column_pieces) * kernel->columns;
    p.a = source_of_a(d, p.chunks > 1 || p.piece_columns >= p.block_columns);
    p.b = source_of_b(d, p.chunks > 1 || p.piece_rows >= d->m);
    return p;
}
