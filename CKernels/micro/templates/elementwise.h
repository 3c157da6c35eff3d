/// Elementwise kernels, one vector at a time.
#include "micro/elementwise.h"

#include "micro/templates/binary.h"
#include "micro/templates/gated_units.h"
#include "micro/templates/trigonometry.h"
#include "micro/templates/vector_math.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

CK_INLINE ck_vector if_positive(ck_vector x, ck_vector positive, ck_vector otherwise) {
    return vector_select(vector_greater(x, vector_zero()), positive, otherwise);
}

/// 1 or -1, or `otherwise` at zero and NaN.
CK_INLINE ck_vector sign_or(ck_vector x, ck_vector otherwise) {
    ck_mask is_negative = vector_greater(vector_zero(), x);
    return if_positive(x, vector_set1(1.0f), vector_select(is_negative, vector_set1(-1.0f), otherwise));
}

CK_INLINE ck_vector unary(ck_unary_operation operation, ck_vector x, ck_vector parameter) {
    const ck_vector zero = vector_zero(), one = vector_set1(1.0f);
    switch (operation) {
#define VALUE(name, value, derivative, vector_value, vector_derivative)                                                \
    case CK_UNARY_##name:                                                                                              \
        return vector_value;
        CK_UNARY_FUNCTIONS(VALUE)
    case CK_UNARY_COUNT:
        break;
    }
    return x;
}

/// The derivative at x, where y is the operation's value.
CK_INLINE ck_vector unary_derivative(ck_unary_operation operation, ck_vector x, ck_vector y, ck_vector parameter) {
    const ck_vector zero = vector_zero(), one = vector_set1(1.0f);
    switch (operation) {
#define DERIVATIVE(name, value, derivative, vector_value, vector_derivative)                                           \
    case CK_UNARY_##name:                                                                                              \
        return vector_derivative;
        CK_UNARY_FUNCTIONS(DERIVATIVE)
    case CK_UNARY_COUNT:
        break;
    }
    return zero;
}

// The loops are compiled once for each operation, so that the switches above are decided outside of them.

CK_INLINE void unary_forward_loop(ck_unary_operation operation, const ck_unary_call *call, int64_t begin, int64_t end) {
    const ck_vector parameter = vector_set1(call->parameter);
    const bool streams = can_stream(call->is_streamed, call->output);
    CK_FOR_VECTORS(begin, end, {
        store_output(call->output + i, unary(operation, load(call->input + i, lanes), parameter), lanes, streams);
    });
}

CK_INLINE void unary_backward_loop(ck_unary_operation operation, const ck_unary_backward_call *call, int64_t begin,
                                   int64_t end) {
    const ck_vector parameter = vector_set1(call->parameter);
    const bool streams = can_stream(call->is_streamed, call->input_gradient);
    CK_FOR_VECTORS(begin, end, {
        ck_vector derivative =
            unary_derivative(operation, load(call->input + i, lanes), load(call->output + i, lanes), parameter);
        ck_vector gradient = vector_multiply(load(call->output_gradient + i, lanes), derivative);
        if (streams) {
            store_output(call->input_gradient + i, gradient, lanes, streams);
        } else {
            store_gradient(call->input_gradient + i, gradient, call->beta, lanes);
        }
    });
}

static void unary_forward(const void *argument, int64_t begin, int64_t end) {
    const ck_unary_call *call = argument;
    switch (call->operation) {
#define FORWARD_LOOP(name, ...)                                                                                        \
    case CK_UNARY_##name:                                                                                              \
        unary_forward_loop(CK_UNARY_##name, call, begin, end);                                                         \
        break;
        CK_UNARY_FUNCTIONS(FORWARD_LOOP)
    case CK_UNARY_COUNT:
        break;
    }
}

static void unary_backward(const void *argument, int64_t begin, int64_t end) {
    const ck_unary_backward_call *call = argument;
    switch (call->operation) {
#define BACKWARD_LOOP(name, ...)                                                                                       \
    case CK_UNARY_##name:                                                                                              \
        unary_backward_loop(CK_UNARY_##name, call, begin, end);                                                        \
        break;
        CK_UNARY_FUNCTIONS(BACKWARD_LOOP)
    case CK_UNARY_COUNT:
        break;
    }
}

CK_INLINE void binary_loop(ck_binary_operation operation, const ck_binary_call *call, int64_t begin, int64_t end) {
    // Rows that do not begin at a whole vector would make streaming stores unaligned.
    const bool streams = call->row % CK_LANES == 0 && can_stream(call->is_streamed, call->output);
    while (begin < end) {
        // The part of one row that lies in the range.
        const int64_t row = begin / call->row, first = begin % call->row, left = call->row - first;
        const int64_t count = left < end - begin ? left : end - begin;
        const float *a = call->a + begin;
        float *output = call->output + begin;
        if (call->b_per_row) {
            const ck_vector b = vector_set1(call->b[row % call->axis]);
            CK_FOR_VECTORS(0, count,
                           { store_output(output + i, binary(operation, load(a + i, lanes), b), lanes, streams); });
        } else {
            const float *b = call->b + first;
            CK_FOR_VECTORS(0, count, {
                store_output(output + i, binary(operation, load(a + i, lanes), load(b + i, lanes)), lanes, streams);
            });
        }
        begin += count;
    }
}

static void binary_range(const void *argument, int64_t begin, int64_t end) {
    const ck_binary_call *call = argument;
    FOR_EACH_BINARY(binary_loop)
}

static void axpby(const void *argument, int64_t begin, int64_t end) {
    const ck_axpby_call *call = argument;
    const ck_vector alpha = vector_set1(call->alpha), beta = vector_set1(call->beta);
    if (call->beta == 0.0f) {
        const bool streams = can_stream(call->is_streamed, call->y);
        CK_FOR_VECTORS(begin, end, {
            store_output(call->y + i, vector_multiply(alpha, load(call->x + i, lanes)), lanes, streams);
        });
        return;
    }
    CK_FOR_VECTORS(begin, end, {
        ck_vector scaled = vector_multiply(alpha, load(call->x + i, lanes));
        store(call->y + i, vector_multiply_add(beta, load(call->y + i, lanes), scaled), lanes);
    });
}

static void affine(const void *argument, int64_t begin, int64_t end) {
    const ck_affine_call *call = argument;
    const ck_vector scale = vector_set1(call->scale), offset = vector_set1(call->offset);
    const bool streams = can_stream(call->is_streamed, call->output);
    CK_FOR_VECTORS(begin, end, {
        ck_vector result = vector_multiply_add(scale, load(call->input + i, lanes), offset);
        store_output(call->output + i, result, lanes, streams);
    });
}

static void fill(const void *argument, int64_t begin, int64_t end) {
    const ck_fill_call *call = argument;
    const ck_vector value = vector_set1(call->value);
    const bool streams = can_stream(call->is_streamed, call->output);
    CK_FOR_VECTORS(begin, end, { store_output(call->output + i, value, lanes, streams); });
}

CK_KERNELS_END

const ck_elementwise_kernels CK_NAMED(ck_elementwise) = {
    .grain = CK_GRAIN,
    .unary_forward = unary_forward,
    .unary_backward = unary_backward,
    .binary = binary_range,
    .axpby = axpby,
    .affine = affine,
    .fill = fill,
};
