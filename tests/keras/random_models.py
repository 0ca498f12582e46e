"""Draw random `Sequential` models with real Keras: files, inputs, and what Keras makes of them.

    ../keras-venv/bin/python tests/keras/random_models.py --models 300 --seed 1 target/random

Each model is `<name>.keras`, with the inputs and outputs of three samples in `<name>.io.safetensors`. Layers and their
options are drawn from all that the language has, on small shapes; weights are drawn too, so that none is zero. A model is
the same whenever its seed and its number are. `tests/random` compiles what is written here, and compares.

Weights and inputs are of float32, but outputs are computed in float64: Keras's own float32 is further from these than the
tests allow where numbers of a group normalisation cancel (of 300 models in two). Where it has a third of what is allowed from
rounding alone, the model is drawn anew: another order of additions would have as much again.
"""
import argparse, json, os, pathlib, warnings, zlib
os.environ["KERAS_BACKEND"] = "jax"
# Fewer differences between machines: no newer instructions than AVX2, and sums in one order.
os.environ["XLA_FLAGS"] = "--xla_cpu_max_isa=AVX2 --xla_cpu_multi_thread_eigen=false"
import jax, keras, numpy as np
from collections import Counter
from keras import layers as L
from safetensors.numpy import save_file

warnings.filterwarnings("ignore")
SAMPLES = 3
# Numbers of a tensor and of a model's weights: more would add nothing but time.
MOST, MOST_WEIGHTS = 700, 6000
# How far from a number the tests allow another to be, in parts of it; or this part of 0.1, if that is more.
TOLERANCE = 1e-5

ACTIVATIONS = ("relu sigmoid tanh softmax elu selu softplus softsign silu gelu linear hard_sigmoid leaky_relu mish relu6 "
               "hard_silu log_softmax celu log_sigmoid tanh_shrink sparse_plus squareplus hard_tanh").split()


class Draw:
    """Draws options; an option that is not drawn keeps Keras's default."""

    def __init__(self, rng, shape):
        self.rng, self.shape, self.options = rng, shape, {}
        self.space = len(shape) - 1

    def one(self, *values):
        return values[self.rng.integers(len(values))]

    def maybe(self, name, *values, chance=0.4):
        if self.rng.random() < chance:
            self.options[name] = self.one(*values)
        return self

    def activation(self, name="activation", chance=0.6):
        return self.maybe(name, *ACTIVATIONS, chance=chance)

    def sizes(self, name, *values, chance=0.4):
        """A number for all dimensions of space, or one for each."""
        if self.rng.random() < chance:
            each = tuple(int(self.one(*values)) for _ in range(self.space))
            self.options[name] = each if self.rng.random() < 0.4 else each[0]
        return self

    def edges(self, name, *values):
        """A number, one for each dimension, or two for each."""
        pairs = tuple((int(self.one(*values)), int(self.one(*values))) for _ in range(self.space))
        flat = tuple(pair[0] for pair in pairs)
        choices = [pairs[0][0], pairs] if self.space > 1 else [pairs[0][0], pairs[0]]
        if self.space > 1:
            choices.append(flat)
        self.options[name] = choices[self.rng.integers(len(choices))]
        return self

    def axes(self, least=1):
        """Some of the axes, counted from 1."""
        axes = [axis for axis in range(1, len(self.shape) + 1) if self.rng.random() < 0.5]
        return axes if len(axes) >= least else [self.one(*range(1, len(self.shape) + 1))]


def dense(draw):
    return L.Dense(draw.one(1, 2, 3, 5, 8, 16, 17), **draw.activation().maybe("use_bias", False, chance=0.2).options)


def windows(draw, dilation="dilation_rate"):
    draw.sizes("kernel_size", 1, 2, 3, 4, chance=1).maybe("padding", "valid", "same")
    if draw.rng.random() < 0.5:
        draw.sizes("strides", 1, 2, 3, chance=1)
    elif dilation:
        draw.sizes(dilation, 1, 2, chance=0.5)
    return draw.activation().maybe("use_bias", False, chance=0.2)


def conv(draw):
    channels = draw.shape[-1]
    groups = draw.one(*[g for g in range(1, channels + 1) if channels % g == 0]) if draw.rng.random() < 0.3 else 1
    windows(draw)
    if draw.space == 1:
        draw.maybe("padding", "causal", chance=0.3)
    if groups > 1:
        draw.options["groups"] = groups
    return getattr(L, f"Conv{draw.space}D")(groups * draw.one(1, 2, 3, 5, 8, 16), **draw.options)


def conv_transpose(draw):
    windows(draw, dilation=None)
    return getattr(L, f"Conv{draw.space}DTranspose")(draw.one(1, 2, 3, 5, 17), **draw.options)


def depthwise(draw):
    windows(draw).maybe("depth_multiplier", 1, 2, 3)
    equal_strides(draw)
    return getattr(L, f"DepthwiseConv{draw.space}D")(**draw.options)


def separable(draw):
    windows(draw).maybe("depth_multiplier", 1, 2, 3)
    equal_strides(draw)
    return getattr(L, f"SeparableConv{draw.space}D")(draw.one(1, 2, 3, 5, 16), **draw.options)


def equal_strides(draw):
    """What Keras's backends want of depthwise kernels."""
    for name in ("strides", "dilation_rate"):
        if isinstance(draw.options.get(name), tuple):
            draw.options[name] = draw.options[name][0]


def pool(kind):
    def layer(draw):
        draw.sizes("pool_size", 2, 3, chance=0.7).sizes("strides", 1, 2, 3).maybe("padding", "valid", "same")
        return getattr(L, f"{kind}Pooling{draw.space}D")(**draw.options)
    return layer


def global_pool(kind):
    return lambda draw: getattr(L, f"Global{kind}Pooling{draw.space}D")(**draw.maybe("keepdims", True).options)


def recurrent(draw):
    kind = draw.one("SimpleRNN", "LSTM", "GRU")
    draw.activation(chance=0.3).maybe("use_bias", False, chance=0.2).maybe("return_sequences", True, chance=0.6)
    draw.maybe("go_backwards", True, chance=0.2)
    if draw.options.get("activation") in ("softmax", "log_softmax"):
        del draw.options["activation"]
    if kind != "SimpleRNN":
        draw.maybe("recurrent_activation", "hard_sigmoid", "relu", "tanh", chance=0.2)
    if kind == "LSTM":
        draw.maybe("unit_forget_bias", False, chance=0.2)
    if kind == "GRU":
        draw.maybe("reset_after", False, chance=0.4)
    return getattr(L, kind)(draw.one(1, 2, 3, 5, 8, 16, 17), **draw.options)


def bidirectional(draw):
    inner = recurrent(draw)
    draw.options = {}
    return L.Bidirectional(inner, **draw.maybe("merge_mode", "concat", "sum", "mul", "ave", chance=0.7).options)


def time_distributed(draw):
    inner = Draw(draw.rng, draw.shape[1:])
    choices = [f for f in KINDS if fits(f, inner.shape) and f not in (time_distributed,)]
    return L.TimeDistributed(choices[draw.rng.integers(len(choices))](inner))


def batch_normalization(draw):
    draw.maybe("center", False, chance=0.2).maybe("scale", False, chance=0.2).maybe("epsilon", 0.01, 1e-5, chance=0.3)
    draw.maybe("axis", *range(1, len(draw.shape) + 1), chance=0.2)
    return L.BatchNormalization(**draw.options)


def layer_normalization(draw):
    draw.maybe("center", False, chance=0.2).maybe("scale", False, chance=0.2).maybe("epsilon", 0.01, chance=0.3)
    if draw.rng.random() < 0.3:
        draw.options["axis"] = draw.axes()
    return L.LayerNormalization(**draw.options)


def group_normalization(draw):
    channels = draw.shape[-1]
    draw.options["groups"] = draw.one(-1, *[g for g in range(1, channels + 1) if channels % g == 0])
    draw.maybe("center", False, chance=0.2).maybe("scale", False, chance=0.2).maybe("epsilon", 0.01, chance=0.3)
    return L.GroupNormalization(**draw.options)


def rms_normalization(draw):
    return L.RMSNormalization(**draw.maybe("epsilon", 0.01, chance=0.3).options)


def unit_normalization(draw):
    return L.UnitNormalization()


def normalization(draw):
    numbers = lambda low, high: [round(float(x), 3) for x in draw.rng.uniform(low, high, draw.shape[-1])]
    return L.Normalization(mean=numbers(-1, 1), variance=numbers(0.5, 2))


def discretization(draw):
    return L.Discretization(bin_boundaries=sorted(round(float(x), 3) for x in draw.rng.uniform(-1, 1, 4)))


def reshape(draw):
    elements = int(np.prod(draw.shape))
    divisors = [n for n in range(1, elements + 1) if elements % n == 0]
    first = draw.one(*divisors)
    rest = elements // first
    second = draw.one(*[n for n in range(1, rest + 1) if rest % n == 0])
    return L.Reshape(draw.one((first, rest), (-1, second, first), (elements,), (-1,), (first, second, rest // second)))


def up_sampling(draw):
    draw.sizes("size", 1, 2, 3, chance=0.7)
    if draw.space == 2:
        draw.maybe("interpolation", "nearest", "bilinear", chance=0.5)
    return getattr(L, f"UpSampling{draw.space}D")(**draw.options)


def prelu(draw):
    if draw.rng.random() < 0.5:
        draw.options["shared_axes"] = draw.axes()
    return L.PReLU(**draw.options)


def softmax(draw):
    return L.Softmax(**draw.maybe("axis", *range(1, len(draw.shape) + 1), -1, chance=0.5).options)


def re_lu(draw):
    draw.maybe("max_value", 1.0, 6.0).maybe("negative_slope", 0.1, 0.3).maybe("threshold", 0.25)
    return L.ReLU(**draw.options)


def identity(draw):
    kinds = [lambda: L.Dropout(0.3), lambda: L.GaussianNoise(0.1), lambda: L.GaussianDropout(0.2),
             lambda: L.AlphaDropout(0.1), lambda: L.ActivityRegularization(l1=0.1)]
    if draw.space in (1, 2, 3):
        kinds.append(lambda: getattr(L, f"SpatialDropout{draw.space}D")(0.5))
    return draw.one(*kinds)()


# Each function that draws a layer, and the ranks of its input, without the batch.
ALL, SPACE = (1, 2, 3, 4), (2, 3, 4)
RANKS = {
    dense: ALL, conv: SPACE, conv_transpose: SPACE, depthwise: (2, 3), separable: (2, 3),
    pool("Max"): SPACE, pool("Average"): SPACE, global_pool("Max"): SPACE, global_pool("Average"): SPACE,
    recurrent: (2,), bidirectional: (2,), time_distributed: SPACE,
    batch_normalization: ALL, layer_normalization: ALL, group_normalization: ALL, rms_normalization: ALL,
    unit_normalization: ALL, normalization: ALL,
    lambda draw: L.Rescaling(draw.one(0.5, 2.0), offset=draw.one(0.0, -0.5)): ALL,
    discretization: ALL, reshape: ALL,
    lambda draw: L.Flatten(): ALL,
    lambda draw: L.Permute(tuple(int(a) + 1 for a in draw.rng.permutation(len(draw.shape)))): SPACE,
    lambda draw: L.RepeatVector(draw.one(1, 2, 5)): (1,),
    lambda draw: getattr(L, f"ZeroPadding{draw.space}D")(**draw.edges("padding", 0, 1, 2).options): SPACE,
    lambda draw: getattr(L, f"Cropping{draw.space}D")(**draw.edges("cropping", 0, 1, 2).options): SPACE,
    up_sampling: SPACE, prelu: ALL, softmax: ALL, re_lu: ALL,
    lambda draw: L.LeakyReLU(**draw.maybe("negative_slope", 0.1).options): ALL,
    lambda draw: L.ELU(**draw.maybe("alpha", 0.5).options): ALL,
    lambda draw: L.Activation(draw.one(*ACTIVATIONS)): ALL,
    identity: ALL,
}
# What networks are made of is drawn more often than the rest; recurrent layers have sequences alone to take.
LIKELY = dict.fromkeys((dense, conv, conv_transpose, depthwise, separable, time_distributed), 3) | {recurrent: 9, bidirectional: 6}
KINDS = [kind for kind in RANKS for _ in range(LIKELY.get(kind, 1))]


def fits(kind, shape):
    # A vector of one number has no direction: what float32 makes of it is rounding alone.
    return len(shape) in RANKS[kind] and (kind != unit_normalization or shape[-1] > 1)


def precision(dtype):
    """Let Keras compute in this type: `precision` of make_goldens.py says why it has to be told twice."""
    jax.config.update("jax_enable_x64", dtype == "float64")
    keras.src.backend.common.dtypes.BIT64_TO_BIT32_DTYPE["float64"] = dtype
    keras.config.set_dtype_policy(dtype)
    keras.config.set_floatx(dtype)


def exact(model, x):
    """What the model makes of x, in float64."""
    weights = [np.asarray(weight).astype("float64") for weight in model.get_weights()]
    precision("float64")
    try:
        wide = keras.Sequential.from_config(json.loads(json.dumps(model.get_config()).replace("float32", "float64")))
        wide.set_weights(weights)
        return np.asarray(wide(x.astype("float64") if x.dtype == np.float32 else x, training=False))
    finally:
        precision("float32")


def draw_model(name, seed):
    """A model of one to six layers."""
    rng = np.random.default_rng(zlib.crc32(f"{seed} {name}".encode()))
    keras.backend.clear_session()
    rank = rng.choice([1, 2, 3, 4], p=[0.15, 0.4, 0.35, 0.1])
    sizes = {1: (1, 33), 2: (1, 13), 3: (1, 9), 4: (1, 6)}[rank]
    shape = tuple(int(n) for n in rng.integers(*sizes, size=rank))
    indices = rank == 2 and rng.random() < 0.25
    model = keras.Sequential(name=name)
    if indices:
        vocabulary = int(rng.integers(2, 30))
        model.add(L.Input((shape[0],), dtype="int32"))
        model.add(L.Embedding(vocabulary, shape[1]))
    else:
        model.add(L.Input(shape))
    wanted = int(rng.integers(1, 7))
    while len(model.layers) < wanted:
        choices = [kind for kind in KINDS if fits(kind, shape)]
        if not choices:
            break
        try:
            layer = choices[rng.integers(len(choices))](Draw(rng, shape))
            output = layer.compute_output_shape((None, *shape))
        except (ValueError, TypeError, ZeroDivisionError, IndexError):
            continue
        if any(n is None or n < 1 for n in output[1:]) or len(output) > 5 or np.prod(output[1:]) > MOST:
            continue
        try:
            model.add(layer)
        except (ValueError, TypeError, NotImplementedError):
            return None
        shape = tuple(int(n) for n in output[1:])
        if isinstance(getattr(layer, "layer", layer), L.Discretization):
            # Its numbers are integers for Keras, and so are those that most layers after it make of them.
            break
    for weight in model.weights:
        fan = max(1, int(np.prod(weight.shape[:-1])))
        numbers = rng.normal(0, 1 / np.sqrt(fan), weight.shape)
        if "variance" in weight.path:
            numbers = rng.uniform(0.5, 2, weight.shape)
        elif "gamma" in weight.path:
            numbers = rng.uniform(0.5, 1.5, weight.shape)
        elif len(weight.shape) <= 1 or "bias" in weight.path:
            numbers = rng.normal(0, 0.5, weight.shape)
        weight.assign(numbers)
    if sum(int(np.prod(w.shape)) for w in model.weights) > MOST_WEIGHTS:
        return None
    if indices:
        x = rng.integers(0, vocabulary, (SAMPLES, *model.input_shape[1:])).astype("int32")
    else:
        x = rng.normal(0, 1, (SAMPLES, *model.input_shape[1:])).astype("float32")
    try:
        y = exact(model, x)
    except (ValueError, TypeError, NotImplementedError):
        return None
    # What Keras itself can't compute well is no measure: numbers of no normal size, and sums that cancel.
    if not np.isfinite(y).all() or np.abs(y).max() > 1e3:
        return None
    narrow = np.asarray(model(x, training=False), dtype="float64")
    if (np.abs(narrow - y) > np.maximum(TOLERANCE * np.abs(y), TOLERANCE / 10) / 3).any():
        return None
    return model, x, y.astype("float32")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--models", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    counts, number, written = Counter(), 0, 0
    while written < options.models:
        number += 1
        drawn = draw_model(f"m{number:04}", options.seed)
        if drawn is None:
            continue
        model, x, y = drawn
        model.save(options.folder / f"{model.name}.keras")
        x = np.ascontiguousarray(x.astype("uint32") if x.dtype == np.int32 else x)
        save_file({"input": x, "output": np.ascontiguousarray(y)}, options.folder / f"{model.name}.io.safetensors")
        counts.update(type(layer).__name__ for layer in model.layers)
        written += 1
    print(written, "models,", sum(counts.values()), "layers:")
    for name, count in sorted(counts.items()):
        print(f"  {count:4} {name}")


if __name__ == "__main__":
    main()
