/// Reductions of a row of contiguous values.
///
/// Sums are taken in runs of 32 vectors on four accumulators; the sums of the runs are then added. The order depends on
/// the length alone, and the rounding error grows with the length of a run plus the number of runs.
#ifndef CK_MICRO_TEMPLATES_ROWS_H
#define CK_MICRO_TEMPLATES_ROWS_H

#include <math.h>
#include <string.h>

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

/// The maximum (minimum) or NaN.
CK_INLINE float row_extreme(const float *row, int64_t count, bool is_maximum) {
    const float start = is_maximum ? -INFINITY : INFINITY;
    ck_vector extreme = vector_set1(start);
    CK_FOR_VECTORS(0, count, {
        ck_vector x = fill_lanes(load(row + i, lanes), lanes, start);
        extreme = is_maximum ? maximum_or_nan(extreme, x) : minimum_or_nan(extreme, x);
    });
    float lane_values[CK_LANES], result = start;
    vector_store(lane_values, extreme);
    for (int lane = 0; lane < CK_LANES; lane++) {
        float value = lane_values[lane];
        if (isnan(value)) return value;
        if (is_maximum ? value > result : value < result) result = value;
    }
    return result;
}

/// True in the lanes in which x is a new maximum: larger, or the first NaN.
CK_INLINE ck_mask exceeds(ck_vector x, ck_vector maximum) {
    return mask_or(vector_greater(x, maximum), mask_and(is_nan(x), vector_equal(maximum, maximum)));
}

/// A number that grows with the value (NaN last, zeros equal) and, among equals, with the nearness to the start: the
/// integer that has a float's bits grows with a positive float, and falls with a negative one.
CK_INLINE int64_t rank(float value, int32_t position) {
    value += 0.0f;
    int32_t bits;
    memcpy(&bits, &value, sizeof bits);
    if (bits < 0) bits ^= INT32_MAX;
    if (isnan(value)) bits = INT32_MAX;
    return (int64_t)bits * (INT64_C(1) << 31) + (INT32_MAX - position);
}

/// The first position of the maximum, or of a NaN. The row is not empty.
CK_INLINE int64_t row_argmax(const float *row, int64_t count) {
    float values[CK_LANES];
    int32_t positions[CK_LANES];
    int64_t candidates = count;
    if (count < CK_LANES) {
        for (int32_t i = 0; i < count; i++) {
            values[i] = row[i];
            positions[i] = i;
        }
    } else {
        ck_vector maximum = vector_load(row);
        ck_int_vector position = lane_numbers();
        for (int64_t i = CK_LANES; i < count; i += CK_LANES) {
            // The last vector overlaps the one before it: to see a value twice does no harm.
            const int64_t first = i + CK_LANES <= count ? i : count - CK_LANES;
            ck_vector x = vector_load(row + first);
            ck_mask is_new = exceeds(x, maximum);
            maximum = vector_select(is_new, x, maximum);
            position =
                int_vector_select(is_new, int_vector_add(lane_numbers(), int_vector_set1((int32_t)first)), position);
        }
        vector_store(values, maximum);
        int_vector_store(positions, position);
        candidates = CK_LANES;
    }
    int64_t best = rank(values[0], positions[0]);
    for (int64_t lane = 1; lane < candidates; lane++) {
        const int64_t other = rank(values[lane], positions[lane]);
        best = other > best ? other : best;
    }
    return INT32_MAX - (best & INT32_MAX);
}

CK_KERNELS_END

#endif
