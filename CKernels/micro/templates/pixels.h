/// Channels into lanes and back: blocks of four channels by four positions are transposed in 16-byte vectors, which
/// every instruction set has.
#ifndef CK_MICRO_TEMPLATES_PIXELS_H
#define CK_MICRO_TEMPLATES_PIXELS_H

#include <string.h>

#include "micro/templates/vectors.h"

typedef float ck_four __attribute__((vector_size(16)));

CK_KERNELS_BEGIN

CK_INLINE ck_four load_four(const float *from) {
    ck_four result;
    memcpy(&result, from, sizeof result);
    return result;
}
CK_INLINE void store_four(float *to, ck_four value) {
    memcpy(to, &value, sizeof value);
}

/// Row i becomes column i.
CK_INLINE void transpose_four(ck_four rows[4]) {
    const ck_four a = __builtin_shufflevector(rows[0], rows[1], 0, 4, 1, 5);
    const ck_four b = __builtin_shufflevector(rows[0], rows[1], 2, 6, 3, 7);
    const ck_four c = __builtin_shufflevector(rows[2], rows[3], 0, 4, 1, 5);
    const ck_four d = __builtin_shufflevector(rows[2], rows[3], 2, 6, 3, 7);
    rows[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
    rows[1] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
    rows[2] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
    rows[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
}

/// `count` values of each of up to CK_LANES channels as vectors of channels; lanes without a channel become 0.
static inline void load_pixels(const float *from, int64_t channel_stride, int64_t channels, int64_t count,
                               float *pixels) {
    if (channels < CK_LANES) {
        for (int64_t x = 0; x < count; x++) vector_store(pixels + x * CK_LANES, vector_zero());
    }
    int64_t c = 0;
    for (; c + 4 <= channels; c += 4, from += 4 * channel_stride) {
        // The next channels: their lines lie apart in memory, so that no prefetcher sees them coming.
        for (int i = 0; i < 4; i++) {
            for (int64_t x = 0; x < count; x += 16) __builtin_prefetch(from + (i + CK_LANES) * channel_stride + x);
        }
        int64_t x = 0;
        for (; x + 4 <= count; x += 4) {
            ck_four block[4];
            for (int i = 0; i < 4; i++) block[i] = load_four(from + i * channel_stride + x);
            transpose_four(block);
            for (int i = 0; i < 4; i++) store_four(pixels + (x + i) * CK_LANES + c, block[i]);
        }
        for (; x < count; x++) {
            for (int i = 0; i < 4; i++) pixels[x * CK_LANES + c + i] = from[i * channel_stride + x];
        }
    }
    for (; c < channels; c++, from += channel_stride) {
        for (int64_t x = 0; x < count; x++) pixels[x * CK_LANES + c] = from[x];
    }
}

/// The reverse for four pixels: to = beta * to + pixels.
CK_INLINE void store_pixels(const float *pixels, int64_t channels, float beta, float *to, int64_t channel_stride) {
    int64_t c = 0;
    for (; c + 4 <= channels; c += 4, to += 4 * channel_stride) {
        ck_four block[4];
        for (int i = 0; i < 4; i++) block[i] = load_four(pixels + i * CK_LANES + c);
        transpose_four(block);
        for (int i = 0; i < 4; i++) {
            float *line = to + i * channel_stride;
            store_four(line, beta == 0.0f ? block[i] : load_four(line) + block[i]);
        }
    }
    for (; c < channels; c++, to += channel_stride) {
        for (int x = 0; x < 4; x++) to[x] = (beta == 0.0f ? 0.0f : to[x]) + pixels[x * CK_LANES + c];
    }
}

/// The same with the pixels column_stride floats apart.
CK_INLINE void store_pixels_apart(const float *pixels, int64_t channels, float beta, float *to, int64_t channel_stride,
                                  int64_t column_stride) {
    int64_t c = 0;
    for (; c + 4 <= channels; c += 4, to += 4 * channel_stride) {
        ck_four block[4];
        for (int i = 0; i < 4; i++) block[i] = load_four(pixels + i * CK_LANES + c);
        transpose_four(block);
        for (int i = 0; i < 4; i++) {
            float *line = to + i * channel_stride;
            if (beta != 0.0f) {
                block[i] += (ck_four){line[0], line[column_stride], line[2 * column_stride], line[3 * column_stride]};
            }
            for (int x = 0; x < 4; x++) line[x * column_stride] = block[i][x];
        }
    }
    for (; c < channels; c++, to += channel_stride) {
        for (int x = 0; x < 4; x++) {
            float *pixel = to + x * column_stride;
            *pixel = (beta == 0.0f ? 0.0f : *pixel) + pixels[x * CK_LANES + c];
        }
    }
}

CK_KERNELS_END

#endif
