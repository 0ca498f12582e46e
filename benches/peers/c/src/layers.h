/* Layers whose sizes are constants where they are called: every function is inlined there, so that all loops but those
   over samples have constant bounds. */

#ifndef LAYERS_H
#define LAYERS_H

#include <math.h>
#include <stddef.h>

#define INLINE static inline __attribute__((always_inline))

/* A layer's parameters, in the order in which the caller has them. */
#define DENSE(inputs, units)         \
    struct {                         \
        float kernel[inputs][units]; \
        float bias[units];           \
    }

/* A kernel for each tap of a window, and a bias. */
#define CONV(window, channels, filters)            \
    struct {                                       \
        float kernel[window][channels][filters];   \
        float bias[filters];                       \
    }

/* y + x k. With -ffast-math the compiler splits long sums into several. Layers of few units, which wait for their sums,
   gain a quarter by it; the others, which pay for the additions between, lose a third. fmaf prevents it. */
INLINE float add_product(size_t units, float y, float x, float k) {
    return units <= 16 ? y + x * k : fmaf(x, k, y);
}

/* Columns that are taken together: the sums of one sample stay in registers, those of a block in the L1 cache. */
enum { COLUMNS = 128 };

INLINE void columns(size_t count, size_t inputs, size_t units, const float *restrict kernel,
                    const float *restrict bias, const float *restrict x, float *restrict y) {
    float sums[COLUMNS];
    for (size_t j = 0; j < count; j++)
        sums[j] = bias[j];
    for (size_t i = 0; i < inputs; i++)
        for (size_t j = 0; j < count; j++)
            sums[j] = add_product(units, sums[j], x[i], kernel[i * units + j]);
    for (size_t j = 0; j < count; j++)
        y[j] = sums[j];
}

/* One sample. */
INLINE void dense(size_t inputs, size_t units, const float *restrict kernel, const float *restrict bias,
                  const float *restrict x, float *restrict y) {
    size_t whole = units / COLUMNS * COLUMNS;
    for (size_t j = 0; j < whole; j += COLUMNS)
        columns(COLUMNS, inputs, units, kernel + j, bias + j, x, y + j);
    if (whole < units)
        columns(units - whole, inputs, units, kernel + whole, bias + whole, x, y + whole);
}

/* Four inputs of four samples: sixteen products for eight numbers that are loaded and four that are stored. */
INLINE void four_by_four(size_t count, size_t inputs, size_t units, const float *restrict kernel,
                         const float *restrict x, float *restrict y) {
    const float *restrict k0 = kernel, *restrict k1 = k0 + units, *restrict k2 = k1 + units, *restrict k3 = k2 + units;
    const float *restrict x0 = x, *restrict x1 = x0 + inputs, *restrict x2 = x1 + inputs, *restrict x3 = x2 + inputs;
    float *restrict y0 = y, *restrict y1 = y0 + units, *restrict y2 = y1 + units, *restrict y3 = y2 + units;
    for (size_t j = 0; j < count; j++) {
#define ADD(y, x)                                     \
    y[j] = add_product(units, y[j], x[0], k0[j]);     \
    y[j] = add_product(units, y[j], x[1], k1[j]);     \
    y[j] = add_product(units, y[j], x[2], k2[j]);     \
    y[j] = add_product(units, y[j], x[3], k3[j])
        ADD(y0, x0);
        ADD(y1, x1);
        ADD(y2, x2);
        ADD(y3, x3);
#undef ADD
    }
}

/* `samples` is a multiple of four. */
INLINE void columns_batch(size_t count, size_t samples, size_t inputs, size_t units, const float *restrict kernel,
                          const float *restrict bias, const float *restrict x, float *restrict y) {
    for (size_t s = 0; s < samples; s++)
        for (size_t j = 0; j < count; j++)
            y[s * units + j] = bias[j];
    for (size_t i = 0; i < inputs; i += 4)
        for (size_t s = 0; s < samples; s += 4)
            four_by_four(count, inputs, units, kernel + i * units, x + s * inputs + i, y + s * units);
}

/* Several samples. `inputs` is a multiple of four. */
INLINE void dense_batch(size_t samples, size_t inputs, size_t units, const float *restrict kernel,
                        const float *restrict bias, const float *restrict x, float *restrict y) {
    size_t fours = samples / 4 * 4, whole = units / COLUMNS * COLUMNS;
    for (size_t j = 0; j < whole; j += COLUMNS)
        columns_batch(COLUMNS, fours, inputs, units, kernel + j, bias + j, x, y + j);
    if (whole < units)
        columns_batch(units - whole, fours, inputs, units, kernel + whole, bias + whole, x, y + whole);
    for (size_t s = fours; s < samples; s++)
        dense(inputs, units, kernel, bias, x + s * inputs, y + s * units);
}

/* One image, or a sequence as an image of one row: windows of `rows` by `columns`, in steps of one. `pad_*` zeros are
   around the image; taps that meet them are left out. */
INLINE void conv(size_t height, size_t width, size_t channels, size_t rows, size_t columns, size_t filters,
                 size_t pad_rows, size_t pad_columns, const float *restrict kernel, const float *restrict bias,
                 const float *restrict x, float *restrict y) {
    size_t out_height = height + 2 * pad_rows - rows + 1, out_width = width + 2 * pad_columns - columns + 1;
    for (size_t i = 0; i < out_height; i++)
        for (size_t j = 0; j < out_width; j++) {
            float sums[filters];
            for (size_t f = 0; f < filters; f++)
                sums[f] = bias[f];
            for (size_t r = 0; r < rows; r++) {
                if (i + r < pad_rows || i + r - pad_rows >= height)
                    continue;
                for (size_t c = 0; c < columns; c++) {
                    if (j + c < pad_columns || j + c - pad_columns >= width)
                        continue;
                    const float *restrict from = x + ((i + r - pad_rows) * width + j + c - pad_columns) * channels;
                    const float *restrict k = kernel + (r * columns + c) * channels * filters;
                    for (size_t n = 0; n < channels; n++)
                        for (size_t f = 0; f < filters; f++)
                            sums[f] = fmaf(from[n], k[n * filters + f], sums[f]);
                }
            }
            for (size_t f = 0; f < filters; f++)
                y[(i * out_width + j) * filters + f] = sums[f];
        }
}

/* Windows of two by two, which don't overlap. */
INLINE void max_pool(size_t height, size_t width, size_t channels, const float *restrict x, float *restrict y) {
    for (size_t i = 0; i < height / 2; i++)
        for (size_t j = 0; j < width / 2; j++)
            for (size_t n = 0; n < channels; n++) {
                const float *restrict from = x + (2 * i * width + 2 * j) * channels + n;
                float a = from[0] > from[channels] ? from[0] : from[channels];
                from += width * channels;
                float b = from[0] > from[channels] ? from[0] : from[channels];
                y[(i * (width / 2) + j) * channels + n] = a > b ? a : b;
            }
}

INLINE void average(size_t steps, size_t channels, const float *restrict x, float *restrict y) {
    for (size_t n = 0; n < channels; n++)
        y[n] = 0;
    for (size_t t = 0; t < steps; t++)
        for (size_t n = 0; n < channels; n++)
            y[n] += x[t * channels + n];
    for (size_t n = 0; n < channels; n++)
        y[n] /= steps;
}

INLINE void relu(size_t count, float *x) {
    for (size_t i = 0; i < count; i++)
        x[i] = x[i] > 0 ? x[i] : 0;
}

INLINE void hyperbolic_tangent(size_t count, float *x) {
    for (size_t i = 0; i < count; i++)
        x[i] = tanhf(x[i]);
}

INLINE void sigmoid(size_t count, float *x) {
    for (size_t i = 0; i < count; i++)
        x[i] = 1 / (1 + expf(-x[i]));
}

INLINE void softmax(size_t samples, size_t units, float *x) {
    for (size_t s = 0; s < samples; s++, x += units) {
        float most = x[0], sum = 0;
        for (size_t j = 1; j < units; j++)
            most = x[j] > most ? x[j] : most;
        for (size_t j = 0; j < units; j++)
            x[j] = expf(x[j] - most);
        for (size_t j = 0; j < units; j++)
            sum += x[j];
        for (size_t j = 0; j < units; j++)
            x[j] /= sum;
    }
}

#endif
