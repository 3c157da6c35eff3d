/// Softmax kernels: row by row, or where a row fits into a vector, as many rows at once as it has lanes.
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

/// Rows of few classes, turned: vector c holds class c of as many rows as it has lanes.
typedef struct {
    ck_vector classes[CK_LANES];
} turned_rows;

CK_INLINE turned_rows load_turned(const float *rows, int64_t classes, int64_t count) {
    turned_rows result;
    if (classes == 2) {
        result.classes[0] = load_spaced(rows, 2, count);
        result.classes[1] = load_spaced(rows + 1, 2, count);
        return result;
    }
    for (int64_t row = 0; row < CK_LANES; row++) {
        result.classes[row] = row < count ? load(rows + row * classes, classes) : vector_zero();
    }
    vectors_transpose(result.classes);
    return result;
}

CK_INLINE void store_turned(turned_rows *turned, float *rows, int64_t classes, int64_t count) {
    if (classes == 2) {
        ck_vector low, high;
        vector_interleave(turned->classes[0], turned->classes[1], &low, &high);
        store(rows, low, 2 * count < CK_LANES ? 2 * count : CK_LANES);
        if (2 * count > CK_LANES) store(rows + CK_LANES, high, 2 * count - CK_LANES);
        return;
    }
    for (int64_t c = classes; c < CK_LANES; c++) turned->classes[c] = vector_zero();
    vectors_transpose(turned->classes);
    for (int64_t row = 0; row < count; row++) store(rows + row * classes, turned->classes[row], classes);
}

/// Replaces logits by exp(logits - maximum); the sums of these come back.
CK_INLINE ck_vector turned_exponentials(turned_rows *turned, int64_t classes, ck_vector *maximum) {
    *maximum = turned->classes[0];
    for (int64_t c = 1; c < classes; c++) *maximum = maximum_or_nan(*maximum, turned->classes[c]);
    ck_vector sum = vector_zero();
    for (int64_t c = 0; c < classes; c++) {
        turned->classes[c] = exponential(vector_subtract(turned->classes[c], *maximum));
        sum = vector_add(sum, turned->classes[c]);
    }
    return sum;
}

/// Softmax of `count` rows, at most CK_LANES, of at most as many classes.
CK_INLINE void turned_forward(const float *logits, int64_t classes, int64_t count, float *output) {
    turned_rows turned = load_turned(logits, classes, count);
    ck_vector maximum;
    const ck_vector sum = turned_exponentials(&turned, classes, &maximum);
    const ck_vector factor = vector_divide(vector_set1(1.0f), sum);
    for (int64_t c = 0; c < classes; c++) turned.classes[c] = vector_multiply(turned.classes[c], factor);
    store_turned(&turned, output, classes, count);
}

CK_INLINE void row_forward(const float *logits, int64_t classes, float *output) {
    float sum = row_exponentials(logits, classes, row_extreme(logits, classes, true), output);
    scale_row(output, classes, 1.0f / sum);
}

/// Rows that are done together.
CK_INLINE int64_t rows_at_once(int64_t classes, int64_t left) {
    if (classes > CK_LANES) return 1;
    return left < CK_LANES ? left : CK_LANES;
}

static void forward(const void *argument, int64_t begin, int64_t end) {
    const ck_softmax_call *call = argument;
    const int64_t classes = call->classes;
    int64_t count;
    for (int64_t row = begin; row < end; row += count) {
        const float *logits = call->logits + row * classes;
        float *output = call->output + row * classes;
        count = rows_at_once(classes, end - row);
        if (classes == 2) {
            turned_forward(logits, 2, count, output);
        } else if (classes <= CK_LANES) {
            turned_forward(logits, classes, count, output);
        } else {
            row_forward(logits, classes, output);
        }
    }
}

CK_INLINE void turned_backward(const float *output, const float *gradient, int64_t classes, int64_t count,
                               float *input_gradient) {
    turned_rows outputs = load_turned(output, classes, count), gradients = load_turned(gradient, classes, count);
    ck_vector mean = vector_zero();
    for (int64_t c = 0; c < classes; c++) {
        mean = vector_multiply_add(outputs.classes[c], gradients.classes[c], mean);
    }
    for (int64_t c = 0; c < classes; c++) {
        const ck_vector centered = vector_subtract(gradients.classes[c], mean);
        gradients.classes[c] = vector_multiply(outputs.classes[c], centered);
    }
    store_turned(&gradients, input_gradient, classes, count);
}

CK_INLINE void row_backward(const float *output, const float *gradient, int64_t classes, float *input_gradient) {
    float dot;
    CK_SUM_OF_TERMS(dot, classes, vector_multiply(load(output + i, lanes), load(gradient + i, lanes)));
    const ck_vector mean = vector_set1(dot);
    CK_FOR_VECTORS(0, classes, {
        ck_vector centered = vector_subtract(load(gradient + i, lanes), mean);
        store(input_gradient + i, vector_multiply(load(output + i, lanes), centered), lanes);
    });
}

static void backward(const void *argument, int64_t begin, int64_t end) {
    const ck_softmax_backward_call *call = argument;
    const int64_t classes = call->classes;
    int64_t count;
    for (int64_t row = begin; row < end; row += count) {
        const float *output = call->output + row * classes, *gradient = call->output_gradient + row * classes;
        float *input_gradient = call->input_gradient + row * classes;
        count = rows_at_once(classes, end - row);
        if (classes == 2) {
            turned_backward(output, gradient, 2, count, input_gradient);
        } else if (classes <= CK_LANES) {
            turned_backward(output, gradient, classes, count, input_gradient);
        } else {
            row_backward(output, gradient, classes, input_gradient);
        }
    }
}

CK_INLINE void turned_cross_entropy(const ck_softmax_cross_entropy_call *call, int64_t row, int64_t classes,
                                    int64_t count) {
    const float *logits = call->logits + row * classes;
    const int32_t *labels = call->labels + row;
    float label_logits[CK_LANES] = {0};
    for (int64_t k = 0; k < count; k++) label_logits[k] = logits[k * classes + labels[k]];
    turned_rows turned = load_turned(logits, classes, count);
    ck_vector maximum;
    const ck_vector sum = turned_exponentials(&turned, classes, &maximum);
    const ck_vector distance = vector_subtract(vector_load(label_logits), maximum);
    store(call->losses + row, vector_subtract(logarithm(sum), distance), count);
    if (call->logits_gradient == NULL) return;
    const ck_vector scale = vector_set1(call->gradient_scale), factor = vector_divide(scale, sum);
    const ck_int_vector label = int_vector_load_partial(labels, count);
    for (int64_t c = 0; c < classes; c++) {
        const ck_mask is_label = int_vector_equal(label, int_vector_set1((int32_t)c));
        const ck_vector probability = vector_multiply(turned.classes[c], factor);
        turned.classes[c] = vector_subtract(probability, vector_select(is_label, scale, vector_zero()));
    }
    store_turned(&turned, call->logits_gradient + row * classes, classes, count);
}

CK_INLINE float logarithm_of(float x) {
    float lanes[CK_LANES];
    vector_store(lanes, logarithm(vector_set1(x)));
    return lanes[0];
}

CK_INLINE void row_cross_entropy(const ck_softmax_cross_entropy_call *call, int64_t row, int64_t classes) {
    const float *logits = call->logits + row * classes;
    float *gradient = call->logits_gradient == NULL ? NULL : call->logits_gradient + row * classes;
    const float maximum = row_extreme(logits, classes, true);
    const float label_logit = logits[call->labels[row]] - maximum;
    const float sum = row_exponentials(logits, classes, maximum, gradient);
    call->losses[row] = logarithm_of(sum) - label_logit;
    if (gradient == NULL) return;
    scale_row(gradient, classes, call->gradient_scale / sum);
    gradient[call->labels[row]] -= call->gradient_scale;
}

static void cross_entropy(const void *argument, int64_t begin, int64_t end) {
    const ck_softmax_cross_entropy_call *call = argument;
    const int64_t classes = call->classes;
    int64_t count;
    for (int64_t row = begin; row < end; row += count) {
        count = rows_at_once(classes, end - row);
        if (classes == 2) {
            turned_cross_entropy(call, row, 2, count);
        } else if (classes <= CK_LANES) {
            turned_cross_entropy(call, row, classes, count);
        } else {
            row_cross_entropy(call, row, classes);
        }
    }
}

CK_KERNELS_END

const ck_softmax_kernels CK_NAMED(ck_softmax) = {
    .grain = CK_GRAIN,
    .forward = forward,
    .backward = backward,
    .cross_entropy = cross_entropy,
};
