"""Train the network of examples/stream.rs with Keras: it foretells the next value of a signal from those before.

    python3 -m venv ../keras-venv
    ../keras-venv/bin/pip install keras==3.15.1 "jax[cpu]==0.10.2" safetensors numpy
    ../keras-venv/bin/python examples/data/make_stream.py

It writes stream.safetensors, the weights, and stream_expected.csv, what Keras foretells at each of the first 512 steps.
The network is trained on 4000 later steps, in pieces of 100.
"""
import os, pathlib
os.environ["KERAS_BACKEND"] = "jax"
import keras, numpy as np
from keras import layers as L
from safetensors.numpy import save

HERE = pathlib.Path(__file__).resolve().parent
SHOWN, TRAINED, PIECE = 512, 4000, 100

def signal(t):
    """A fast and a slow wave, of which the slow one swells and fades; the same as in stream.rs."""
    turn = 2 * np.pi * t
    return 0.5 * (1 + 0.5 * np.sin(turn / 170)) * np.sin(turn / 25) + 0.25 * np.sin(turn / 7)

keras.utils.set_random_seed(7)
values = signal(np.arange(SHOWN, SHOWN + TRAINED + 1)).astype("float32")
inputs, targets = (values[from_:][:TRAINED].reshape(-1, PIECE, 1) for from_ in (0, 1))
model = keras.Sequential([L.Input((None, 1)), L.LSTM(16, return_sequences=True), L.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse")
history = model.fit(inputs, targets, batch_size=8, epochs=150, verbose=0).history["loss"]

# Single precision, as in the example: sums in another order differ in the last digits only.
shown = signal(np.arange(SHOWN)).astype("float32").reshape(1, -1, 1)
np.savetxt(HERE / "stream_expected.csv", model.predict(shown, verbose=0).ravel(), fmt="%.9g")
weights = {f"{l.name}.{w.name}": np.asarray(w) for l in model.layers for w in l.weights}
(HERE / "stream.safetensors").write_bytes(save(weights))
print("loss", history[0], "to", history[-1])
