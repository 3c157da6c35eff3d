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
} ck_embedding_call;

/// Items are rows of the table: each range goes through all positions and takes those that fall into it.
typedef struct {
    ck_embedding_descriptor size;
    const float *output_gradient;
    const int32_t *indices;
    float beta;
    float *table_gradient;
} ck_embedding_backward_call;

typedef struct {
    int64_t grain;
    ck_range_kernel forward;
    ck_range_kernel backward;
} ck_embedding_kernels;

extern const ck_embedding_kernels ck_embedding_reference;
extern const ck_embedding_kernels ck_embedding_generic;
extern const ck_embedding_kernels ck_embedding_avx2;
extern const ck_embedding_kernels ck_embedding_avx512;

#endif
