"""Writes the networks of the table for every peer, with the same weights: see README.md.

    models/D.safetensors   the weights, as the project names them
    models/D.onnx          with any number of samples
    models/D256.tflite     with as many samples as the row
"""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from formats import onnx_file, tflite_file
from formats.layers import Conv1D, Conv2D, Dense, Flatten, GlobalAvgPool1D, Gru, Lstm, MaxPool2D, Network

NETWORKS = [
    Network("A", (2,), [Dense(3, "relu"), Dense(2, "softmax")], samples=[1]),
    Network("B", (4,), [Dense(16, "relu"), Dense(16, "relu"), Dense(3, "softmax")], samples=[1, 150]),
    Network("C", (64,), [Dense(64, "tanh") for _ in range(4)] + [Dense(64)], samples=[1, 32, 1024]),
    Network("D", (784,), [Dense(128, "relu"), Dense(10, "softmax")], samples=[1, 32, 256, 1024]),
    Network("E", (784,), [Dense(512, "relu"), Dense(512, "relu"), Dense(10, "softmax")], samples=[1, 64, 256]),
    Network(
        "F",
        (28, 28, 1),
        [
            Conv2D(6, 5, "same", "relu"),
            MaxPool2D(2),
            Conv2D(16, 5, "valid", "relu"),
            MaxPool2D(2),
            Flatten(),
            Dense(120, "relu"),
            Dense(84, "relu"),
            Dense(10, "softmax"),
        ],
        samples=[1, 64],
    ),
    # A call is 512 steps.
    Network("Lstm", (512, 1), [Lstm(32), Dense(1)], samples=[1]),
    Network("Gru", (512, 1), [Gru(32), Dense(1)], samples=[1]),
    Network(
        "H",
        (49, 40),
        [*(Conv1D(64, 3, "same", "relu") for _ in range(3)), GlobalAvgPool1D(), Dense(12, "softmax")],
        samples=[1],
    ),
]

DIRECTORY = Path(__file__).parent / "models"


def main():
    DIRECTORY.mkdir(exist_ok=True)
    for seed, network in enumerate(NETWORKS):
        network.draw(np.random.default_rng(seed))
        save_file(network.variables(), DIRECTORY / f"{network.name}.safetensors")
        (DIRECTORY / f"{network.name}.onnx").write_bytes(onnx_file.serialize(network))
        for samples in network.samples if tflite_file.has(network) else []:
            (DIRECTORY / f"{network.name}{samples}.tflite").write_bytes(tflite_file.serialize(network, samples))


if __name__ == "__main__":
    main()
