"""Networks as LiteRT's flat buffers."""

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

from .layers import Conv1D, Conv2D, Dense, Flatten, GlobalAvgPool1D, MaxPool2D

RELU = schema.ActivationFunctionType.RELU
NONE = schema.ActivationFunctionType.NONE


class Graph:
    """Operators after each other, each taking what the one before gave."""

    def __init__(self, input_shape):
        # By the format's rule the first buffer is empty: that of tensors that are no constants.
        self.buffers, self.tensors, self.operators, self.codes = [schema.BufferT()], [], [], []
        self.last = self.tensor(input_shape)

    def tensor(self, shape, constant=None):
        """A tensor's index."""
        tensor = schema.TensorT()
        tensor.name = f"tensor_{len(self.tensors)}"
        tensor.shape = list(shape)
        is_index = constant is not None and constant.dtype == np.int32
        tensor.type = schema.TensorType.INT32 if is_index else schema.TensorType.FLOAT32
        tensor.buffer = 0
        if constant is not None:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(np.ascontiguousarray(constant).tobytes(), np.uint8)
            tensor.buffer = len(self.buffers)
            self.buffers.append(buffer)
        self.tensors.append(tensor)
        return len(self.tensors) - 1

    def add(self, code, shape, constants=(), options=None):
        """An operator on the last value and on `constants`, whose result has `shape`."""
        operator = schema.OperatorT()
        operator.inputs = [self.last, *(self.tensor(value.shape, value) for value in constants)]
        self.last = self.tensor(shape)
        operator.outputs = [self.last]
        operator.opcodeIndex = self.code(code)
        if options is not None:
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, type(options).__name__.removesuffix("T"))
            operator.builtinOptions = options
        self.operators.append(operator)

    def code(self, code):
        """The index of an operator's code."""
        if code not in self.codes:
            self.codes.append(code)
        return self.codes.index(code)

    def shape(self):
        """The last value's."""
        return self.tensors[self.last].shape

    def activate(self, name):
        """An operator for the activation, unless the one before has it."""
        if name == "softmax":
            options = schema.SoftmaxOptionsT()
            options.beta = 1.0
            self.add(schema.BuiltinOperator.SOFTMAX, self.shape(), options=options)
        elif name == "tanh":
            self.add(schema.BuiltinOperator.TANH, self.shape())
        else:
            assert name in ("linear", "relu"), name


def dense(graph, layer):
    options = schema.FullyConnectedOptionsT()
    options.fusedActivationFunction = RELU if layer.activation == "relu" else NONE
    # Its kernel is [units, inputs].
    constants = [layer.variables["kernel"].T, layer.variables["bias"]]
    graph.add(schema.BuiltinOperator.FULLY_CONNECTED, [graph.shape()[0], layer.units], constants, options)
    graph.activate(layer.activation)


def conv(graph, layer):
    """A sequence is an image of one row."""
    kernel = layer.variables["kernel"]
    samples, *space, _ = graph.shape()
    is_sequence = len(space) == 1
    if is_sequence:
        kernel = kernel[None]
        reshape(graph, [samples, 1, *graph.shape()[1:]])
    options = schema.Conv2DOptionsT()
    options.padding = schema.Padding.SAME if layer.padding == "same" else schema.Padding.VALID
    options.strideH = options.strideW = options.dilationHFactor = options.dilationWFactor = 1
    options.fusedActivationFunction = RELU if layer.activation == "relu" else NONE
    lost = 0 if layer.padding == "same" else layer.kernel - 1
    shape = [samples, *([1] if is_sequence else []), *(size - lost for size in space), layer.filters]
    # Its kernel has the filters first.
    constants = [np.moveaxis(kernel, -1, 0), layer.variables["bias"]]
    graph.add(schema.BuiltinOperator.CONV_2D, shape, constants, options)
    if is_sequence:
        reshape(graph, [samples, *shape[2:]])
    graph.activate(layer.activation)


def max_pool(graph, layer):
    options = schema.Pool2DOptionsT()
    options.padding = schema.Padding.VALID
    options.strideH = options.strideW = options.filterHeight = options.filterWidth = layer.size
    samples, height, width, channels = graph.shape()
    shape = [samples, height // layer.size, width // layer.size, channels]
    graph.add(schema.BuiltinOperator.MAX_POOL_2D, shape, options=options)


def global_average(graph, layer):
    options = schema.ReducerOptionsT()
    samples, _, channels = graph.shape()
    graph.add(schema.BuiltinOperator.MEAN, [samples, channels], [np.array([1], np.int32)], options)


def flatten(graph, layer):
    reshape(graph, [graph.shape()[0], int(np.prod(graph.shape()[1:]))])


def reshape(graph, shape):
    options = schema.ReshapeOptionsT()
    options.newShape = shape
    graph.add(schema.BuiltinOperator.RESHAPE, shape, [np.array(shape, np.int32)], options)


LAYERS = {
    Dense: dense,
    Conv1D: conv,
    Conv2D: conv,
    MaxPool2D: max_pool,
    GlobalAvgPool1D: global_average,
    Flatten: flatten,
}


def has(network):
    """Whether the layers can be written here."""
    return all(type(layer) in LAYERS for layer in network.layers)


def serialize(network, samples):
    """The bytes of the file, for so many samples."""
    graph = Graph([samples, *network.input_shape])
    first = graph.last
    for layer in network.layers:
        LAYERS[type(layer)](graph, layer)

    subgraph = schema.SubGraphT()
    subgraph.name = network.name
    subgraph.tensors, subgraph.operators = graph.tensors, graph.operators
    subgraph.inputs, subgraph.outputs = [first], [graph.last]
    model = schema.ModelT()
    model.version = 3
    model.description = network.name
    model.subgraphs, model.buffers = [subgraph], graph.buffers
    model.operatorCodes = [operator_code(code) for code in graph.codes]
    builder = flatbuffers.Builder()
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def operator_code(code):
    result = schema.OperatorCodeT()
    result.builtinCode = code
    # Readers from before there were more than 127 operators look here.
    result.deprecatedBuiltinCode = min(code, 127)
    result.version = 1
    return result
