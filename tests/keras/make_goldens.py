"""Make the golden data in golden/ with real Keras: what it computes, for the Rust tests to compare with.

    python3 -m venv ../keras-venv
    ../keras-venv/bin/pip install keras==3.15.1 "jax[cpu]==0.10.2" safetensors numpy
    ../keras-venv/bin/python tests/keras/make_goldens.py

It takes half a minute and writes the same bytes every time (fixed seeds, one per name, so that a new case leaves the
others alone). With words behind it, it makes only the models that have one in their names. README.md says what the
files hold. The texts of activations and layers below are the Rust ones; they happen to be Python expressions too, so
`call` reads them and they are the only description of a case.
"""
import ast, os, pathlib, sys, warnings, zlib
os.environ["KERAS_BACKEND"] = "jax"
# Fewer differences between machines: no newer instructions than AVX2, and sums in one order.
os.environ["XLA_FLAGS"] = "--xla_cpu_max_isa=AVX2 --xla_cpu_multi_thread_eigen=false"
import jax, keras, numpy as np
from keras import activations as A, layers as L
from safetensors.numpy import save
import convolutions

import compose_cases, embedding_cases, more_cases, pooling_cases, recurrent_cases

warnings.filterwarnings("ignore", message="You are using a softmax over axis")  # of one column, on purpose
GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"

# ---- What is tested

# One number in, one number out. Keras's parameters and defaults: relu(negative_slope=0, max_value=None, threshold=0),
# leaky_relu(negative_slope=0.2), elu(alpha=1), celu(alpha=1), gelu(approximate=False), soft_shrink(threshold=0.5),
# hard_shrink(threshold=0.5), squareplus(b=4), threshold(threshold, default_value), which has no defaults.
# `swish` and `hard_swish` are other names of silu and hard_silu.
POINTWISE = """
    relu; relu(negative_slope = 0.1); relu(max_value = 2.0); relu(threshold = 0.5)
    relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5); relu6
    leaky_relu; leaky_relu(0.1); elu; elu(0.5); selu; celu; celu(0.5); gelu; gelu(approximate)
    sigmoid; hard_sigmoid; sparse_sigmoid; log_sigmoid; silu; hard_silu; mish
    tanh; hard_tanh; tanh_shrink; soft_shrink; soft_shrink(0.3); hard_shrink; hard_shrink(0.3)
    softplus; squareplus; squareplus(2.0); sparse_plus; softsign; exponential; linear
    threshold(0.5, -1.0); threshold(-1.0, 20.0)
"""
# Over the last axis (axis=-1 by default). Keras 3.15.1's sparsemax is wrong wherever more than one output should not
# be zero: it adds up the running sums of the sorted inputs instead of taking the last, and its outputs do not sum to 1
# (keras issue 23425, mended after 3.15.1 by pull request 23469). The goldens `sparsemax` hold what 3.15.1 gives;
# `paper:sparsemax` is from `paper_sparsemax` below, not from Keras.
ROWWISE = "softmax; log_softmax; sparsemax"
# glu(axis=-1) halves the vector it is given, so it is not an activation of the language.
LEFT_OUT = {"glu"}
# Keras's activation layers: ReLU(max_value=None, negative_slope=0, threshold=0), LeakyReLU(negative_slope=0.3, not
# 0.2), ELU(alpha=1), Softmax(axis=-1).
POINTWISE_LAYERS = """
    relu(); relu(max_value = 6.0); relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5)
    leaky_relu(); leaky_relu(negative_slope = 0.1); elu(); elu(alpha = 0.5)
"""
ROWWISE_LAYERS = "softmax()"

# Name, type, input shape, layers.
CASES = [
    # Dense alone.
    ("dense_linear", "f32", 3, "dense(2)"),
    ("dense_no_bias", "f32", 5, "dense(7, use_bias = false); dense(2, tanh, use_bias = false)"),
    ("dense_one_one", "f32", 1, "dense(1)"),
    ("dense_one_in", "f32", 1, "dense(3, relu); dense(1)"),
    ("dense_one_inside", "f32", 7, "dense(1, elu); dense(8, selu); dense(9, celu)"),
    ("dense_one_softmax", "f32", 3, "dense(1, softmax)"),
    ("dense_readme", "f32", 2, "dense(3, relu); dense(2, softmax)"),
    ("dense_relu_3", "f32", 3, "dense(5, relu); dropout(0.5); dense(2, softmax)"),
    ("dense_iris", "f32", 4, "dense(16, relu); dense(16, relu); dense(3, softmax)"),
    ("dense_ladder", "f32", 1, "dense(2, tanh); dense(3, tanh); dense(5, tanh); dense(7, tanh); dense(8, tanh); "
                               "dense(9, tanh); dense(15, tanh); dense(16, tanh); dense(17, tanh); dense(2)"),
    ("dense_wide", "f32", 33, "dense(64, tanh); dense(65, sigmoid); dense(1)"),
    ("dense_65_in", "f32", 65, "dense(2, relu)"),
    ("dense_64_in", "f32", 64, "dense(31, relu); dense(33)"),
    # Each activation as the one of a dense layer.
    ("dense_smooth_17", "f32", 17, "dense(31, gelu); dense(15, silu); dense(9, softplus)"),
    ("dense_smooth_16", "f32", 16,
        "dense(16, gelu(approximate)); dense(8, mish); dense(7, softsign); dense(5, linear)"),
    ("dense_rectified", "f32", 8,
        "dense(9, relu6); dense(7, leaky_relu); dense(5, leaky_relu(0.1)); dense(3, elu(0.5))"),
    ("dense_relu_parameters", "f32", 5, "dense(15, relu(negative_slope = 0.1)); dense(9, relu(max_value = 2.0)); "
        "dense(8, relu(threshold = 0.5)); dense(7, relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5))"),
    ("dense_hard", "f32", 9, "dense(15, celu(0.5)); dense(8, hard_sigmoid); dense(5, hard_silu); dense(3, hard_tanh)"),
    ("dense_shrink", "f32", 15, "dense(16, soft_shrink); dense(9, hard_shrink); dense(8, tanh_shrink); "
                                "dense(7, soft_shrink(0.3)); dense(5, hard_shrink(0.3))"),
    ("dense_square", "f32", 2, "dense(7, squareplus); dense(5, squareplus(2.0)); dense(3, log_sigmoid)"),
    ("dense_sparse", "f32", 7, "dense(9, sparse_plus); dense(8, sparse_sigmoid)"),
    # So large that one output is 1 and the others are 0, where Keras's sparsemax is right.
    ("dense_sparsemax", "f32", 5, "rescaling(50.0); dense(7, sparsemax); dense(3)"),
    ("dense_exponential", "f32", 3, "dense(5, exponential); dense(3, log_softmax)"),
    ("dense_threshold", "f32", 8, "dense(7, threshold(0.5, -1.0)); dense(5, threshold(-1.0, 20.0)); dense(3, linear)"),
    # Activations as layers.
    ("activation_names", "f32", 5, "dense(8); activation(tanh); dense(3); activation(softmax)"),
    ("activation_parameters", "f32", 3, "activation(leaky_relu(0.1)); dense(7); activation(gelu(approximate)); "
        "dense(5); activation(relu(max_value = 2.0)); dense(2)"),
    ("layer_defaults", "f32", 5, "dense(9); relu(); dense(7); leaky_relu(); dense(5); elu(); dense(3); softmax()"),
    ("layer_parameters", "f32", 7, "dense(9); relu(max_value = 6.0); dense(8); leaky_relu(negative_slope = 0.1); "
        "dense(7); elu(alpha = 0.5); dense(5); relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5)"),
    ("layer_others", "f32", 2,
        "dense(8); tanh(); dense(7); selu(); dense(5); hard_shrink(0.3); dense(3); log_softmax()"),
    # Shapes.
    ("flatten_rank_1", "f32", 3, "flatten(); dense(2)"),
    ("flatten_rank_2", "f32", (3, 5), "flatten(); dense(7, relu)"),
    ("flatten_rank_3", "f32", (2, 3, 5), "flatten(); dense(3, relu); dense(2, softmax)"),
    ("softmax_rank_3", "f32", (2, 3, 5), "softmax()"),
    ("reshape_sizes", "f32", 6, "dense(6, tanh); reshape(2, 3); softmax(); flatten(); dense(2)"),
    ("reshape_infer", "f32", (5, 3), "reshape(-1, 5); softmax(); reshape(3, 1, 5); reshape(-1); dense(2)"),
    # Layers in front and layers which do nothing when a model is run.
    ("dropout_first", "f32", 8, "dropout(0.25); dense(3, relu); dropout(0.9); dense(2); dropout(0.0)"),
    ("noise_vector", "f32", 5, "gaussian_noise(0.5); dense(3, tanh); gaussian_dropout(0.3); alpha_dropout(0.25); "
        "activity_regularization(l1 = 0.1, l2 = 0.2); dense(2)"),
    ("noise_channels", "f32", (4, 3), "spatial_dropout1d(0.5); relu(); reshape(2, 2, 3); spatial_dropout2d(0.25); "
        "reshape(1, 2, 2, 3); spatial_dropout3d(0.75); activity_regularization()"),
    ("rescaling_offset", "f32", 5, "rescaling(0.5, offset = -1.0); dense(3, relu)"),
    ("rescaling_scale", "f32", (3, 2), "rescaling(2.718281828459045); flatten(); dense(2)"),
    ("normalization_rank_1", "f32", 2, "normalization(mean = [1.0, 2.0], variance = [4.0, 9.0]); dense(3, tanh)"),
    ("normalization_rank_2", "f32", (5, 3),
        "normalization(mean = [-0.5, 0.0, 0.25], variance = [0.1, 1.0, 30.0]); flatten(); dense(2, tanh)"),
    # The third variance is under Keras's floor: the divisor is max(sqrt(variance), 1e-7).
    ("normalization_floor", "f32", 3, "normalization(mean = [0.1, 0.2, 0.25], variance = [2.0, 0.0001, 0.0])"),
    ("no_weights", "f32", (2, 3), "rescaling(2.0, offset = 0.5); relu(); flatten(); softmax()"),
    # Normalisations with parameters.
    ("batch_norm_vector", "f32", 5, "dense(9); batch_normalization(); relu(); dense(17); "
        "batch_normalization(scale = false, momentum = 0.9); dense(3); batch_normalization(center = false, epsilon = 0.1)"),
    ("batch_norm_image", "f32", (3, 2, 5), "batch_normalization(axis = -1); batch_normalization(center = false, scale = false)"),
    ("layer_norm", "f32", 7, "layer_normalization(); dense(19); layer_normalization(scale = false); dense(65, tanh); "
        "layer_normalization(center = false, epsilon = 0.5); dense(3); layer_normalization(center = false, scale = false)"),
    ("layer_norm_rows", "f32", (4, 33), "layer_normalization(axis = -1); reshape(3, 11, 4); layer_normalization()"),
    ("rms_norm", "f32", (3, 7), "rms_normalization(); flatten(); dense(40); rms_normalization(epsilon = 0.25)"),
    ("unit_norm", "f32", (3, 7), "unit_normalization(); relu(); reshape(21, 1); relu(); unit_normalization()"),
    ("group_norm_vector", "f32", 32, "group_normalization(); dense(20); group_normalization(groups = 4); dense(5); "
        "group_normalization(groups = 1, scale = false)"),
    ("group_norm_image", "f32", (3, 4, 6), "group_normalization(groups = 2); group_normalization(groups = -1, center = false); "
        "group_normalization(groups = 1, epsilon = 0.1); group_normalization(groups = 6, center = false, scale = false)"),
    ("group_norm_wide", "f32", (5, 36), "group_normalization(groups = 4); group_normalization(groups = 36); "
        "layer_normalization()"),
    # The same numbers in other places.
    ("permute", "f32", (2, 3, 4), "permute(3, 1, 2); softmax(); permute(1, 3, 2); relu(); reshape(6, 4); permute(2, 1)"),
    ("repeat_vector", "f32", 3, "dense(5, tanh); repeat_vector(4); softmax(); flatten(); dense(2)"),
    ("padding_steps", "f32", (4, 3), "zero_padding1d(); zero_padding1d((2, 0)); cropping1d((1, 2)); zero_padding1d(3)"),
    ("cropping_steps", "f32", (9, 2), "cropping1d(); cropping1d(2); relu(); up_sampling1d(3); cropping1d((0, 4)); up_sampling1d()"),
    ("padding_image", "f32", (3, 2, 3), "zero_padding2d(); zero_padding2d((2, 1)); cropping2d(1); zero_padding2d(((1, 2), (0, 3)))"),
    ("cropping_image", "f32", (5, 6, 2), "cropping2d(); cropping2d((1, 2)); up_sampling2d((3, 2)); cropping2d(((0, 1), (2, 0))); "
        "softmax(); up_sampling2d(interpolation = nearest)"),
    ("volume", "f32", (3, 4, 5, 2), "cropping3d(((1, 0), (0, 1), (1, 1))); zero_padding3d((1, 0, 2)); up_sampling3d((1, 2, 1)); "
        "zero_padding3d(); cropping3d(); up_sampling3d()"),
    # Double precision.
    ("f64_places", "f64", (4, 3), "permute(2, 1); zero_padding1d((1, 0)); up_sampling1d(); cropping1d(1); flatten(); dense(3)"),
    ("f64_norm", "f64", (4, 10), "batch_normalization(); layer_normalization(); group_normalization(groups = 5); "
        "rms_normalization(); unit_normalization()"),
    ("f64_dense", "f64", 5, "dense(9, tanh); dropout(0.5); dense(8, gelu); dense(3, softmax)"),
    ("f64_layers", "f64", (2, 3), "normalization(mean = [0.1, -0.2, 0.3], variance = [0.1, 1.0, 7.0]); flatten(); "
        "dense(5, selu); rescaling(0.1, offset = 0.3); dense(7); leaky_relu(); dense(2, log_softmax)"),
    *convolutions.CASES,
]

# Those of the other files, and Keras's layers for the words in them.
MORE = [pooling_cases, embedding_cases, recurrent_cases, compose_cases, more_cases]
for more in MORE:
    CASES += more.CASES

# Keras's defaults: RandomUniform(minval=-0.05, maxval=0.05), RandomNormal(mean=0, stddev=0.05),
# TruncatedNormal(mean=0, stddev=0.05), cut at two stddev and *not* corrected for it, Orthogonal(gain=1). The others
# are VarianceScaling: glorot_* scale=1 and mode="fan_avg", he_* scale=2 and "fan_in", lecun_* scale=1 and "fan_in";
# *_uniform within +-sqrt(3*scale/fan), *_normal truncated at two stddev, with
# stddev = sqrt(scale/fan)/0.87962566103423978.
INITIALIZERS = """
    glorot_uniform; glorot_normal; he_uniform; he_normal; lecun_uniform; lecun_normal
    random_uniform; random_normal; truncated_normal; orthogonal
"""

# ---- From the Rust text to Keras

def texts(lines):
    return [t.strip() for line in lines.strip().splitlines() for t in line.split(";") if t.strip()]

def call(text):
    """`name(a, b, key = c)` as name, [a, b], {key: c}. A name or call among the arguments stays text."""
    def value(node):
        if isinstance(node, (ast.Name, ast.Call)):
            source = ast.get_source_segment(text, node)
            return {"true": True, "false": False}.get(source, source)
        try:
            return ast.literal_eval(node)
        except ValueError:  # layers
            return ast.get_source_segment(text, node)
    node = ast.parse(text, mode="eval").body
    if isinstance(node, ast.Name):
        return node.id, [], {}
    return node.func.id, [value(a) for a in node.args], {k.arg: value(k.value) for k in node.keywords}

def activation(text):
    """What Keras takes as an activation: its name, or a function where there are parameters."""
    name, args, kwargs = call(text)
    if not args and not kwargs:
        return name
    kwargs |= {a: True for a in args if isinstance(a, str)}  # gelu(approximate)
    args = [a for a in args if not isinstance(a, str)]
    return lambda x: getattr(A, name)(x, *args, **kwargs)

LAYERS = {"relu": L.ReLU, "leaky_relu": L.LeakyReLU, "elu": L.ELU, "softmax": L.Softmax, "dropout": L.Dropout,
          "gaussian_noise": L.GaussianNoise, "gaussian_dropout": L.GaussianDropout, "alpha_dropout": L.AlphaDropout,
          "spatial_dropout1d": L.SpatialDropout1D, "spatial_dropout2d": L.SpatialDropout2D,
          "spatial_dropout3d": L.SpatialDropout3D, "activity_regularization": L.ActivityRegularization,
          "flatten": L.Flatten, "rescaling": L.Rescaling, "normalization": L.Normalization,
          "batch_normalization": L.BatchNormalization, "layer_normalization": L.LayerNormalization,
          "group_normalization": L.GroupNormalization, "rms_normalization": L.RMSNormalization,
          "unit_normalization": L.UnitNormalization, "repeat_vector": L.RepeatVector,
          "zero_padding1d": L.ZeroPadding1D, "zero_padding2d": L.ZeroPadding2D, "zero_padding3d": L.ZeroPadding3D,
          "cropping1d": L.Cropping1D, "cropping2d": L.Cropping2D, "cropping3d": L.Cropping3D,
          "up_sampling1d": L.UpSampling1D, "up_sampling2d": L.UpSampling2D, "up_sampling3d": L.UpSampling3D}
for more in MORE:
    LAYERS |= more.LAYERS

def layer(text):
    name, args, kwargs = call(text)
    if name == "dense":
        return L.Dense(args[0], activation(args[1]) if args[1:] else None, **kwargs)
    if name == "activation":
        return L.Activation(activation(args[0]))
    if name in ("reshape", "permute"):
        return {"reshape": L.Reshape, "permute": L.Permute}[name](args)
    if convolution := convolutions.layer(name, args, kwargs, activation):
        return convolution
    if name in LAYERS:
        return LAYERS[name](*args, **kwargs)
    return L.Activation(activation(text))  # tanh(): not a layer of Keras's own

def rust(case, dtype, shape, layers):
    """The macro call for cases.rs. `input =` goes behind the units of a dense layer, and last in any other. The path of
    the weights file, if there is one, is relative to cases.rs."""
    name, args = layers[0].removesuffix(")").split("(", 1)
    args = [a for a in args.split(", ", 1) if a] if name == "dense" else [args] * bool(args)
    args.insert(1, f"input = {shape}")
    first = f"{name}({', '.join(args)})"
    weights = f'#[weights("{case}.weights.safetensors")] ' if (GOLDEN / f"{case}.weights.safetensors").exists() else ""
    return f'case! {{ {case}, {dtype}, {weights}{{ {", ".join([first, *layers[1:]])} }} }}'

# ---- The data

def precision(dtype):
    """Let Keras compute in this type. Its JAX backend makes float32 of what tanh, sqrt and others (all that ask for
    the type of a result) compute from float64, as JAX itself does by default; its TensorFlow backend does not. Where
    JAX has float64 switched on, Keras is told so here, else these goldens would be good to seven digits only."""
    jax.config.update("jax_enable_x64", dtype == "float64")
    keras.src.backend.common.dtypes.BIT64_TO_BIT32_DTYPE["float64"] = dtype
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    keras.config.set_epsilon(1e-7)
    keras.config.set_image_data_format("channels_last")

def seeded(name):
    return np.random.default_rng(zlib.crc32(name.encode()))

def points(dtype):
    """Inputs of the pointwise activations, sorted."""
    edges = np.array([0.3, 0.5, 1, 2, 3, 4, 6], dtype)
    up, down = np.nextafter(edges, dtype(np.inf)), np.nextafter(edges, dtype(0))
    sizes = np.array([0, 1e-30, 1e-8, 1e-4, 1e-3, 1e-2, 20, 30, 50, 90, 100, 1e4], dtype)
    uneven = seeded("points").uniform(-12, 12, 24).astype(dtype)
    even = np.linspace(-12, 12, 97).astype(dtype)
    both_signs = np.concatenate([edges[:1], up, down, sizes])
    return np.sort(np.concatenate([even[even != 0], uneven, both_signs, -both_signs]), kind="stable")

def rows(dtype):
    """Inputs of the row-wise activations, [24, 9]. Rows at +-1e4 hold multiples of 1/64, so that a float32 is exact."""
    rng = seeded("rows")
    normal = lambda scale, n: rng.normal(size=(n, 9)) * scale
    sixty_fourths = np.round(normal(64, 4)) / 64
    one = lambda value, at: np.where(np.arange(9) == at, value, 0.0) + normal(1, 1)[0]
    return np.concatenate([
        normal(0.1, 2), normal(1, 4), normal(5, 2), normal(30, 2),
        [np.zeros(9), -np.zeros(9), np.full(9, 3.5), np.full(9, -1e4)],  # all equal
        [[1, 1, 0, 0, 0, 0, 0, 0, 0], [2, 2, 2, -1, -1, -1, 0.5, 0.5, 0.5]],  # some equal
        sixty_fourths + [[1e4], [1e4], [-1e4], [-1e4]],
        [one(100, 0), one(1e4, 8), one(-100, 4), np.arange(9.0)],
    ]).astype(dtype)

COLUMN = np.array([[0], [1], [-2.5], [100], [-1e4]])

def write(stem, tensors):
    (GOLDEN / f"{stem}.safetensors").write_bytes(save(tensors))

def keras_output(function, x):
    y = np.asarray(function(keras.ops.convert_to_tensor(x)))
    assert y.dtype == x.dtype and y.shape == x.shape, (function, y.dtype, y.shape)
    return np.ascontiguousarray(y)

def paper_sparsemax(x):
    """The projection to the simplex (Martins and Astudillo 2016, algorithm 1), computed in float64."""
    z = -np.sort(-x.astype("float64"))
    sums, k = np.cumsum(z, axis=-1), np.arange(1, x.shape[-1] + 1)
    last = (1 + k * z > sums).sum(axis=-1, keepdims=True)
    tau = (np.take_along_axis(sums, last - 1, -1) - 1) / last
    return np.maximum(x - tau, 0).astype(x.dtype)

def activations():
    tensors = {}
    def add(name, function, x):
        mark = ".f64" if x.dtype == np.float64 else ""
        tensors[f"{name}{mark}.input"], tensors[f"{name}{mark}.output"] = x, keras_output(function, x)
    for dtype in (np.float32, np.float64):
        precision(np.dtype(dtype).name)
        def both(functions, layers):
            yield from ((t, A.get(activation(t))) for t in texts(functions))
            yield from (("layer:" + t, layer(t)) for t in texts(layers))
        for name, f in both(POINTWISE, POINTWISE_LAYERS):
            add(name, f, points(dtype))
        paper = ("paper:sparsemax", lambda x: paper_sparsemax(np.asarray(x)))
        for name, f in [*both(ROWWISE, ROWWISE_LAYERS), paper]:
            add(name, f, rows(dtype))
            add(name + ".column", f, COLUMN.astype(dtype))
    write("activations", tensors)

def model(case, dtype, shape, layers):
    precision(dtype)
    keras.backend.clear_session()
    shape, rng = np.atleast_1d(shape).tolist(), seeded(case)
    if any(call(t)[0] in compose_cases.WORDS for t in layers):
        m = compose_cases.model(case, shape, layers, layer)
    else:
        m = keras.Sequential([L.Input(shape), *map(layer, layers)], name=case)
    # Keras makes three words of PReLU, and of what is not named otherwise.
    weights = {f"{l.name.replace('p_re_lu', 'prelu')}.{w.name}": w for l in compose_cases.parts(m.layers) for w in l.weights}
    for w in weights.values():  # biases are not left at zero
        value = rng.normal(size=w.shape) * (1.2 / np.sqrt(np.prod(w.shape[:-1])) if len(w.shape) >= 2 else 0.3)
        # A variance is positive, and what multiplies is around 1.
        w.assign(np.exp(value) if w.name in ("gamma", "scale", "moving_variance") else value)
    name, args, _ = call(layers[0])
    takes_indices = name == "embedding"
    x = rng.integers(0, args[0], (5, *shape)).astype(dtype) if takes_indices else (
        rng.normal(size=(5, *shape)).astype(dtype) * 1.5)
    y = m.predict(x, verbose=0)
    assert x.dtype == y.dtype == dtype and np.isfinite(y).all(), (case, y.dtype)
    # Another order of summation must not lead over a jump of hard_shrink, threshold or relu(threshold = ..).
    for _ in range(0 if takes_indices else 8):
        near = m.predict(x * (1 + 1e-5 * rng.normal(size=x.shape)).astype(dtype), verbose=0)
        assert np.abs(near - y).max() < 1e-3 * (1 + np.abs(y).max()), case
    if weights:
        write(f"{case}.weights", {n: np.array(w.numpy()) for n, w in weights.items()})
    write(f"{case}.io", {"input": x, "output": np.array(y)})

def initializers():
    """[mean, standard deviation, min, max] of 16 draws of a (300, 200) kernel, that is 960000 numbers."""
    precision("float32")
    tensors = {}
    for name in texts(INITIALIZERS):
        make = lambda seed: keras.initializers.get({"class_name": name, "config": {"seed": seed}})
        x = np.stack([np.asarray(make(seed)((300, 200))) for seed in range(16)]).astype("float64")
        tensors[name + ".stats"] = np.array([x.mean(), x.std(axis=(1, 2)).mean(), x.min(), x.max()])
    write("initializers", tensors)

def write_cases(cases):
    lines = ["// Made by make_goldens.py with Keras " + keras.__version__ + ".", *(rust(*c) for c in cases)]
    (GOLDEN / "cases.rs").write_text("\n".join(lines) + "\n")

def main():
    GOLDEN.mkdir(exist_ok=True)
    wanted = [case for case in CASES if any(word in case[0] for word in sys.argv[1:])]
    for case, dtype, shape, layers in wanted:
        model(case, {"f32": "float32", "f64": "float64"}[dtype], shape, texts(layers))
    if sys.argv[1:]:
        return write_cases([(case, dtype, shape, texts(layers)) for case, dtype, shape, layers in CASES])
    for old in [*GOLDEN.glob("*.safetensors"), GOLDEN / "cases.rs"]:
        old.unlink(missing_ok=True)
    # Nothing of Keras is forgotten, and each activation is that of a dense layer in some case.
    named = texts(POINTWISE) + texts(ROWWISE)
    have = {f.__name__ for f in keras.src.activations.ALL_OBJECTS}
    assert have - LEFT_OUT == {call(t)[0] for t in named}, have ^ {call(t)[0] for t in named}
    cases = [(case, dtype, shape, texts(layers)) for case, dtype, shape, layers in CASES]
    dense = {call(t)[1][1] for *_, layers in cases for t in layers if call(t)[0] == "dense" and call(t)[1][1:]}
    assert dense == set(named), dense ^ set(named)

    activations()
    for case, dtype, shape, layers in cases:
        model(case, {"f32": "float32", "f64": "float64"}[dtype], shape, layers)
    initializers()
    write_cases(cases)
    files = list(GOLDEN.iterdir())
    print(len(files), "files,", sum(f.stat().st_size for f in files), "bytes, of", len(cases), "models")

if __name__ == "__main__":
    main()
