/* The networks of the table. Each takes its parameters as a structure of nothing but floats, and samples row by row.
   A batch goes through the layers in blocks, so that what is between two layers stays in the cache. */

#include "layers.h"

enum { BLOCK = 32 };

#define ONE(layer, inputs, units, x, y) dense(inputs, units, &net->layer.kernel[0][0], net->layer.bias, x, y)
#define BATCH(layer, inputs, units, x, y) \
    dense_batch(samples, inputs, units, &net->layer.kernel[0][0], net->layer.bias, x, y)

/* Defines `name`, of a function for one sample and one for as many as a block. */
#define NETWORK(name, inputs, outputs)                                                                 \
    const size_t name##_parameters = sizeof(struct name) / sizeof(float);                              \
                                                                                                       \
    void name(const struct name *net, size_t samples, const float *restrict x, float *restrict y) {    \
        if (samples == 1) {                                                                            \
            name##_one(net, x, y);                                                                     \
            return;                                                                                    \
        }                                                                                              \
        for (; samples > BLOCK; samples -= BLOCK, x += BLOCK * (inputs), y += BLOCK * (outputs))        \
            name##_block(net, BLOCK, x, y);                                                            \
        name##_block(net, samples, x, y);                                                              \
    }

struct a {
    DENSE(2, 3) dense;
    DENSE(3, 2) dense_1;
};

INLINE void a_one(const struct a *net, const float *restrict x, float *restrict y) {
    float hidden[3];
    ONE(dense, 2, 3, x, hidden);
    relu(3, hidden);
    ONE(dense_1, 3, 2, hidden, y);
    softmax(1, 2, y);
}

/* Too small to gain by it. */
INLINE void a_block(const struct a *net, size_t samples, const float *restrict x, float *restrict y) {
    for (size_t s = 0; s < samples; s++)
        a_one(net, x + 2 * s, y + 2 * s);
}

NETWORK(a, 2, 2)

struct b {
    DENSE(4, 16) dense;
    DENSE(16, 16) dense_1;
    DENSE(16, 3) dense_2;
};

INLINE void b_one(const struct b *net, const float *restrict x, float *restrict y) {
    float hidden[16], hidden_1[16];
    ONE(dense, 4, 16, x, hidden);
    relu(16, hidden);
    ONE(dense_1, 16, 16, hidden, hidden_1);
    relu(16, hidden_1);
    ONE(dense_2, 16, 3, hidden_1, y);
    softmax(1, 3, y);
}

INLINE void b_block(const struct b *net, size_t samples, const float *restrict x, float *restrict y) {
    float hidden[BLOCK * 16], hidden_1[BLOCK * 16];
    BATCH(dense, 4, 16, x, hidden);
    relu(samples * 16, hidden);
    BATCH(dense_1, 16, 16, hidden, hidden_1);
    relu(samples * 16, hidden_1);
    BATCH(dense_2, 16, 3, hidden_1, y);
    softmax(samples, 3, y);
}

NETWORK(b, 4, 3)

struct c {
    DENSE(64, 64) dense, dense_1, dense_2, dense_3, dense_4;
};

INLINE void c_one(const struct c *net, const float *restrict x, float *restrict y) {
    float even[64], odd[64];
    ONE(dense, 64, 64, x, even);
    hyperbolic_tangent(64, even);
    ONE(dense_1, 64, 64, even, odd);
    hyperbolic_tangent(64, odd);
    ONE(dense_2, 64, 64, odd, even);
    hyperbolic_tangent(64, even);
    ONE(dense_3, 64, 64, even, odd);
    hyperbolic_tangent(64, odd);
    ONE(dense_4, 64, 64, odd, y);
}

INLINE void c_block(const struct c *net, size_t samples, const float *restrict x, float *restrict y) {
    float even[BLOCK * 64], odd[BLOCK * 64];
    BATCH(dense, 64, 64, x, even);
    hyperbolic_tangent(samples * 64, even);
    BATCH(dense_1, 64, 64, even, odd);
    hyperbolic_tangent(samples * 64, odd);
    BATCH(dense_2, 64, 64, odd, even);
    hyperbolic_tangent(samples * 64, even);
    BATCH(dense_3, 64, 64, even, odd);
    hyperbolic_tangent(samples * 64, odd);
    BATCH(dense_4, 64, 64, odd, y);
}

NETWORK(c, 64, 64)

struct d {
    DENSE(784, 128) dense;
    DENSE(128, 10) dense_1;
};

INLINE void d_one(const struct d *net, const float *restrict x, float *restrict y) {
    float hidden[128];
    ONE(dense, 784, 128, x, hidden);
    relu(128, hidden);
    ONE(dense_1, 128, 10, hidden, y);
    softmax(1, 10, y);
}

INLINE void d_block(const struct d *net, size_t samples, const float *restrict x, float *restrict y) {
    float hidden[BLOCK * 128];
    BATCH(dense, 784, 128, x, hidden);
    relu(samples * 128, hidden);
    BATCH(dense_1, 128, 10, hidden, y);
    softmax(samples, 10, y);
}

NETWORK(d, 784, 10)

struct e {
    DENSE(784, 512) dense;
    DENSE(512, 512) dense_1;
    DENSE(512, 10) dense_2;
};

INLINE void e_one(const struct e *net, const float *restrict x, float *restrict y) {
    float hidden[512], hidden_1[512];
    ONE(dense, 784, 512, x, hidden);
    relu(512, hidden);
    ONE(dense_1, 512, 512, hidden, hidden_1);
    relu(512, hidden_1);
    ONE(dense_2, 512, 10, hidden_1, y);
    softmax(1, 10, y);
}

INLINE void e_block(const struct e *net, size_t samples, const float *restrict x, float *restrict y) {
    float hidden[BLOCK * 512], hidden_1[BLOCK * 512];
    BATCH(dense, 784, 512, x, hidden);
    relu(samples * 512, hidden);
    BATCH(dense_1, 512, 512, hidden, hidden_1);
    relu(samples * 512, hidden_1);
    BATCH(dense_2, 512, 10, hidden_1, y);
    softmax(samples, 10, y);
}

NETWORK(e, 784, 10)

struct f {
    CONV(25, 1, 6) conv2d;
    CONV(25, 6, 16) conv2d_1;
    DENSE(400, 120) dense;
    DENSE(120, 84) dense_1;
    DENSE(84, 10) dense_2;
};

INLINE void f_one(const struct f *net, const float *restrict x, float *restrict y) {
    float maps[28 * 28 * 6], pooled[14 * 14 * 6], maps_1[10 * 10 * 16], pooled_1[400], hidden[120], hidden_1[84];
    conv(28, 28, 1, 5, 5, 6, 2, 2, &net->conv2d.kernel[0][0][0], net->conv2d.bias, x, maps);
    relu(28 * 28 * 6, maps);
    max_pool(28, 28, 6, maps, pooled);
    conv(14, 14, 6, 5, 5, 16, 0, 0, &net->conv2d_1.kernel[0][0][0], net->conv2d_1.bias, pooled, maps_1);
    relu(10 * 10 * 16, maps_1);
    max_pool(10, 10, 16, maps_1, pooled_1);
    ONE(dense, 400, 120, pooled_1, hidden);
    relu(120, hidden);
    ONE(dense_1, 120, 84, hidden, hidden_1);
    relu(84, hidden_1);
    ONE(dense_2, 84, 10, hidden_1, y);
    softmax(1, 10, y);
}

/* Its time is that of the convolutions, which share no weights over samples. */
INLINE void f_block(const struct f *net, size_t samples, const float *restrict x, float *restrict y) {
    for (size_t s = 0; s < samples; s++)
        f_one(net, x + 784 * s, y + 10 * s);
}

NETWORK(f, 784, 10)

struct h {
    CONV(3, 40, 64) conv1d;
    CONV(3, 64, 64) conv1d_1, conv1d_2;
    DENSE(64, 12) dense;
};

INLINE void h_one(const struct h *net, const float *restrict x, float *restrict y) {
    float even[49 * 64], odd[49 * 64], mean[64];
    conv(1, 49, 40, 1, 3, 64, 0, 1, &net->conv1d.kernel[0][0][0], net->conv1d.bias, x, even);
    relu(49 * 64, even);
    conv(1, 49, 64, 1, 3, 64, 0, 1, &net->conv1d_1.kernel[0][0][0], net->conv1d_1.bias, even, odd);
    relu(49 * 64, odd);
    conv(1, 49, 64, 1, 3, 64, 0, 1, &net->conv1d_2.kernel[0][0][0], net->conv1d_2.bias, odd, even);
    relu(49 * 64, even);
    average(49, 64, even, mean);
    ONE(dense, 64, 12, mean, y);
    softmax(1, 12, y);
}

INLINE void h_block(const struct h *net, size_t samples, const float *restrict x, float *restrict y) {
    for (size_t s = 0; s < samples; s++)
        h_one(net, x + 49 * 40 * s, y + 12 * s);
}

NETWORK(h, 49 * 40, 12)

enum { STEPS = 512, UNITS = 32 };

/* One feature; the gates stand in Keras's order. */
struct lstm {
    float kernel[4 * UNITS], recurrent_kernel[UNITS][4 * UNITS], bias[4 * UNITS];
    DENSE(UNITS, 1) dense;
};

INLINE void lstm_one(const struct lstm *net, const float *restrict x, float *restrict y) {
    float state[UNITS] = {0}, carry[UNITS] = {0};
    for (size_t t = 0; t < STEPS; t++) {
        float gates[4 * UNITS], candidate[UNITS], squashed[UNITS];
        for (size_t j = 0; j < 4 * UNITS; j++)
            gates[j] = fmaf(x[t], net->kernel[j], net->bias[j]);
        for (size_t i = 0; i < UNITS; i++)
            for (size_t j = 0; j < 4 * UNITS; j++)
                gates[j] = fmaf(state[i], net->recurrent_kernel[i][j], gates[j]);
        for (size_t j = 0; j < UNITS; j++)
            candidate[j] = gates[2 * UNITS + j];
        hyperbolic_tangent(UNITS, candidate);
        sigmoid(4 * UNITS, gates);
        for (size_t j = 0; j < UNITS; j++)
            squashed[j] = carry[j] = gates[UNITS + j] * carry[j] + gates[j] * candidate[j];
        hyperbolic_tangent(UNITS, squashed);
        for (size_t j = 0; j < UNITS; j++)
            state[j] = gates[3 * UNITS + j] * squashed[j];
        ONE(dense, UNITS, 1, state, y + t);
    }
}

INLINE void lstm_block(const struct lstm *net, size_t samples, const float *restrict x, float *restrict y) {
    for (size_t s = 0; s < samples; s++)
        lstm_one(net, x + STEPS * s, y + STEPS * s);
}

NETWORK(lstm, STEPS, STEPS)

/* One feature; two biases, since the reset gate comes after the product. */
struct gru {
    float kernel[3 * UNITS], recurrent_kernel[UNITS][3 * UNITS], bias[2][3 * UNITS];
    DENSE(UNITS, 1) dense;
};

INLINE void gru_one(const struct gru *net, const float *restrict x, float *restrict y) {
    float state[UNITS] = {0};
    for (size_t t = 0; t < STEPS; t++) {
        float gates[3 * UNITS], candidate[UNITS];
        for (size_t j = 0; j < 3 * UNITS; j++)
            gates[j] = net->bias[1][j];
        for (size_t i = 0; i < UNITS; i++)
            for (size_t j = 0; j < 3 * UNITS; j++)
                gates[j] = fmaf(state[i], net->recurrent_kernel[i][j], gates[j]);
        for (size_t j = 0; j < 2 * UNITS; j++)
            gates[j] += fmaf(x[t], net->kernel[j], net->bias[0][j]);
        sigmoid(2 * UNITS, gates);
        for (size_t j = 0; j < UNITS; j++)
            candidate[j] = fmaf(x[t], net->kernel[2 * UNITS + j], net->bias[0][2 * UNITS + j])
                + gates[UNITS + j] * gates[2 * UNITS + j];
        hyperbolic_tangent(UNITS, candidate);
        for (size_t j = 0; j < UNITS; j++)
            state[j] = gates[j] * state[j] + (1 - gates[j]) * candidate[j];
        ONE(dense, UNITS, 1, state, y + t);
    }
}

INLINE void gru_block(const struct gru *net, size_t samples, const float *restrict x, float *restrict y) {
    for (size_t s = 0; s < samples; s++)
        gru_one(net, x + STEPS * s, y + STEPS * s);
}

NETWORK(gru, STEPS, STEPS)
