"""The golden cases of convolutions, and how their texts become Keras's layers. make_goldens.py runs them."""
from keras import layers as L

# Name, type, input shape, layers.
CASES = [
    # One dimension: each padding, with strides, dilation and groups.
    ("conv1d_valid", "f32", (9, 3), "conv1d(5, kernel = 3); conv1d(7, relu, kernel = 2, strides = 2); "
        "conv1d(2, kernel = 3, use_bias = false)"),
    ("conv1d_same", "f32", (10, 2), "conv1d(4, tanh, kernel = 4, padding = same); "
        "conv1d(17, kernel = 3, strides = 3, padding = same); conv1d(3, kernel = 2, strides = 4, padding = same)"),
    ("conv1d_causal", "f32", (11, 1), "conv1d(8, relu, kernel = 3, padding = causal); "
        "conv1d(8, relu, kernel = 3, padding = causal, dilation = 2); conv1d(3, kernel = 2, padding = causal, strides = 2)"),
    ("conv1d_dilated", "f32", (13, 3), "conv1d(6, kernel = 3, dilation = 4); conv1d(4, kernel = 2, dilation = 3, padding = same)"),
    ("conv1d_groups", "f32", (8, 6), "conv1d(4, kernel = 3, groups = 2); conv1d(8, kernel = 2, groups = 4, padding = same); "
        "conv1d(40, kernel = 2, groups = 2); conv1d(40, kernel = 2, groups = 40)"),
    ("conv1d_point", "f32", (5, 7), "conv1d(33, gelu, kernel = 1); conv1d(3, softmax, kernel = 1)"),
    ("conv1d_long", "f32", (49, 8), "conv1d(32, relu, kernel = 3, padding = same); conv1d(33, kernel = 3, padding = same); "
        "relu(); conv1d(4, kernel = 1)"),
    # Two.
    ("conv2d_square", "f32", (7, 6, 1), "conv2d(6, relu, kernel = 3); conv2d(3, kernel = 2)"),
    ("conv2d_same", "f32", (5, 6, 2), "conv2d(4, kernel = (3, 2), padding = same); conv2d(5, elu, kernel = 5, padding = same); "
        "conv2d(2, kernel = (2, 4), strides = (2, 3), padding = same)"),
    ("conv2d_strides", "f32", (9, 8, 3), "conv2d(8, kernel = (2, 3), strides = (2, 1)); conv2d(2, kernel = 3, strides = 2)"),
    ("conv2d_dilated", "f32", (9, 9, 2), "conv2d(3, kernel = 3, dilation = (2, 3)); "
        "conv2d(4, tanh, kernel = 2, dilation = 2, padding = same)"),
    ("conv2d_groups", "f32", (4, 5, 4), "conv2d(6, kernel = 2, groups = 2); conv2d(9, kernel = (1, 2), groups = 3, padding = same)"),
    ("conv2d_odd_strides", "f32", (6, 7, 1), "conv2d(2, kernel = 3, strides = 2, padding = same, use_bias = false)"),
    ("conv2d_wide", "f32", (6, 19, 5), "conv2d(37, relu, kernel = 3); conv2d(18, kernel = (4, 1)); flatten(); dense(3, softmax)"),
    ("conv2d_fused", "f32", (4, 4, 2), "conv2d(9, kernel = 3, padding = same); softmax(); conv2d(3, kernel = 1); tanh()"),
    # Three.
    ("conv3d", "f32", (4, 5, 6, 2), "conv3d(5, relu, kernel = (2, 3, 2)); conv3d(4, kernel = 2, padding = same, strides = (1, 2, 1)); "
        "conv3d(3, kernel = (1, 2, 3), dilation = (1, 1, 2), padding = same)"),
    # Each channel by itself.
    ("depthwise1d", "f32", (9, 3), "depthwise_conv1d(relu, kernel = 3); depthwise_conv1d(tanh, kernel = 2, depth_multiplier = 2, "
        "strides = 2, padding = same); depthwise_conv1d(kernel = 2, dilation = 2, use_bias = false)"),
    ("depthwise2d", "f32", (6, 7, 18), "depthwise_conv2d(kernel = 3, padding = same); depthwise_conv2d(elu, kernel = (2, 3), "
        "strides = 2); depthwise_conv2d(kernel = 2, dilation = (1, 2), padding = same, depth_multiplier = 3)"),
    ("separable1d", "f32", (10, 4), "separable_conv1d(7, relu, kernel = 3, padding = same); separable_conv1d(20, kernel = 2, "
        "strides = 3, depth_multiplier = 2, use_bias = false); separable_conv1d(3, kernel = 2, dilation = 1)"),
    ("separable2d", "f32", (7, 6, 3), "separable_conv2d(5, tanh, kernel = 3, padding = same, strides = (2, 2)); "
        "separable_conv2d(4, kernel = 2, depth_multiplier = 2, dilation = 2)"),
    # Double precision.
    ("f64_depthwise", "f64", (8, 5, 9), "depthwise_conv2d(kernel = 3, padding = same); separable_conv2d(4, kernel = 2)"),
    ("f64_conv", "f64", (8, 7, 2), "conv2d(9, tanh, kernel = 3, padding = same); conv2d(4, kernel = (3, 2), strides = 2, groups = 1)"),
]

CLASSES = {"conv1d": L.Conv1D, "conv2d": L.Conv2D, "conv3d": L.Conv3D,
           "depthwise_conv1d": L.DepthwiseConv1D, "depthwise_conv2d": L.DepthwiseConv2D,
           "conv1d_transpose": L.Conv1DTranspose, "conv2d_transpose": L.Conv2DTranspose, "conv3d_transpose": L.Conv3DTranspose,
           "separable_conv1d": L.SeparableConv1D, "separable_conv2d": L.SeparableConv2D}

# Our words for Keras's.
OPTIONS = {"kernel": "kernel_size", "dilation": "dilation_rate"}

def layer(name, args, kwargs, activation):
    """The layer of Keras's, if the name is that of a convolution."""
    if name not in CLASSES:
        return None
    kwargs = {OPTIONS.get(key, key): value for key, value in kwargs.items()}
    words = [a for a in args if isinstance(a, str)]
    sizes = [a for a in args if not isinstance(a, str)]
    return CLASSES[name](*sizes, activation=activation(words[0]) if words else None, **kwargs)
