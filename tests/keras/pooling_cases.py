"""Pooling: the models for make_goldens.py, and Keras's layers for our words."""
from keras import layers as L

CASES = [
    ("global_pool_steps", "f32", (7, 3), "global_max_pool1d(keepdims = true); zero_padding1d((0, 4)); global_avg_pool1d()"),
    ("global_pool_long", "f32", (150, 2), "global_avg_pool1d()"),
    ("global_pool_image", "f32", (5, 4, 17), "global_avg_pool2d(keepdims = true); up_sampling2d((2, 3)); relu(); "
        "global_max_pool2d(); dense(3)"),
    ("global_pool_volume", "f32", (3, 2, 4, 5), "global_max_pool3d()"),
    ("global_pool_volume_mean", "f32", (2, 3, 4, 33), "global_avg_pool3d(keepdims = true); flatten(); dense(2)"),
    ("f64_pool", "f64", (6, 5, 3), "global_avg_pool2d(); dense(3)"),
]

LAYERS = {f"global_{ours}_pool{n}d": getattr(L, f"Global{theirs}Pooling{n}D")
          for ours, theirs in (("max", "Max"), ("avg", "Average")) for n in (1, 2, 3)}
