/// How a product is cut up and where its operands are read from: by its shape alone.
#ifndef CK_DRIVERS_GEMM_PLAN_H
#define CK_DRIVERS_GEMM_PLAN_H

#include <stddef.h>

#include "core/parallel.h"
#include "micro/gemm.h"

/// Block sizes, in elements (Goto and van de Geijn 2008), and the limits between one way of working and another.
enum {
    /// Depth of a block: a tile of C is read and written once in this many steps, and as many rows of A as one piece of
    /// work takes (140 x 512 floats, 280 KiB) stay in an L2 cache of half a MiB or more while the columns pass by.
    CK_GEMM_BLOCK_DEPTH = 512,
    /// Rows of C in a piece of work.
    CK_GEMM_BLOCK_ROWS = 140,
    /// Columns of C that are worked on at a time: with the depth above 8 MiB, which an L3 cache holds.
    CK_GEMM_BLOCK_COLUMNS = 4096,
    /// Multiply-adds that are worth a piece of their own: 5 microseconds or so, ten times what starting a team costs.
    CK_GEMM_PIECE_WORK = 1 << 18,
    /// Pieces to aim for: enough to keep a few threads evenly busy, few enough that each reuses what it has packed.
    CK_GEMM_WANTED_PIECES = 32,
    /// Tiles of rows in a piece, at least, before columns are cut.
    CK_GEMM_PIECE_TILES = 4,
    /// Values of B that are packed at a time (4 MiB), if that is more than one block.
    CK_GEMM_SHARED_VALUES = 1 << 20,
    /// The depth is cut into chunks from LONG_DEPTH on, none shorter than CHUNK_DEPTH, where C has no more values than
    /// CHUNKED_VALUES: each chunk writes a C of its own.
    CK_GEMM_LONG_DEPTH = 1024,
    CK_GEMM_CHUNK_DEPTH = 192,
    CK_GEMM_MOST_CHUNKS = 16,
    CK_GEMM_CHUNKED_VALUES = 1 << 16,
    /// Products of no more steps than these take as long as writing C.
    CK_GEMM_SHORT_DEPTH = 8,
    /// Floats between packed rows of A, a cache line, so that rows of a power of two do not fall into the same sets.
    CK_GEMM_ROW_GAP = 16,
    /// Steps of the depth that are copied into all panels before the next few.
    CK_GEMM_COPIED_STEPS = 8,
    /// Columns that a piece packs for itself at a time: with the depth above 512 KiB.
    CK_GEMM_OWN_COLUMNS = 256,
    /// A transposed A is read where it lies if no more columns than these meet it, or if its own rows are so short that
    /// neighbouring steps of the depth share pages.
    CK_GEMM_FEW_COLUMNS = 192,
    CK_GEMM_SHORT_ROW = 256,
    /// Most rows of a C whose transpose is computed if that spares packing a larger B.
    CK_GEMM_TRANSPOSED_ROWS = 512,
    /// Shortest depth at which that pays for writing C across its rows.
    CK_GEMM_TRANSPOSED_DEPTH = 192,
    /// B is read where it lies if no more rows than these meet it and it has no more values than these (2 MiB).
    CK_GEMM_FEW_ROWS = 96,
    CK_GEMM_CACHED_VALUES = 1 << 19,
};

/// Where a piece of work reads an operand.
typedef enum {
    /// Where it lies.
    CK_GEMM_IN_PLACE,
    /// From panels that the piece packs for itself, into its worker's memory.
    CK_GEMM_PACKED_BY_PIECE,
    /// From panels that all pieces share, packed before any of them begins.
    CK_GEMM_PACKED_ONCE,
} ck_gemm_source;

typedef struct {
    ck_gemm_source a;
    ck_gemm_source b;
    /// Rows of a tile: the micro-kernel's, or fewer so that all tiles are about the same.
    int64_t tile_rows;
    /// Whole tiles of rows and columns that one piece computes.
    int64_t piece_rows;
    int64_t piece_columns;
    /// Depth of a block, and how many blocks a piece works through (what is packed once covers as many).
    int64_t block_depth;
    int64_t piece_blocks;
    /// Columns that are worked on at a time.
    int64_t block_columns;
    /// Parts of the depth that are summed on their own, then added in order; each is `piece_blocks` blocks.
    int64_t chunks;
} ck_gemm_plan;

static inline int64_t ck_minimum(int64_t a, int64_t b) {
    return a < b ? a : b;
}
static inline int64_t ck_maximum(int64_t a, int64_t b) {
    return a > b ? a : b;
}
static inline int64_t ck_round_up(int64_t value, int64_t step) {
    return ck_piece_count(value, step) * step;
}

ck_gemm_plan ck_gemm_plan_product(const ck_gemm_kernel *kernel, const ck_gemm_descriptor *descriptor);

#endif
