"""Writes the files of Keras's that the UI tests name, with real Keras: `KERAS_BACKEND=jax python3 make_keras.py`."""

import os, pathlib, zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras
from keras import layers as L

HERE = pathlib.Path(__file__).parent


def save(name, *layers):
    """The model in an archive of the same bytes every time, compressed to keep the repository small."""
    model = keras.Sequential(list(layers), name=name)
    for weight in model.weights:
        weight.assign(weight * 0)
    path = HERE / f"{name}.keras"
    model.save(path)
    with zipfile.ZipFile(path) as archive:
        members = [(member, archive.read(member)) for member in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members:
            if member != "metadata.json":
                archive.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return model


save("inside", keras.Input((3,)), L.Dense(4), L.Embedding(5, 2, name="words"), L.Flatten(), L.Dense(2))
save("masking", keras.Input((3, 4)), L.Masking(name="mask"), L.Flatten(), L.Dense(2))
model = save(
    "network",
    keras.Input((2, 3)),
    L.ZeroPadding1D(2),
    L.Flatten(),
    L.Dense(8, activation="leaky_relu", name="hidden"),
    L.BatchNormalization(epsilon=0.01),
    L.Dropout(0.5),
    L.Dense(4, activation="softmax", name="output"),
)
model.save_weights(HERE / "network.weights.h5")
save(
    "directions",
    keras.Input((3, 12)),
    L.Bidirectional(L.GRU(8, "softsign", reset_after=False, use_bias=False, return_sequences=True)),
    L.Bidirectional(L.SimpleRNN(5, use_bias=False, return_sequences=True), merge_mode="mul"),
    L.Bidirectional(L.SimpleRNN(3, name="simple_rnn")),
)
