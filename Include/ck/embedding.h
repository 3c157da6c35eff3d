/// Embedding: rows of a table by index, and the gradient back into the table.
#ifndef CK_EMBEDDING_H
#define CK_EMBEDDING_H

#include "ck/context.h"

CK_BEGIN

/// `count` indices into a table of `vocabulary` rows of `dimension` values. An index outside the table is refused with
/// CK_INVALID_ARGUMENT and its position.
typedef struct {
    int64_t count;
    int64_t vocabulary;
    int64_t dimension;
    /// Row that takes no gradient (padding); -1 for none.
    int64_t padding_index;
} ck_embedding_descriptor;

/// output[i, :] = table[indices[i], :].
CK_API ck_status ck_embedding_f32_forward(ck_context *context, const ck_embedding_descriptor *descriptor,
                                          const float *table, const int32_t *indices, float *output);
/// table_gradient = beta * table_gradient + scatter(output_gradient); equal indices are added in order of position.
CK_API ck_status ck_embedding_f32_backward(ck_context *context, const ck_embedding_descriptor *descriptor,
                                           const float *output_gradient, const int32_t *indices, float beta,
                                           float *table_gradient);

CK_END

#endif
