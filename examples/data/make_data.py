"""Makes the data, the trained weights and Keras's outputs that the examples use.

    pip install keras==3.15.1 "jax[cpu]==0.10.2" scikit-learn safetensors
    KERAS_BACKEND=jax python make_data.py

Tensors are named `<layer>.<variable>`, with Keras's layer names (dense, dense_1, ...) and shapes.
"""

import csv
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
from keras import layers
from safetensors.numpy import save_file
from sklearn.datasets import load_digits, load_iris

HERE = Path(__file__).parent


def train(units, inputs, seed, x, y, trained, epochs, batch, name):
    """Trains a network of dense layers on the first `trained` rows, and saves its weights."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    hidden = [layers.Dense(u, "relu") for u in units[:-1]]
    model = keras.Sequential([layers.Input((inputs,)), *hidden, layers.Dense(units[-1], "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(x[:trained], y[:trained], epochs=epochs, batch_size=batch, verbose=0, validation_data=(x[trained:], y[trained:]))
    tensors = {f"{l.name}.{v.name}": np.ascontiguousarray(v.numpy()) for l in model.layers for v in l.weights}
    save_file(tensors, HERE / f"{name}.safetensors")
    return model


def outputs(model, x, name):
    np.savetxt(HERE / f"{name}_expected.csv", model.predict(x, verbose=0), delimiter=",", fmt="%.9g")


def main():
    rng = np.random.default_rng(7)

    iris = load_iris()
    order = rng.permutation(len(iris.target))
    x, y = iris.data[order].astype("float32"), iris.target[order]
    with open(HERE / "iris.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["sepal_length", "sepal_width", "petal_length", "petal_width", "species"])
        rows.writerows([*(f"{v:.1f}" for v in flower), iris.target_names[species]] for flower, species in zip(x, y))
    model = train([16, 16, 3], 4, 1, x, y, 120, 300, 16, "iris")
    outputs(model, x, "iris")

    digits = load_digits()
    order = rng.permutation(len(digits.target))
    x, y = digits.data[order].astype("float32"), digits.target[order]
    with open(HERE / "digits_test.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerows([*map(int, pixels), digit] for pixels, digit in zip(x[1437:], y[1437:]))
    model = train([64, 10], 64, 2, x / 16, y, 1437, 150, 32, "digits_mlp")
    outputs(model, x[1437:] / 16, "digits_mlp")

    # The same digits as images, for a network that is read from Keras's own file.
    keras.backend.clear_session()
    keras.utils.set_random_seed(3)
    images = x.reshape(-1, 8, 8, 1) / 16
    model = keras.Sequential([
        keras.Input((8, 8, 1)),
        keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
        keras.layers.BatchNormalization(),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.Dropout(0.25),
        keras.layers.Flatten(),
        keras.layers.Dense(10, "softmax"),
    ], name="digits_cnn")
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(images[:1437], y[:1437], epochs=40, batch_size=32, verbose=0, validation_data=(images[1437:], y[1437:]))
    model.save(HERE / "digits_cnn.keras")
    outputs(model, images[1437:], "digits_cnn")


if __name__ == "__main__":
    main()
