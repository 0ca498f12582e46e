"""Networks as ONNX."""

from onnx import TensorProto, checker, helper, numpy_helper

from .layers import Dense

ACTIVATIONS = {"relu": "Relu", "softmax": "Softmax", "tanh": "Tanh"}


class Graph:
    """Nodes after each other, each taking what the one before gave."""

    def __init__(self):
        self.nodes, self.constants, self.last = [], [], "input"

    def add(self, operator, constants=(), **attributes):
        """A node on the last value and on `constants`."""
        names = [self.last]
        for value in constants:
            names.append(f"constant_{len(self.constants)}")
            self.constants.append(numpy_helper.from_array(value, names[-1]))
        self.last = f"value_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, names, [self.last], **attributes))

    def activate(self, name):
        """A node for the activation, unless it is none."""
        if name != "linear":
            self.add(ACTIVATIONS[name], **({"axis": -1} if name == "softmax" else {}))


def dense(graph, layer):
    graph.add("Gemm", [layer.variables["kernel"], layer.variables["bias"]])
    graph.activate(layer.activation)


LAYERS = {Dense: dense}


def serialize(network):
    """The bytes of the file. Its first axis, `samples`, has any size."""
    graph = Graph()
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
