"""Layers that are made of layers: the models for make_goldens.py, and what they are in Keras's functional interface."""
import ast

import keras
from keras import layers as L

CASES = [
    ("residual", "f32", 6, "residual(dense(17, relu), dense(6)); residual(dense(6, tanh)); residual(layer_normalization(), dense(6), "
        "residual(relu, dense(6))); dense(3)"),
    ("residual_places", "f32", (4, 5, 3), "residual(batch_normalization(), relu, zero_padding2d(1), cropping2d(1)); "
        "residual(permute(2, 1, 3), permute(2, 1, 3), softmax); residual(dropout(0.5))"),
    ("concat", "f32", 5, "concat(dense(3), (dense(20, relu), dense(4)), identity(), tanh); concat(dense(33), relu); dense(4)"),
    ("concat_places", "f32", (3, 4), "concat(relu, (batch_normalization(), tanh), softmax, identity()); "
        "residual(layer_normalization()); concat(identity(), permute(1, 2)); flatten(); concat(dense(2), dense(3))"),
    ("f64_compose", "f64", 5, "dense(4); residual(dense(4, relu), concat(dense(1), (dense(7, tanh), dense(3)))); "
        "concat(identity(), residual(dense(4)))"),
]

LAYERS = {}

WORDS = ["residual", "concat"]

def model(case, shape, texts, layer):
    """The functional model. `layer` makes a layer of a text that holds no others."""
    def apply(text, x):
        node = ast.parse(text, mode="eval").body
        inside = lambda part: ast.get_source_segment(text, part)
        if isinstance(node, ast.Tuple):
            return chain([inside(part) for part in node.elts], x)
        name = node.func.id if isinstance(node, ast.Call) else node.id
        if name == "residual":
            return L.Add()([x, chain([inside(part) for part in node.args], x)])
        if name == "concat":
            return L.Concatenate()([apply(inside(part), x) for part in node.args])
        return L.Identity()(x) if name == "identity" else layer(text)(x)

    def chain(texts, x):
        for text in texts:
            x = apply(text, x)
        return x

    x = L.Input(shape)
    return keras.Model(x, chain(texts, x), name=case)

def parts(layers):
    """The layers that hold the weights."""
    inside = lambda layer: [layer.forward_layer, layer.backward_layer] if isinstance(layer, L.Bidirectional) else [layer]
    return [part for layer in layers for part in inside(layer)]
