"""Networks as ONNX."""

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

from .layers import Conv1D, Conv2D, Dense, Flatten, GlobalAvgPool1D, Gru, Lstm, MaxPool2D

ACTIVATIONS = {"relu": "Relu", "softmax": "Softmax", "tanh": "Tanh"}


class Graph:
    """Nodes after each other, each taking what the one before gave.

    The format has the channels of images and sequences second, where the project has them last: they are transposed once
    and stay so, until a layer wants them otherwise.
    """

    def __init__(self, input_shape):
        self.nodes, self.constants, self.last = [], [], "input"
        self.rank, self.channels_first, self.flattened = len(input_shape), False, None

    def add(self, operator, constants=(), **attributes):
        """A node on the last value and on `constants`."""
        names = [self.last]
        for value in constants:
            if value is None:
                names.append("")
                continue
            names.append(f"constant_{len(self.constants)}")
            self.constants.append(numpy_helper.from_array(value, names[-1]))
        self.last = f"value_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, names, [self.last], **attributes))

    def activate(self, name):
        """A node for the activation, unless it is none."""
        if name != "linear":
            self.add(ACTIVATIONS[name], **({"axis": -1} if name == "softmax" else {}))

    def put_channels_first(self):
        """Batch, channels, space."""
        if not self.channels_first:
            self.add("Transpose", perm=[0, self.rank, *range(1, self.rank)])
            self.channels_first = True


def dense(graph, layer):
    kernel, bias = layer.variables["kernel"], layer.variables["bias"]
    if graph.flattened is not None:
        # Its inputs stand as the format has them.
        *space, channels = graph.flattened
        kernel = kernel.reshape(*space, channels, -1)
        kernel = np.ascontiguousarray(np.moveaxis(kernel, -2, 0).reshape(-1, layer.units))
        graph.flattened = None
    if graph.rank == 1:
        graph.add("Gemm", [kernel, bias])
    else:
        graph.add("MatMul", [kernel])
        graph.add("Add", [bias])
    graph.activate(layer.activation)


def conv(graph, layer):
    graph.put_channels_first()
    kernel = layer.variables["kernel"]
    space = kernel.ndim - 2
    kernel = np.ascontiguousarray(np.transpose(kernel, (space + 1, space, *range(space))))
    pad = (layer.kernel - 1) // 2 if layer.padding == "same" else 0
    graph.add("Conv", [kernel, layer.variables["bias"]], pads=[pad] * (2 * space))
    graph.activate(layer.activation)


def max_pool(graph, layer):
    graph.put_channels_first()
    graph.add("MaxPool", kernel_shape=[layer.size] * 2, strides=[layer.size] * 2)


def global_average(graph, layer):
    graph.put_channels_first()
    graph.add("GlobalAveragePool")
    graph.add("Flatten")
    graph.rank = 1


def flatten(graph, layer):
    if graph.channels_first:
        graph.flattened = layer.input_shape
    graph.add("Flatten")
    graph.rank, graph.channels_first = 1, False


def gates(values, order):
    """The format's kernels, `[1, gates * units, inputs]`, of the project's."""
    parts = np.split(values, len(order), axis=-1)
    return np.ascontiguousarray(np.concatenate([parts[gate] for gate in order], axis=-1).T[None])


def recurrent(operator, order, **attributes):
    """A sequence of the format is `[steps, samples, features]`, and it has an axis for two directions."""

    def node(graph, layer):
        names = ("kernel", "recurrent_kernel")
        kernels = [gates(layer.variables[name], order) for name in names]
        biases = np.atleast_2d(layer.variables["bias"])
        if len(biases) == 1:
            biases = np.concatenate([biases, np.zeros_like(biases)])
        bias = np.concatenate([gates(bias[None], order).ravel() for bias in biases])[None]
        graph.add("Transpose", perm=[1, 0, 2])
        graph.add(operator, [*kernels, bias], hidden_size=layer.units, **attributes)
        graph.add("Squeeze", [np.array([1])])
        graph.add("Transpose", perm=[1, 0, 2])

    return node


LAYERS = {
    Dense: dense,
    Conv1D: conv,
    Conv2D: conv,
    MaxPool2D: max_pool,
    GlobalAvgPool1D: global_average,
    Flatten: flatten,
    # Of the project's gates i f c o, the format's i o f c; of z r h the same.
    Lstm: recurrent("LSTM", (0, 3, 1, 2)),
    Gru: recurrent("GRU", (0, 1, 2), linear_before_reset=1),
}


def serialize(network):
    """The bytes of the file. Its first axis, `samples`, has any size."""
    graph = Graph(network.input_shape)
    for layer in network.layers:
        LAYERS[type(layer)](graph, layer)
    graph.nodes[-1].output[0] = "output"
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["samples", *shape])
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            network.name,
            [value("input", network.input_shape)],
            [value("output", network.output_shape)],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
    checker.check_model(model, full_check=True)
    return model.SerializeToString()
