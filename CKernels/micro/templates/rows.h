/// Reductions of a row of contiguous values.
///
/// Sums are taken in runs of 32 vectors on four accumulators; the sums of the runs are then added. The order depends on
/// the length alone, and the rounding error grows with the length of a run plus the number of runs.
#ifndef CK_MICRO_TEMPLATES_ROWS_H
#define CK_MICRO_TEMPLATES_ROWS_H

#include <math.h>

#include "micro/reduction.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

enum { RUN = 32, ACCUMULATORS = 4 };

/// Adds up over a row what `term` makes of the vector at i; terms of the lanes behind the end must be 0.
#define CK_SUM_OF_TERMS(result, count, ...)                                                                            \
    do {                                                                                                               \
        const int64_t count_ = (count), step_ = ACCUMULATORS * CK_LANES;                                               \
        ck_vector total_ = vector_zero();                                                                              \
        int64_t i = 0;                                                                                                 \
        while (i < count_) {                                                                                           \
            const int64_t stop_ = count_ - i < RUN * step_ ? count_ : i + RUN * step_;                                 \
            ck_vector sums_[ACCUMULATORS] = {vector_zero(), vector_zero(), vector_zero(), vector_zero()};              \
            while (i + step_ <= stop_) {                                                                               \
                for (int64_t sum_ = 0; sum_ < ACCUMULATORS; sum_++, i += CK_LANES) {                                   \
                    const int64_t lanes = CK_LANES;                                                                    \
                    sums_[sum_] = vector_add(sums_[sum_], (__VA_ARGS__));                                              \
                }                                                                                                      \
            }                                                                                                          \
            for (; i + CK_LANES <= stop_; i += CK_LANES) {                                                             \
                const int64_t lanes = CK_LANES;                                                                        \
                sums_[0] = vector_add(sums_[0], (__VA_ARGS__));                                                        \
            }                                                                                                          \
            if (i < stop_) {                                                                                           \
                const int64_t lanes = stop_ - i;                                                                       \
                sums_[1] = vector_add(sums_[1], (__VA_ARGS__));                                                        \
                i = stop_;                                                                                             \
            }                                                                                                          \
            total_ = vector_add(total_, vector_add(vector_add(sums_[0], sums_[1]), vector_add(sums_[2], sums_[3])));   \
        }                                                                                                              \
        result = vector_sum(total_);                                                                                   \
    } while (0)

CK_INLINE ck_vector squared(ck_vector x) {
    return vector_multiply(x, x);
}

CK_INLINE float row_sum(const float *row, int64_t count) {
    float sum;
    CK_SUM_OF_TERMS(sum, count, load(row + i, lanes));
    return sum;
}

CK_INLINE float row_sum_of_squares(const float *row, int64_t count) {
    float sum;
    CK_SUM_OF_TERMS(sum, count, squared(load(row + i, lanes)));
    return sum;
}

CK_INLINE float row_product(const float *row, int64_t count) {
    ck_vector products[ACCUMULATORS];
    for (int k = 0; k < ACCUMULATORS; k++) products[k] = vector_set1(1.0f);
    int64_t i = 0;
    for (; i + ACCUMULATORS * CK_LANES <= count; i += ACCUMULATORS * CK_LANES) {
        for (int k = 0; k < ACCUMULATORS; k++) {
            products[k] = vector_multiply(products[k], vector_load(row + i + k * CK_LANES));
        }
    }
    for (; i < count; i += CK_LANES) {
        const int64_t lanes = count - i < CK_LANES ? count - i : CK_LANES;
        products[0] = vector_multiply(products[0], fill_lanes(load(row + i, lanes), lanes, 1.0f));
    }
    for (int k = 1; k < ACCUMULATORS; k++) products[0] = vector_multiply(products[0], products[k]);
    float factors[CK_LANES], product = 1.0f;
    vector_store(factors, products[0]);
    for (int lane = 0; lane < CK_LANES; lane++) product *= factors[lane];
    return product;
}

/// A NaN among them makes a sum NaN. So do infinities of both signs: then a search is made for nothing.
CK_INLINE bool may_hold_nan(ck_vector sum) {
    return mask_any(is_nan(sum));
}

CK_INLINE int64_t first_nan(const float *row, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        if (isnan(row[i])) return i;
    }
    return -1;
}

CK_INLINE ck_vector larger_or_smaller(ck_vector a, ck_vector b, bool is_maximum) {
    return is_maximum ? vector_maximum(a, b) : vector_minimum(a, b);
}

/// The maximum (minimum) or NaN.
CK_INLINE float row_extreme(const float *row, int64_t count, bool is_maximum) {
    const float start = is_maximum ? -INFINITY : INFINITY;
    ck_vector extremes[ACCUMULATORS];
    for (int k = 0; k < ACCUMULATORS; k++) extremes[k] = vector_set1(start);
    ck_vector sum = vector_zero();
    int64_t i = 0;
    for (; i + ACCUMULATORS * CK_LANES <= count; i += ACCUMULATORS * CK_LANES) {
        for (int k = 0; k < ACCUMULATORS; k++) {
            const ck_vector x = vector_load(row + i + k * CK_LANES);
            extremes[k] = larger_or_smaller(x, extremes[k], is_maximum);
            sum = vector_add(sum, x);
        }
    }
    for (; i < count; i += CK_LANES) {
        const int64_t lanes = count - i < CK_LANES ? count - i : CK_LANES;
        const ck_vector x = load(row + i, lanes);
        extremes[0] = larger_or_smaller(fill_lanes(x, lanes, start), extremes[0], is_maximum);
        sum = vector_add(sum, x);
    }
    if (may_hold_nan(sum)) {
        const int64_t nan = first_nan(row, count);
        if (nan >= 0) return row[nan];
    }
    for (int k = 1; k < ACCUMULATORS; k++) extremes[0] = larger_or_smaller(extremes[k], extremes[0], is_maximum);
    return is_maximum ? vector_largest(extremes[0]) : -vector_largest(vector_negate(extremes[0]));
}

/// True in the lanes in which x is a new maximum: larger, or the first NaN.
CK_INLINE ck_mask exceeds(ck_vector x, ck_vector maximum) {
    return mask_or(vector_greater(x, maximum), mask_and(is_nan(x), vector_equal(maximum, maximum)));
}

/// The smallest value is the one whose negative is largest.
CK_INLINE ck_vector load_or_negate(const float *from, int64_t lanes, bool negates) {
    return negates ? vector_negate(load(from, lanes)) : load(from, lanes);
}

/// The first position of the maximum (minimum), or of a NaN. The row is not empty.
CK_INLINE int64_t row_argmax(const float *row, int64_t count, bool is_minimum) {
    ck_vector largest = vector_set1(-INFINITY), sum = vector_zero();
    // Behind all others, so that lanes that find nothing larger than minus infinity do not win.
    ck_int_vector position = int_vector_set1(INT32_MAX);
    ck_int_vector here = lane_numbers();
    CK_FOR_VECTORS(0, count, {
        const ck_vector x = load_or_negate(row + i, lanes, is_minimum);
        const ck_vector filled = fill_lanes(x, lanes, -INFINITY);
        position = int_vector_select(vector_greater(filled, largest), here, position);
        largest = vector_maximum(filled, largest);
        here = int_vector_add(here, int_vector_set1(CK_LANES));
        sum = vector_add(sum, x);
    });
    if (may_hold_nan(sum)) {
        const int64_t nan = first_nan(row, count);
        if (nan >= 0) return nan;
    }
    const ck_mask is_largest = vector_equal(largest, vector_set1(vector_largest(largest)));
    const int32_t first = int_vector_smallest(int_vector_select(is_largest, position, int_vector_set1(INT32_MAX)));
    // All are minus infinity.
    return first == INT32_MAX ? 0 : first;
}

CK_KERNELS_END

#endif
