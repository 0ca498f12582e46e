"""The networks, with their weights, before any file format."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Dense:
    """`dense(units, activation)`, on a vector."""

    units: int
    activation: str = "linear"
    variables: dict = field(default_factory=dict)

    def draw(self, rng, shape):
        """Weights for inputs of `shape`; returns the shape of the outputs."""
        (inputs,) = shape
        limit = np.sqrt(6 / (inputs + self.units))
        self.variables = {
            "kernel": rng.uniform(-limit, limit, (inputs, self.units)).astype(np.float32),
            "bias": rng.uniform(-0.1, 0.1, self.units).astype(np.float32),
        }
        return (self.units,)


@dataclass
class Network:
    """Layers, and the numbers of samples that the table runs them on."""

    name: str
    input_shape: tuple
    layers: list
    samples: list
    output_shape: tuple = ()

    def draw(self, rng):
        """Draws all weights."""
        shape = self.input_shape
        for layer in self.layers:
            shape = layer.draw(rng, shape)
        self.output_shape = shape

    def variables(self):
        """The weights under the project's names: the layer's, which is Keras's (`dense`, `dense_1`), a dot, the variable's."""
        result, seen = {}, Counter()
        for layer in self.layers:
            kind = type(layer).__name__.lower()
            name = f"{kind}_{seen[kind]}" if seen[kind] else kind
            seen[kind] += 1
            result |= {f"{name}.{variable}": value for variable, value in layer.variables.items()}
        return result
