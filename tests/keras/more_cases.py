"""Transposed convolutions, slopes that are parameters, axes, and interpolation: the models for make_goldens.py, and
Keras's layers for our words."""
from keras import layers as L

CASES = [
    ("transposed_steps", "f32", (5, 3), "conv1d_transpose(7, relu, kernel = 3, strides = 2); conv1d_transpose(2, kernel = 2, strides = 3); "
        "conv1d_transpose(3, kernel = 4, padding = same, strides = 2)"),
    ("transposed_surplus", "f32", (4, 2), "conv1d_transpose(3, kernel = 3, strides = 3, output_padding = 1); "
        "conv1d_transpose(5, kernel = 3, strides = 2, padding = same, output_padding = 1); "
        "conv1d_transpose(2, kernel = 4, strides = 2, padding = same, output_padding = 0); "
        "conv1d_transpose(2, kernel = 2, strides = 3, output_padding = 0)"),
    ("transposed_dilated", "f32", (6, 19), "conv1d_transpose(5, kernel = 3, dilation = 2); "
        "conv1d_transpose(4, tanh, kernel = 2, dilation = 3, padding = same, use_bias = false)"),
    ("transposed_image", "f32", (3, 4, 5), "conv2d_transpose(6, kernel = 3, strides = (2, 1)); "
        "conv2d_transpose(18, elu, kernel = (2, 3), strides = 2, padding = same); conv2d_transpose(3, softmax, kernel = 1)"),
    ("transposed_image_surplus", "f32", (3, 3, 33), "conv2d_transpose(4, kernel = (3, 2), strides = (2, 3), padding = same, output_padding = (1, 2)); "
        "conv2d_transpose(2, kernel = 5, padding = same)"),
    ("transposed_wide_strides", "f32", (3, 2, 2), "conv2d_transpose(3, kernel = 2, strides = 4); conv2d_transpose(2, kernel = 1, strides = 3, padding = same)"),
    ("transposed_volume", "f32", (2, 3, 2, 4), "conv3d_transpose(3, relu, kernel = 2, strides = (1, 2, 2)); "
        "conv3d_transpose(2, kernel = (1, 3, 2), padding = same)"),
    ("f64_transposed", "f64", (3, 4, 10), "conv2d_transpose(5, tanh, kernel = 3, strides = 2, padding = same)"),
    ("prelu_vector", "f32", 19, "prelu(); dense(5); prelu(shared_axes = 1); dense(3)"),
    ("prelu_image", "f32", (3, 4, 5), "prelu(shared_axes = (1, 2)); conv2d(6, kernel = 2); prelu(); conv2d(7, kernel = 1); "
        "prelu(shared_axes = (2, 3)); conv2d(2, kernel = 1); prelu(shared_axes = 2); prelu(shared_axes = (1, 3))"),
    ("softmax_axes", "f32", (3, 4, 5), "softmax(axis = 1); softmax(axis = (1, 2)); softmax(axis = -2); softmax(axis = (1, -1)); softmax(axis = 3)"),
    ("softmax_last_axes", "f32", (3, 4, 5), "softmax(axis = (2, 3)); relu()"),
    ("norm_axes", "f32", (3, 4, 5), "batch_normalization(axis = 1); layer_normalization(axis = 2); "
        "unit_normalization(axis = (1, 2)); group_normalization(axis = 2, groups = 2); layer_normalization(axis = 1, scale = false); "
        "batch_normalization(axis = 3); unit_normalization(axis = 2)"),
    ("layer_norm_axes", "f32", (3, 4, 5), "layer_normalization(axis = (2, 3)); layer_normalization(axis = (3, 1), epsilon = 0.1); "
        "layer_normalization(axis = (1, 2, 3), scale = false); layer_normalization(axis = (-2, -1), center = false); "
        "layer_normalization(axis = (1, 2), center = false, scale = false)"),
    ("f64_layer_norm_axes", "f64", (4, 3, 2), "layer_normalization(axis = (1, 3)); layer_normalization(axis = (1, 2))"),
    # What is fused into the sums before it.
    ("folded_dense", "f32", 19, "dense(37); batch_normalization(); relu(); dense(16); batch_normalization(scale = false); softmax(); "
        "dense(1); batch_normalization(center = false); dense(300); batch_normalization(epsilon = 0.1); tanh(); dense(5, elu); batch_normalization()"),
    ("folded_small", "f32", 3, "dense(5); batch_normalization(); relu(); dense(4); batch_normalization(); softmax()"),
    ("folded_image", "f32", (7, 6, 3), "conv2d(5, kernel = 3); batch_normalization(); relu(); max_pool2d((2, 1)); "
        "depthwise_conv2d(kernel = 2, padding = same); batch_normalization(scale = false); relu6(); conv2d(37, kernel = 1, use_bias = false); "
        "batch_normalization(); softmax(); separable_conv2d(8, kernel = 2, padding = same); batch_normalization(center = false); elu()"),
    ("folded_pool", "f32", (8, 8, 3), "conv2d(19, kernel = 3, padding = same); max_pool2d(); batch_normalization(); tanh(); "
        "conv2d_transpose(6, kernel = 2, strides = 2); batch_normalization(); leaky_relu(); layer_normalization(); relu(); "
        "batch_normalization(); silu(); group_normalization(groups = 3); softmax()"),
    ("folded_steps", "f32", (6, 4), "conv1d(18, kernel = 2, padding = causal); batch_normalization(); relu(); conv1d(3, kernel = 3, groups = 3); batch_normalization()"),
    ("f64_folded", "f64", (5, 4, 3), "conv2d(9, kernel = 2); batch_normalization(); relu(); flatten(); dense(11); batch_normalization(); sigmoid()"),
    ("bilinear", "f32", (3, 4, 5), "up_sampling2d(2, interpolation = bilinear); up_sampling2d((3, 1), interpolation = bilinear); relu()"),
    ("bilinear_wide", "f32", (2, 1, 18), "up_sampling2d((1, 5), interpolation = bilinear); up_sampling2d((4, 2), interpolation = bilinear)"),
    ("discretization", "f32", (3, 5), "discretization([-0.5, 0.0, 0.75]); rescaling(0.5); conv1d(4, kernel = 2); discretization([0.1]); rescaling(1.0, offset = -0.5)"),
    ("f64_discretization", "f64", 7, "discretization([-1.0, -0.25, 0.3, 0.3, 1.1]); rescaling(0.25); dense(3)"),
    ("f64_more", "f64", (3, 2, 3), "prelu(shared_axes = 2); softmax(axis = 1); up_sampling2d((2, 3), interpolation = bilinear); batch_normalization(axis = 2)"),
]

LAYERS = {"prelu": L.PReLU, "discretization": L.Discretization}
