"""Make the models in this folder, and what Keras itself says of them, with real Keras 3.

    pip install keras==3.15.1 "jax[cpu]==0.10.2" safetensors
    KERAS_BACKEND=jax python make_models.py

`expected.json` has each model's layers, options and variables, from the living objects and not from the files;
`expected.safetensors` has the variables' values. Together the layers are all that `nn` knows, with as many options
away from their defaults as fit. Archives are compressed to keep the repository small, except for `stored.keras`: Keras
itself never compresses. The rest of the files are there to be refused. `iris.keras` is the trained model whose weights
are also in examples/data/iris.safetensors, compressed likewise.
"""

import json, os, re, tempfile, zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")
import jax

jax.config.update("jax_enable_x64", True)
import keras
import numpy as np
from keras import layers as L
from safetensors.numpy import save_file

here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(3)
keras.utils.set_random_seed(3)
models, files, tensors = {}, {}, {}
scratch = os.path.join(tempfile.mkdtemp(), "model.keras")


def inner_layers(layer):
    if isinstance(layer, (keras.Sequential, keras.Model)):
        return [l for l in layer.layers if not isinstance(l, L.InputLayer)]
    if isinstance(layer, L.Bidirectional):
        return [layer.forward_layer, layer.backward_layer]
    return [layer.layer] if isinstance(layer, L.TimeDistributed) else []


def describe(layer, prefix, fill=True):
    """What the reader should say of a layer. Fills its variables with numbers first."""
    path = f"{prefix}/{layer.name}"
    inner = [describe(l, path, fill) for l in inner_layers(layer)]
    variables = []
    for v in [] if inner else layer.weights:
        name = f"{path}/{v.name}"
        if fill and v.dtype.startswith(("float", "bfloat")):
            v.assign(rng.normal(size=v.shape))
        value = np.array(v.numpy())
        wide = {"bfloat16": "float32", "float16": "float32"}.get(str(value.dtype), value.dtype)
        value = value.astype("int64" if value.dtype.kind in "iu" else wide)
        tensors[name] = np.array(value, order="C")
        variables.append(v.name)
    whole = json.loads(json.dumps(keras.saving.serialize_keras_object(layer)))
    return {"name": layer.name, "class": whole["class_name"], "config": whole["config"], "variables": variables, "layers": inner}


def the_same_each_time(name, content):
    """Without the date, and with addresses in memory counted from 1."""
    ids = {}
    number = lambda match: b'"shared_object_id": %d' % ids.setdefault(match[0], len(ids) + 1)
    content = re.sub(rb'"shared_object_id": \d+', number, content) if name == "config.json" else content
    return re.sub(rb'"date_saved": "[^"]*"', b'"date_saved": ""', content) if name == "metadata.json" else content


def write(model, file):
    path = os.path.join(here, file)
    if file.endswith(".weights.h5"):
        return model.save_weights(path)
    if file.endswith(".h5"):
        return model.save(path)
    model.save(scratch)
    method = zipfile.ZIP_STORED if file == "stored.keras" else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(scratch) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), the_same_each_time(name, old.read(name)), method, 9)


def save(model, *names, fill=True):
    """Save a model under each file's name, and what the reader should find there."""
    models[model.name] = {
        "input": [None if n is None else int(n) for n in model.input_shape],
        "dtype": str(model.inputs[0].dtype),
        "layers": [describe(l, model.name, fill) for l in inner_layers(model)],
    }
    for file in names:
        write(model, file)
        files[file] = model.name


def sequential(name, shape, *layers, dtype=None):
    keras.backend.clear_session()
    return keras.Sequential([L.Input(shape, dtype=dtype), *layers], name=name)


# --- The smallest, for the documentation and to be broken in tests.
keras.backend.clear_session()
m = keras.Sequential([L.Input((2,)), L.Dense(3, "relu", name="hidden"), L.Dense(2, use_bias=False, name="output")], name="tiny")
m.layers[1].kernel.assign(np.arange(6).reshape(3, 2) - 2)
m.layers[0].kernel.assign(np.arange(6).reshape(2, 3) / 8)
m.layers[0].bias.assign([0.5, -1.0, 2.0])
save(m, "tiny.keras", "tiny.h5", "tiny.weights.h5", "stored.keras", fill=False)

# --- Every layer.
image = [
    L.ZeroPadding2D(((1, 2), (3, 0))), L.Conv2D(4, (3, 2), strides=(2, 1), padding="same", activation="relu"),
    L.Conv2D(4, 2, dilation_rate=2, groups=2, use_bias=False, name="grouped"), L.UpSampling2D((2, 3), interpolation="bilinear"),
    L.DepthwiseConv2D((2, 3), depth_multiplier=2, padding="same", activation="leaky_relu"),
    L.DepthwiseConv2D(1, use_bias=False), L.SeparableConv2D(3, 2, depth_multiplier=2), L.SeparableConv2D(3, 1, use_bias=False),
    L.Conv2DTranspose(2, 3, strides=2, output_padding=1, padding="same"), L.Conv2DTranspose(2, 2, use_bias=False),
    L.Cropping2D(((0, 1), (2, 0))), L.MaxPooling2D(2, padding="same"), L.AveragePooling2D((3, 2), strides=1), L.GlobalMaxPooling2D(keepdims=True),
    L.GlobalAveragePooling2D(),
]
save(sequential("image", (9, 8, 3), *image), "image.keras")
sequence = [
    L.Embedding(7, 3), L.ZeroPadding1D((2, 1)), L.Conv1D(4, 3, padding="causal", dilation_rate=2), L.Conv1D(4, 2, strides=2, groups=2),
    L.UpSampling1D(3), L.DepthwiseConv1D(2, depth_multiplier=2), L.SeparableConv1D(3, 2, padding="same"), L.Conv1DTranspose(2, 3, strides=2),
    L.Cropping1D((1, 2)), L.MaxPooling1D(2), L.AveragePooling1D(2, padding="same"), L.GlobalMaxPooling1D(keepdims=True), L.GlobalAveragePooling1D(),
]
save(sequential("sequence", (11,), *sequence, dtype="int32"), "sequence.keras")
volume = [
    L.ZeroPadding3D(1), L.Conv3D(2, (1, 2, 3)), L.Conv3DTranspose(2, 2), L.UpSampling3D(2), L.Cropping3D(1), L.MaxPooling3D((1, 2, 2)),
    L.AveragePooling3D(2), L.GlobalAveragePooling3D(keepdims=True), L.GlobalMaxPooling3D(),
]
save(sequential("volume", (4, 5, 6, 1), *volume), "volume.keras")
recurrent = [
    L.SimpleRNN(3, return_sequences=True, use_bias=False, activation="relu"), L.LSTM(2, return_sequences=True, unit_forget_bias=False, recurrent_activation="hard_sigmoid"),
    L.GRU(2, return_sequences=True, reset_after=False, go_backwards=True, dropout=0.5, recurrent_dropout=0.25, seed=1), L.Bidirectional(L.LSTM(2, return_sequences=True)),
    L.Bidirectional(L.GRU(2, return_sequences=True, name="there"), merge_mode="sum", backward_layer=L.GRU(2, return_sequences=True, go_backwards=True, use_bias=False, name="back")),
    L.TimeDistributed(L.Dense(3, "tanh"), name="each"), L.TimeDistributed(L.BatchNormalization()), L.GRU(3), L.RepeatVector(2), L.LSTM(2, use_bias=False),
]
save(sequential("recurrent", (5, 2), *recurrent), "recurrent.keras")
norm = L.Normalization(axis=-1)
norm.adapt(rng.normal(size=(10, 4, 3)))
normalization = [
    L.Rescaling(0.5, offset=-1.0), L.Normalization(mean=[1.0, 2.0, 3.0], variance=[1.0, 4.0, 9.0]), norm, L.Normalization(mean=0.5, variance=2, axis=None, invert=True),
    L.BatchNormalization(), L.BatchNormalization(axis=1, scale=False, epsilon=1e-5), L.BatchNormalization(center=False), L.BatchNormalization(center=False, scale=False),
    L.LayerNormalization(), L.LayerNormalization(axis=[1, 2], center=False), L.GroupNormalization(3, scale=False), L.RMSNormalization(), L.UnitNormalization(), L.Dense(2),
]
save(sequential("normalization", (4, 3), *normalization), "normalization.keras")
shapes = [
    L.Reshape((3, -1)), L.Permute((2, 1)), L.Activation("gelu"), L.PReLU(), L.PReLU(shared_axes=[1]), L.ELU(0.5), L.LeakyReLU(0.1), L.ReLU(6.0, 0.1, 0.5), L.Softmax(axis=1),
    L.Dropout(0.5, seed=3), L.SpatialDropout1D(0.1), L.GaussianNoise(0.1), L.GaussianDropout(0.2), L.AlphaDropout(0.3), L.ActivityRegularization(l1=0.1),
    L.Reshape((2, 2, 3)), L.SpatialDropout2D(0.25), L.Flatten(), L.Dense(2, activation=L.LeakyReLU(0.2)), L.Dense(2, activation=keras.activations.mish, kernel_initializer=keras.initializers.Constant(float("inf"))),
    L.Discretization([-1.0, 0.0, 1.0]),
]
save(sequential("shapes", (12,), *shapes), "shapes.keras")

# --- Models in models, and functional ones.
keras.backend.clear_session()
inner = keras.Sequential([L.Input((2,)), L.Dense(3, name="a"), L.BatchNormalization(name="n"), L.Dense(2, name="b")], name="inner")
inner.layers[0].trainable = False
x = keras.Input((2,))
deep = keras.Model(x, L.Dense(2, name="e")(L.Dense(4, name="d")(x)), name="deep")
i = keras.Input((2,), batch_size=3, name="start")
m = keras.Model(i, L.Dense(1, name="last")(deep(inner(L.Dense(2, name="first")(i)))), name="functional")
save(m, "functional.keras", "functional.h5")

legacy = [
    L.DepthwiseConv1D(2), L.BatchNormalization(), L.Bidirectional(L.GRU(2, return_sequences=True, name="there"), merge_mode="ave"), L.TimeDistributed(L.Dense(2)), L.LSTM(2), L.PReLU(), L.Dense(1),
]
save(sequential("legacy", (5, 2), *legacy), "legacy.keras", "legacy.h5")

# --- Number types. The middle ones are stored as they are, the last one is of floats but computes in halves.
m = sequential("types", (2,), L.Dense(2, dtype="bfloat16"), L.Dense(3, dtype="float16"), L.Dense(2, dtype="float64"), L.Dense(1, dtype="mixed_float16"))
save(m, "types.keras")

# --- A class that isn't Keras's.
@keras.saving.register_keras_serializable(package="others")
class Dense(L.Layer):
    def build(self, shape):
        self.inside = L.Dense(2)
        self.inside.build(shape)
        self.mine = self.add_weight(shape=(2,), name="mine")

    def call(self, x):
        return self.inside(x) * self.mine


m = sequential("custom", (2,), L.Dense(3), Dense(name="theirs"), L.Dense(1))
write(m, "custom.keras")

# --- To be refused.
keras.backend.clear_session()
i = keras.Input((4,), name="start")
x = L.Dense(3, name="trunk")(i)
write(keras.Model(i, L.Add(name="join")([L.Dense(2, name="left")(x), L.Dense(2, name="right")(x)])), "branch.keras")
write(keras.Model(i, [x, L.Dense(1, name="head")(x)]), "two_outputs.keras")
twice = L.Dense(4, name="twice")
write(keras.Model(i, twice(twice(i))), "shared.keras")
j = keras.Input((4,), name="other")
write(keras.Model([i, j], L.Concatenate(name="join")([i, j])), "two_inputs.keras")
write(keras.Model(i, L.Dropout(0.5, name="always")(i, training=True)), "called.keras")
s = keras.Input((3, 2), name="steps")
write(keras.Model(s, L.Dense(1)(L.LSTM(2, return_state=True, name="states")(s)[1])), "state.keras")
write(sequential("speech", (None, 13), L.GRU(2)), "any_length.keras")
write(keras.Sequential([L.Dense(2)], name="unbuilt"), "unbuilt.keras")
m = sequential("small", (4,), L.Dense(2))
m.quantize("int8")
write(m, "quantized.keras")


class Sub(keras.Model):
    def __init__(self, **_):
        super().__init__()
        self.d = L.Dense(2)

    def call(self, x):
        return self.d(x)


m = Sub()
m(np.zeros((1, 2)))
write(m, "subclassed.keras")

# --- What makes training images more various.
augmentation = [L.RandomFlip("horizontal"), L.RandomRotation(0.1), L.RandomZoom(0.2), L.RandomContrast(0.3, seed=5), L.Conv2D(2, 3), L.GlobalMaxPooling2D()]
save(sequential("augmented", (5, 4, 1), *augmentation), "augmented.keras")

with open(os.path.join(here, "expected.json"), "w") as f:
    # One line for each model: what changes is what shows.
    lines = [f"{json.dumps(name)}: {json.dumps(said)}" for name, said in models.items()]
    f.write('{"files": ' + json.dumps(files) + ',\n"models": {\n' + ",\n".join(lines) + "\n}}\n")
save_file(tensors, os.path.join(here, "expected.safetensors"))
