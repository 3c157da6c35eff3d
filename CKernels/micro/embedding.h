/// Kernels of the embedding.
#ifndef CK_MICRO_EMBEDDING_H
#define CK_MICRO_EMBEDDING_H

#include "ck/embedding.h"
#include "micro/range.h"

/// Items are positions.
typedef struct {
    int64_t dimension;
    const float *table;
    const int32_t *indices;
    float *output;
    /// See ck_is_streamed.
    bool is_streamed;
} ck_embedding_call;

/// Items are columns of the table: each range goes through all positions, whatever words they hold.
typedef struct {
    ck_embedding_descriptor size;
    const float *output_gradient;
    const int32_t *indices;
    float *table_gradient;
    bool is_streamed;
} ck_embedding_backward_call;

typedef struct {
    int64_t grain;
    ck_range_kernel forward;
    /// Adds to the table's gradient.
    ck_range_kernel backward;
    /// Sets the table's gradient to 0; items are its elements.
    ck_range_kernel clear;
} ck_embedding_kernels;

extern const ck_embedding_kernels ck_embedding_reference;
extern const ck_embedding_kernels ck_embedding_generic;
extern const ck_embedding_kernels ck_embedding_avx2;
extern const ck_embedding_kernels ck_embedding_avx512;

#endif
