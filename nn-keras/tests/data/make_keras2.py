"""Make the files of Keras 2 in this folder, and what Keras itself says of them.

    pip install tensorflow-cpu==2.15.1 safetensors
    python make_keras2.py

As in make_models.py, whose functional model these have in their own manner, but for the options.
"""

import json, os, re, tempfile, zipfile

import numpy as np
import tensorflow as tf
from safetensors.numpy import save_file

L = tf.keras.layers
here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(4)
models, files, tensors = {}, {}, {}
scratch = os.path.join(tempfile.mkdtemp(), "model.keras")


def inner_layers(layer):
    if isinstance(layer, tf.keras.Model):
        return [(l, l.name) for l in layer.layers if not isinstance(l, L.InputLayer)]
    if isinstance(layer, L.Bidirectional):
        # The architecture has the name that was given, and nothing of the backward layer.
        stem = layer.forward_layer.name.removeprefix("forward_")
        return [(layer.forward_layer, stem), (layer.backward_layer, f"backward_{stem}")]
    return [(layer.layer, layer.layer.name)] if isinstance(layer, L.TimeDistributed) else []


def describe(layer, name, prefix):
    path = f"{prefix}/{name}"
    inner = [describe(l, n, path) for l, n in inner_layers(layer)]
    variables = []
    for v in [] if inner else layer.weights:
        v.assign(rng.normal(size=v.shape))
        variable = v.name.split("/")[-1].split(":")[0]
        if "DepthwiseConv" in type(layer).__name__ and variable == "depthwise_kernel":
            variable = "kernel"
        tensors[f"{path}/{variable}"] = np.ascontiguousarray(v.numpy())
        variables.append(variable)
    return {"name": name, "class": type(layer).__name__, "config": None, "variables": variables, "layers": inner}


def the_same_each_time(name, content):
    """Without the date, and with addresses in memory counted from 1."""
    ids = {}
    number = lambda match: b'"shared_object_id": %d' % ids.setdefault(match[0], len(ids) + 1)
    content = re.sub(rb'"shared_object_id": \d+', number, content) if name == "config.json" else content
    return re.sub(rb'"date_saved": "[^"]*"', b'"date_saved": ""', content) if name == "metadata.json" else content


def save(model, *names):
    models[model.name] = {
        "input": list(model.input_shape),
        "dtype": model.inputs[0].dtype.name,
        "layers": [describe(l, n, model.name) for l, n in inner_layers(model)],
    }
    for file in names:
        path = os.path.join(here, file)
        files[file] = model.name
        if "weights" in file:
            model.save_weights(path)
        elif file.endswith(".h5"):
            model.save(path)
        else:
            model.save(scratch)
            with zipfile.ZipFile(scratch) as old, zipfile.ZipFile(path, "w") as new:
                for name in old.namelist():
                    new.writestr(zipfile.ZipInfo(name), the_same_each_time(name, old.read(name)), zipfile.ZIP_DEFLATED, 9)


inner = tf.keras.Sequential([L.BatchNormalization(name="n"), L.Conv1D(2, 1, name="a"), L.Conv1D(3, 1, name="b")], name="inner")
i = L.Input((6, 3), name="start")
x = L.Bidirectional(L.LSTM(2, return_sequences=True, name="both"), name="wrapped")(inner(L.Conv1D(3, 2, name="first")(i)))
x = L.GRU(3, name="last")(L.TimeDistributed(L.Dense(2), name="each")(x))
model = tf.keras.Model(i, x, name="keras2")
# What is frozen is written after what isn't.
inner.layers[1].trainable = False
save(model, "keras2.keras", "keras2.h5")
# No input layer, and weights by themselves.
model = tf.keras.Sequential([L.DepthwiseConv2D(2, input_shape=(4, 4, 2)), L.Flatten(), L.Dense(2)], name="plain2")
save(model, "plain2.h5", "plain2_weights.h5")

with open(os.path.join(here, "keras2.json"), "w") as f:
    lines = [f"{json.dumps(name)}: {json.dumps(said)}" for name, said in models.items()]
    f.write('{"files": ' + json.dumps(files) + ',\n"models": {\n' + ",\n".join(lines) + "\n}}\n")
save_file(tensors, os.path.join(here, "keras2.safetensors"))
