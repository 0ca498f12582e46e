"""Pooling: the models for make_goldens.py, and Keras's layers for our words."""
from keras import layers as L

CASES = [
    ("global_pool_steps", "f32", (7, 3), "global_max_pool1d(keepdims = true); zero_padding1d((0, 4)); global_avg_pool1d()"),
    ("global_pool_long", "f32", (150, 2), "global_avg_pool1d()"),
    ("global_pool_image", "f32", (5, 4, 17), "global_avg_pool2d(keepdims = true); up_sampling2d((2, 3)); relu(); "
        "global_max_pool2d(); dense(3)"),
    ("global_pool_volume", "f32", (3, 2, 4, 5), "global_max_pool3d()"),
    ("global_pool_volume_mean", "f32", (2, 3, 4, 33), "global_avg_pool3d(keepdims = true); flatten(); dense(2)"),
    ("pool_steps", "f32", (13, 3), "max_pool1d(); avg_pool1d(3, strides = 1, padding = same); max_pool1d(2, strides = 3, padding = same)"),
    ("pool_steps_mean", "f32", (11, 19), "avg_pool1d(4, strides = 3, padding = same); avg_pool1d(2); avg_pool1d(1, padding = valid)"),
    # LeNet's first.
    ("pool_image_few", "f32", (8, 8, 6), "max_pool2d(2); conv2d(16, relu, kernel = 3); avg_pool2d(2, strides = 1)"),
    ("pool_image", "f32", (7, 9, 5), "max_pool2d((2, 3), strides = (1, 2)); avg_pool2d(3, strides = 2, padding = same); max_pool2d()"),
    ("pool_image_same", "f32", (5, 6, 17), "max_pool2d(3, strides = 1, padding = same); avg_pool2d(3, strides = 1, padding = same); "
        "max_pool2d(4, strides = 3, padding = same); avg_pool2d((1, 2), padding = same)"),
    ("pool_image_large", "f32", (12, 11, 2), "avg_pool2d((10, 9), strides = 1); max_pool2d((3, 2), strides = (4, 1))"),
    ("pool_volume", "f32", (5, 4, 6, 3), "max_pool3d((2, 1, 3), strides = (1, 2, 2), padding = same); avg_pool3d(2); relu()"),
    ("pool_volume_mean", "f32", (3, 5, 4, 2), "avg_pool3d(2, strides = 1, padding = same); max_pool3d((3, 2, 2))"),
    ("f64_pool_windows", "f64", (6, 5, 7), "avg_pool2d(2, padding = same); max_pool2d(2, strides = 1)"),
    ("f64_pool", "f64", (6, 5, 3), "global_avg_pool2d(); dense(3)"),
]

LAYERS = {f"{ours}_pool{n}d": getattr(L, f"{theirs}Pooling{n}D")
          for ours, theirs in (("max", "Max"), ("avg", "Average")) for n in (1, 2, 3)}
LAYERS |= {f"global_{ours}_pool{n}d": getattr(L, f"Global{theirs}Pooling{n}D")
          for ours, theirs in (("max", "Max"), ("avg", "Average")) for n in (1, 2, 3)}
