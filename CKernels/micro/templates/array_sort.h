/// Order along an axis. A value becomes a key of 32 bits that compares as it does, in front of its position: then all
/// items differ, and any order of them is the stable one. They are sorted by the digits of the keys.
#ifndef CK_MICRO_TEMPLATES_ARRAY_SORT_H
#define CK_MICRO_TEMPLATES_ARRAY_SORT_H

#include <string.h>

#include "micro/array.h"
#include "micro/templates/vectors.h"

CK_KERNELS_BEGIN

enum { DIGITS = 256, DIGIT_BITS = 8, POSITION_BITS = 32, FEW_ITEMS = 48 };

/// NaN counts as largest, denormals as zeros, of which both signs are equal.
CK_INLINE uint32_t key_of(float value, bool descending) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = value == 0.0f ? 0 : bits;
    const uint32_t ascending = value != value ? UINT32_MAX : bits ^ ((bits >> 31) != 0 ? UINT32_MAX : 0x80000000);
    return descending ? ~ascending : ascending;
}

CK_INLINE int64_t digit_of(uint64_t item, int shift) {
    return (int64_t)(item >> shift & (DIGITS - 1));
}

static void sort_few(uint64_t *items, int64_t count) {
    for (int64_t i = 1; i < count; i++) {
        const uint64_t item = items[i];
        int64_t to = i;
        for (; to > 0 && items[to - 1] > item; to--) items[to] = items[to - 1];
        items[to] = item;
    }
}

/// Sorts items whose positions are in order, or few; `other` is room for as many. Returns where they are.
static uint64_t *sort_items(uint64_t *items, uint64_t *other, int64_t count, int first_shift) {
    if (count <= FEW_ITEMS) {
        sort_few(items, count);
        return items;
    }
    for (int shift = first_shift; shift < 64; shift += DIGIT_BITS) {
        int64_t begins[DIGITS] = {0};
        for (int64_t i = 0; i < count; i++) begins[digit_of(items[i], shift)]++;
        // All alike: nothing moves.
        if (begins[digit_of(items[0], shift)] == count) continue;
        for (int64_t digit = 0, sum = 0; digit < DIGITS; digit++) {
            const int64_t items_of_digit = begins[digit];
            begins[digit] = sum;
            sum += items_of_digit;
        }
        for (int64_t i = 0; i < count; i++) other[begins[digit_of(items[i], shift)]++] = items[i];
        uint64_t *sorted = other;
        other = items;
        items = sorted;
    }
    return items;
}

/// Moves the k smallest items into `selected`, in any order; `items` are used up. One digit after the other, from the
/// highest on, tells those that are in, those that are out, and those of which the next digit decides.
static void select_items(uint64_t *items, int64_t count, int64_t k, uint64_t *selected) {
    int64_t done = 0;
    for (int shift = 64 - DIGIT_BITS; done + count > k; shift -= DIGIT_BITS) {
        int64_t counts[DIGITS] = {0};
        for (int64_t i = 0; i < count; i++) counts[digit_of(items[i], shift)]++;
        int64_t last = 0, before = done;
        while (before + counts[last] < k) before += counts[last++];
        int64_t left = 0;
        for (int64_t i = 0; i < count; i++) {
            const uint64_t item = items[i];
            const int64_t digit = digit_of(item, shift);
            if (digit < last) selected[done++] = item;
            if (digit == last) items[left++] = item;
        }
        count = left;
    }
    memcpy(selected + done, items, (size_t)(k - done) * sizeof *items);
}

/// Keys that are looked at together.
enum { KEYS = 256 };

/// Items that are kept until the k smallest of them are selected.
CK_INLINE int64_t most_kept(int64_t k) {
    return 2 * (k + KEYS);
}

/// Moves the k smallest items of an axis of more than most_kept(k) values to `other`. Once k are known, nothing but
/// values below the largest of these is kept; a look at a block of keys tells that most hold none.
static void select_from_many(const float *input, int64_t stride, int64_t axis, int64_t k, bool descending,
                             uint64_t *items, uint64_t *other) {
    const int64_t most = most_kept(k);
    uint64_t bound = (uint64_t)1 << POSITION_BITS;
    int64_t kept = 0;
    for (int64_t first = 0; first < axis; first += KEYS) {
        const int64_t count = axis - first < KEYS ? axis - first : KEYS;
        uint32_t keys[KEYS], lowest = UINT32_MAX;
        if (stride == 1) {
            for (int64_t x = 0; x < count; x++) keys[x] = key_of(input[first + x], descending);
        } else {
            for (int64_t x = 0; x < count; x++) keys[x] = key_of(input[(first + x) * stride], descending);
        }
        for (int64_t x = 0; x < count; x++) lowest = keys[x] < lowest ? keys[x] : lowest;
        if (lowest >= bound) continue;
        if (kept + KEYS > most) {
            select_items(items, kept, k, other);
            memcpy(items, other, (size_t)k * sizeof *items);
            kept = k;
            bound = 0;
            for (int64_t i = 0; i < k; i++) bound = items[i] > bound ? items[i] : bound;
            bound >>= POSITION_BITS;
        }
        for (int64_t x = 0; x < count; x++) {
            if (keys[x] < bound) items[kept++] = (uint64_t)keys[x] << POSITION_BITS | (uint64_t)(first + x);
        }
    }
    select_items(items, kept, k, other);
}

static void sort_place(const ck_sort_call *call, int64_t place, uint64_t *scratch) {
    const int64_t axis = call->axis, inner = call->inner, k = call->k;
    const int64_t outer = place / inner, i = place % inner;
    const float *input = call->input + outer * axis * inner + i;
    uint64_t *items = scratch, *other = scratch + axis;
    if (most_kept(k) < axis) {
        select_from_many(input, inner, axis, k, call->descending, items, other);
        items = sort_items(other, items, k, 0);
    } else {
        for (int64_t x = 0; x < axis; x++) {
            items[x] = (uint64_t)key_of(input[x * inner], call->descending) << POSITION_BITS | (uint64_t)x;
        }
        if (k < axis) {
            select_items(items, axis, k, other);
            items = sort_items(other, items, k, 0);
        } else {
            items = sort_items(items, other, axis, POSITION_BITS);
        }
    }
    const int64_t first = outer * k * inner + i;
    for (int64_t x = 0; x < k; x++) {
        const int64_t position = (int64_t)(items[x] & UINT32_MAX);
        if (call->output != NULL) call->output[first + x * inner] = input[position * inner];
        if (call->indices != NULL) call->indices[first + x * inner] = (int32_t)position;
    }
}

CK_KERNELS_END

#endif
