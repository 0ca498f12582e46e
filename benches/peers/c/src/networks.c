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
