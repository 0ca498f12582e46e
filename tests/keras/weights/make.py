"""Make files of weights alone, which `tests/files.rs` reads: `KERAS_BACKEND=jax python make.py`, with Keras 3.15.1.

Beside each `<name>.weights.h5` are the same weights as `<name>.safetensors`, each as `<layer>.<variable>`.
"""

import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras
from keras import layers as L
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent


def flat(model):
    """All layers that have weights of their own."""
    for layer in model.layers:
        if isinstance(layer, keras.Sequential):
            yield from flat(layer)
        elif isinstance(layer, L.TimeDistributed):
            yield layer.layer
        elif isinstance(layer, L.Bidirectional):
            yield from (layer.forward_layer, layer.backward_layer)
        else:
            yield layer


def save(name, model):
    for seed, weight in enumerate(model.weights):
        weight.assign(keras.random.normal(weight.shape, seed=seed))
    model.save_weights(HERE / f"{name}.weights.h5")
    tensors = {f"{layer.name.replace('.', '_')}.{weight.name}": weight.numpy() for layer in flat(model) for weight in layer.weights}
    save_file(tensors, HERE / f"{name}.safetensors")


# Of one shape, so that nothing but their places tells them apart; and one that takes steps.
save("order", keras.Sequential([
    keras.Input((4, 3)), L.TimeDistributed(L.Dense(3, name="step")), L.LayerNormalization(name="first"),
    L.LayerNormalization(name="second"), L.GRU(3, name="rnn", return_sequences=True), L.GRU(3, name="last"),
    L.Dense(3, name="a"), L.Dense(3, name="b", use_bias=False), L.Dense(3, name="c"),
]))

# Models in models.
save("nested", keras.Sequential([
    keras.Input((3,)), L.Dense(3, name="head.1"),
    keras.Sequential([L.Dense(3, name="inner"), keras.Sequential([L.Dense(3, name="inmost")])]), L.Dense(3, name="end"),
]))

# Layers that have two of their own.
save("directions", keras.Sequential([
    keras.Input((4, 3)), L.Bidirectional(L.LSTM(2, name="both", return_sequences=True)), L.LSTM(4, name="one", return_sequences=True),
    L.Bidirectional(L.GRU(3, name="there"), backward_layer=L.GRU(3, name="back", go_backwards=True), merge_mode="sum"),
    L.Dense(2, name="end"),
]))

# Keras has these in the order x1, x2, y1, x3, y2.
inputs = keras.Input((3,))
x = y = L.Dense(3, name="first")(inputs)
for layer in ["x1", "x2", "x3"]:
    x = L.Dense(3, name=layer)(x)
for layer in ["y1", "y2"]:
    y = L.Dense(3, name=layer)(y)
save("branches", keras.Model(inputs, L.Dense(2, name="end")(L.Concatenate()([x, y]))))
