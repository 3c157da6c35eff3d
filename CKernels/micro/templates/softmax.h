/// Softmax kernels, row by row.
#include "micro/softmax.h"

#include "micro/templates/rows.h"
#include "micro/templates/vector_math.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

/// exp(row[i] - maximum), and 0 in the lanes behind the end.
CK_INLINE ck_vector shifted_exponential(const float *row, ck_vector maximum, int64_t lanes) {
    return exponential(vector_subtract(fill_lanes(load(row, lanes), lanes, -INFINITY), maximum));
}

CK_INLINE ck_vector kept(ck_vector x, float *to, int64_t lanes) {
    store(to, x, lanes);
    return x;
}

/// Writes exp(logits - maximum) to `exponentials` unless it is NULL, and returns the sum.
CK_INLINE float row_exponentials(const float *logits, int64_t classes, float largest, float *exponentials) {
    const ck_vector maximum = vector_set1(largest);
    float sum;
    if (exponentials == NULL) {
        CK_SUM_OF_TERMS(sum, classes, shifted_exponential(logits + i, maximum, lanes));
    } else {
        CK_SUM_OF_TERMS(sum, classes, kept(shifted_exponential(logits + i, maximum, lanes), exponentials + i, lanes));
    }
    return sum;
}

CK_INLINE void scale_row(float *row, int64_t count, float factor) {
    const ck_vector scale = vector_set1(factor);
    CK_FOR_VECTORS(0, count, { store(row + i, vector_multiply(load(row + i, lanes), scale), lanes); });
}

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_softmax_call *call = argument;
    const int64_t classes = call->classes;
    for (int64_t row = begin; row < end; row++) {
        const float *logits = call->logits + row * classes;
        float *output = call->output + row * classes;
        float sum = row_exponentials(logits, classes, row_extreme(logits, classes, true), output);
        scale_row(output, classes, 1.0f / sum);
    }
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_softmax_backward_call *call = argument;
    const int64_t classes = call->classes;
    for (int64_t row = begin; row < end; row++) {
        const float *output = call->output + row * classes;
        const float *gradient = call->output_gradient + row * classes;
        float *input_gradient = call->input_gradient + row * classes;
        float dot;
        CK_SUM_OF_TERMS(dot, classes, vector_multiply(load(output + i, lanes), load(gradient + i, lanes)));
        const ck_vector mean = vector_set1(dot);
        CK_FOR_VECTORS(0, classes, {
            ck_vector centered = vector_subtract(load(gradient + i, lanes), mean);
            store(input_gradient + i, vector_multiply(load(output + i, lanes), centered), lanes);
        });
    }
}

CK_INLINE float logarithm_of(float x) {
    float lanes[CK_LANES];
    vector_store(lanes, logarithm(vector_set1(x)));
    return lanes[0];
}

static void cross_entropy(const void *argument, int64_t begin, int64_t end) {
    const ck_softmax_cross_entropy_call *call = argument;
    const int64_t classes = call->classes;
    for (int64_t row = begin; row < end; row++) {
        const float *logits = call->logits + row * classes;
        float *gradient = call->logits_gradient == NULL ? NULL : call->logits_gradient + row * classes;
        const float maximum = row_extreme(logits, classes, true);
        const float label_logit = logits[call->labels[row]] - maximum;
        const float sum = row_exponentials(logits, classes, maximum, gradient);
        call->losses[row] = logarithm_of(sum) - label_logit;
        if (gradient == NULL) continue;
        scale_row(gradient, classes, call->gradient_scale / sum);
        gradient[call->labels[row]] -= call->gradient_scale;
    }
}

CK_KERNELS_END

const ck_softmax_kernels CK_NAMED(ck_softmax) = {
    .grain = CK_GRAIN,
    .forward = forward,
    .backward = backward,
    .cross_entropy = cross_entropy,
};
