// The networks of the table as RTNeural's layers of fixed sizes, with its Eigen backend.

#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

// Its layers' headers need this one first.
#include <RTNeural/common.h>

#include <RTNeural/activation/activation.h>
#include <RTNeural/dense/dense.h>
#include <RTNeural/gru/gru.h>
#include <RTNeural/lstm/lstm.h>

using namespace RTNeural;

template <int inputs, int units>
using Dense = DenseT<float, inputs, units>;
template <int features, int units>
using Lstm = LSTMLayerT<float, features, units>;
template <int features, int units>
using Gru = GRULayerT<float, features, units>;
template <int size>
using Relu = ReLuActivationT<float, size>;
template <int size>
using Softmax = SoftmaxActivationT<float, size>;
template <int size>
using Tanh = TanhActivationT<float, size>;

// Takes a matrix that is stored row by row.
std::vector<std::vector<float>> rows(int count, int columns, const float*& parameters) {
    std::vector<std::vector<float>> result;
    for (int i = 0; i < count; i++, parameters += columns)
        result.emplace_back(parameters, parameters + columns);
    return result;
}

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

// The gates stand in Keras's order there too.
template <int features, int units>
void load(Lstm<features, units>& layer, const float*& parameters) {
    layer.setWVals(rows(features, 4 * units, parameters));
    layer.setUVals(rows(units, 4 * units, parameters));
    layer.setBVals(rows(1, 4 * units, parameters)[0]);
}

template <int features, int units>
void load(Gru<features, units>& layer, const float*& parameters) {
    layer.setWVals(rows(features, 3 * units, parameters));
    layer.setUVals(rows(units, 3 * units, parameters));
    layer.setBVals(rows(2, 3 * units, parameters));
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
    static constexpr int input_size = inputs, output_size = outputs;

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

    void reset() {
        std::apply([](auto&... layer) { (layer.reset(), ...); }, layers);
    }
};

// A network for each step of a sequence, which starts from a state of zeros.
template <int steps, typename Step>
struct Sequence {
    Step step;

    explicit Sequence(const float* parameters) : step(parameters) {
    }

    void forward(const float* input, float* output) {
        step.reset();
        for (int t = 0; t < steps; t++)
            step.forward(input + t * Step::input_size, output + t * Step::output_size);
    }
};

using A = Network<2, 2, Dense<2, 3>, Relu<3>, Dense<3, 2>, Softmax<2>>;
using B = Network<4, 3, Dense<4, 16>, Relu<16>, Dense<16, 16>, Relu<16>, Dense<16, 3>, Softmax<3>>;
using C = Network<64, 64, Dense<64, 64>, Tanh<64>, Dense<64, 64>, Tanh<64>, Dense<64, 64>, Tanh<64>, Dense<64, 64>,
                  Tanh<64>, Dense<64, 64>>;
using D = Network<784, 10, Dense<784, 128>, Relu<128>, Dense<128, 10>, Softmax<10>>;
using E = Network<784, 10, Dense<784, 512>, Relu<512>, Dense<512, 512>, Relu<512>, Dense<512, 10>, Softmax<10>>;
using LstmNetwork = Sequence<512, Network<1, 1, Lstm<1, 32>, Dense<32, 1>>>;
using GruNetwork = Sequence<512, Network<1, 1, Gru<1, 32>, Dense<32, 1>>>;

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
EXPORT(lstm, LstmNetwork)
EXPORT(gru, GruNetwork)
