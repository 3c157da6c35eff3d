/// What the templates share: names with the variant's suffix, and loops over vectors with a partial one at the end.
/// Included after micro/<instruction set>/vector.h.
#ifndef CK_MICRO_TEMPLATES_VECTORS_H
#define CK_MICRO_TEMPLATES_VECTORS_H

#include <stdbool.h>
#include <stdint.h>

#define CK_JOIN_EXPANDED(name, variant) name##_##variant
#define CK_JOIN(name, variant) CK_JOIN_EXPANDED(name, variant)
/// The variant's name of something: CK_NAMED(ck_softmax) is ck_softmax_avx2 in the AVX2 kernels.
#define CK_NAMED(name) CK_JOIN(name, CK_VARIANT)

/// Ahead of a loop over registers: they have no address, so the loop must not survive.
#define UNROLL _Pragma("clang loop unroll(full)")

/// Runs the statements for each vector of elements begin ..< end. They see the position `i` and the number of `lanes`,
/// which is a constant but for the last vector.
#define CK_FOR_VECTORS(begin, end, ...)                                                                                \
    do {                                                                                                               \
        int64_t i = (begin);                                                                                           \
        const int64_t end_ = (end);                                                                                    \
        for (; i + CK_LANES <= end_; i += CK_LANES) {                                                                  \
            const int64_t lanes = CK_LANES;                                                                            \
            __VA_ARGS__                                                                                                \
        }                                                                                                              \
        if (i < end_) {                                                                                                \
            const int64_t lanes = end_ - i;                                                                            \
            __VA_ARGS__                                                                                                \
        }                                                                                                              \
    } while (0)

CK_KERNELS_BEGIN

CK_INLINE ck_vector load(const float *from, int64_t lanes) {
    return lanes == CK_LANES ? vector_load(from) : vector_load_partial(from, lanes);
}

CK_INLINE void store(float *to, ck_vector value, int64_t lanes) {
    if (lanes == CK_LANES) {
        vector_store(to, value);
    } else {
        vector_store_partial(to, value, lanes);
    }
}

/// Whether a call that wants to may stream to this array: streaming stores need aligned vectors.
CK_INLINE bool can_stream(bool is_streamed, const float *to) {
    return is_streamed && (uintptr_t)to % sizeof(ck_vector) == 0;
}

/// Stores past the caches if `is_streamed`, which can_stream must have allowed for an array from which `to` is a
/// multiple of CK_LANES away.
CK_INLINE void store_output(float *to, ck_vector value, int64_t lanes, bool is_streamed) {
    if (is_streamed && lanes == CK_LANES) {
        vector_stream(to, value);
    } else {
        store(to, value, lanes);
    }
}

/// Stores a gradient: beta * destination + gradient for beta 0 or 1.
CK_INLINE void store_gradient(float *to, ck_vector gradient, float beta, int64_t lanes) {
    store(to, beta == 0.0f ? gradient : vector_add(load(to, lanes), gradient), lanes);
}

/// from[lane * stride] in the first lanes. Nothing behind the last is read.
CK_INLINE ck_vector load_spaced(const float *from, int64_t stride, int64_t lanes) {
    if (stride == 1) return load(from, lanes);
    if (stride == 2) {
        // The second vector begins one early, so that it ends with the last value that is needed.
        enum { SECOND = CK_LANES - 1 };
        const int64_t count = 2 * lanes - 1;
        return vector_every_second(load(from, count < CK_LANES ? count : CK_LANES),
                                   load(from + SECOND, count < SECOND ? 0 : count - SECOND));
    }
    float values[CK_LANES] = {0};
    for (int64_t lane = 0; lane < lanes; lane++) values[lane] = from[lane * stride];
    return vector_load(values);
}

/// 0, 1, 2, ...
CK_INLINE ck_int_vector lane_numbers(void) {
    int32_t numbers[CK_LANES];
    for (int32_t lane = 0; lane < CK_LANES; lane++) numbers[lane] = lane;
    return int_vector_load(numbers);
}

/// `value` in the first lanes, `fill` in the others.
CK_INLINE ck_vector fill_lanes(ck_vector value, int64_t lanes, float fill) {
    if (lanes == CK_LANES) return value;
    ck_mask is_first = vector_greater(vector_set1((float)lanes), vector_from_int(lane_numbers()));
    return vector_select(is_first, value, vector_set1(fill));
}

CK_INLINE ck_mask is_nan(ck_vector x) {
    return vector_not_equal(x, x);
}

/// a > b ? a : b, or NaN if either is NaN.
CK_INLINE ck_vector maximum_or_nan(ck_vector a, ck_vector b) {
    return vector_select(is_nan(a), a, vector_maximum(a, b));
}
CK_INLINE ck_vector minimum_or_nan(ck_vector a, ck_vector b) {
    return vector_select(is_nan(a), a, vector_minimum(a, b));
}

CK_KERNELS_END

#endif
