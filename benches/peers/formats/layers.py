"""The networks, with their weights, before any file format."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np


def uniform(rng, shape, fan_in, fan_out):
    """Numbers as Keras's `glorot_uniform` draws them."""
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, shape).astype(np.float32)


def bias(rng, units):
    return rng.uniform(-0.1, 0.1, units).astype(np.float32)


@dataclass
class Dense:
    """`dense(units, activation)`, on a vector, or on each of a sequence of them."""

    units: int
    activation: str = "linear"
    variables: dict = field(default_factory=dict)

    def draw(self, rng, shape):
        """Weights for inputs of `shape`; returns the shape of the outputs."""
        *steps, inputs = shape
        kernel = uniform(rng, (inputs, self.units), inputs, self.units)
        self.variables = {"kernel": kernel, "bias": bias(rng, self.units)}
        return (*steps, self.units)


@dataclass
class Conv:
    """`conv1d(filters, kernel, padding, activation)`, or `conv2d`: steps of one, channels last."""

    filters: int
    kernel: int
    padding: str = "valid"
    activation: str = "linear"
    variables: dict = field(default_factory=dict)

    def draw(self, rng, shape):
        *space, channels = shape
        window = self.kernel ** len(space)
        kernel = (*[self.kernel] * len(space), channels, self.filters)
        kernel = uniform(rng, kernel, window * channels, window * self.filters)
        self.variables = {"kernel": kernel, "bias": bias(rng, self.filters)}
        lost = 0 if self.padding == "same" else self.kernel - 1
        return (*(size - lost for size in space), self.filters)


class Conv1D(Conv):
    pass


class Conv2D(Conv):
    pass


@dataclass
class MaxPool2D:
    """`max_pool2d(size)`."""

    size: int
    variables: dict = field(default_factory=dict)

    def draw(self, rng, shape):
        height, width, channels = shape
        return (height // self.size, width // self.size, channels)


@dataclass
class GlobalAvgPool1D:
    """`global_avg_pool1d()`."""

    variables: dict = field(default_factory=dict)

    def draw(self, rng, shape):
        return (shape[-1],)


@dataclass
class Flatten:
    """`flatten()`; remembers what it flattens."""

    variables: dict = field(default_factory=dict)
    input_shape: tuple = ()

    def draw(self, rng, shape):
        self.input_shape = shape
        return (int(np.prod(shape)),)


@dataclass
class Recurrent:
    """`lstm(units, return_sequences = true)`, or `gru`."""

    units: int
    variables: dict = field(default_factory=dict)
    gates = 0

    def draw(self, rng, shape):
        steps, features = shape
        columns = self.gates * self.units
        self.variables = {
            "kernel": uniform(rng, (features, columns), features, columns),
            "recurrent_kernel": uniform(rng, (self.units, columns), self.units, self.units),
            "bias": self.bias(rng),
        }
        return (steps, self.units)


class Lstm(Recurrent):
    """Its gates are in Keras's order: input, forget, cell, output."""

    gates = 4

    def bias(self, rng):
        return bias(rng, 4 * self.units)


class Gru(Recurrent):
    """Its gates are in Keras's order: update, reset, candidate; each with two biases."""

    gates = 3

    def bias(self, rng):
        return bias(rng, (2, 3 * self.units))


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
