// The networks of the table as RTNeural's layers of fixed sizes, with its Eigen backend.

#include <RTNeural/common.h>

#include <RTNeural/activation/activation_eigen.h>
#include <RTNeural/dense/dense_eigen.h>

#include <cstddef>
#include <tuple>
#include <vector>

using namespace RTNeural;

template <int inputs, int units>
using Dense = DenseT<float, inputs, units>;
template <int size>
using Relu = ReLuActivationT<float, size>;
template <int size>
using Softmax = SoftmaxActivationT<float, size>;
template <int size>
using Tanh = TanhActivationT<float, size>;

// Takes a layer's parameters: the kernel, input by input, and the bias.
template <int inputs, int units>
void load(Dense<inputs, units>& layer, const float*& parameters) {
    std::vector<std::vector<float>> weights(units, std::vector<float>(inputs));
    for (int i = 0; i < inputs; i++)
        for (int j = 0; j < units; j++)
            weights[j][i] = *parameters++;
    layer.setWeights(weights);
    layer.setBias(parameters);
    parameters += units;
}

template <typename Activation>
void load(Activation&, const float*&) {
}

template <typename Input, typename First, typename... Rest>
const float* run(const Input& input, First& first, Rest&... rest) {
    first.forward(input);
    if constexpr (sizeof...(Rest) > 0)
        return run(first.outs, rest...);
    else
        return first.outs.data();
}

template <int inputs, int outputs, typename... Layers>
struct Network {
    std::tuple<Layers...> layers;

    explicit Network(const float* parameters) {
        std::apply([&](auto&... layer) { (load(layer, parameters), ...); }, layers);
    }

    void forward(const float* input, float* output) {
        const Eigen::Map<const Eigen::Matrix<float, inputs, 1>> x(input);
        const float* result = std::apply([&](auto&... layer) { return run(x, layer...); }, layers);
        for (int i = 0; i < outputs; i++)
            output[i] = result[i];
    }
};

using A = Network<2, 2, Dense<2, 3>, Relu<3>, Dense<3, 2>, Softmax<2>>;
using B = Network<4, 3, Dense<4, 16>, Relu<16>, Dense<16, 16>, Relu<16>, Dense<16, 3>, Softmax<3>>;
using C = Network<64, 64, Dense<64, 64>, Tanh<64>, Dense<64, 64>, Tanh<64>, Dense<64, 64>, Tanh<64>, Dense<64, 64>,
                  Tanh<64>, Dense<64, 64>>;
using D = Network<784, 10, Dense<784, 128>, Relu<128>, Dense<128, 10>, Softmax<10>>;
using E = Network<784, 10, Dense<784, 512>, Relu<512>, Dense<512, 512>, Relu<512>, Dense<512, 10>, Softmax<10>>;

// `name_new` takes as many parameters as the network has. What it returns is never freed.
#define EXPORT(name, Type)                                           \
    extern "C" void* name##_new(const float* parameters) {           \
        return new Type(parameters);                                 \
    }                                                                \
    extern "C" void name##_forward(void* network, const float* input, float* output) { \
        static_cast<Type*>(network)->forward(input, output);         \
    }

EXPORT(a, A)
EXPORT(b, B)
EXPORT(c, C)
EXPORT(d, D)
EXPORT(e, E)
