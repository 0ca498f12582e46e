"""The outputs of the files in cases/ that Keras 3 reads: from `<name>.keras` make `<name>.in` and `<name>.out`.

The inputs are float32, one sample after the other; the outputs are of a model that computes in float64, so that what
differs is ours. For the files of older versions the outputs came with them; what Keras 3 can load they are compared with.
"""

import os
import pathlib

os.environ["KERAS_BACKEND"] = "jax"
import jax

jax.config.update("jax_enable_x64", True)
import keras
import numpy as np

FOLDER = pathlib.Path(__file__).parent / "cases"
# Samples of how many steps, where the model takes any number.
STEPS = {"none_time": 7, "stateful_stream": 1}
COUNT = {"stateful_stream": 9, "stateful": 1}


def in_double(model):
    """The same model, all of whose layers compute in float64."""
    keras.config.set_floatx("float64")
    config = model.get_config()

    def change(value):
        if isinstance(value, dict):
            return {key: "float64" if key == "dtype" and is_policy(item) else change(item) for key, item in value.items()}
        if isinstance(value, list):
            return [change(item) for item in value]
        return value

    def is_policy(item):
        return item == "float32" or isinstance(item, dict) and item.get("class_name") == "DTypePolicy"

    double = type(model).from_config(change(config))
    double.set_weights([np.asarray(weight, "float64" if weight.dtype.kind == "f" else None) for weight in model.get_weights()])
    for layer in double.layers:
        # It computes with a copy of its weights.
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()
    return double


def only(value):
    """What stands alone in a dict, or in a list."""
    while isinstance(value, (dict, list)):
        (value,) = value.values() if isinstance(value, dict) else value
    return value


for path in sorted(FOLDER.glob("*.keras")):
    name = path.stem
    try:
        model = keras.models.load_model(path, compile=False)
    except Exception as error:
        print(f"{name}: not for Keras 3 ({type(error).__name__})")
        continue
    model = in_double(model)
    shape = [STEPS[name] if size is None else size for size in only(model.input_shape)[1:]]
    given = path.with_suffix(".in")
    if given.exists():
        inputs = np.fromfile(given, "<f4").reshape(-1, *shape)
    else:
        generator = np.random.default_rng(len(name))
        inputs = generator.normal(size=(COUNT.get(name, 3), *shape)).astype("<f4")
    # A stateful model takes one sample at a time, and goes on.
    outputs = np.concatenate([np.asarray(only(model(sample[None].astype("float64")))) for sample in inputs])
    if path.with_suffix(".out").exists():
        before = np.fromfile(path.with_suffix(".out"), "<f8").reshape(outputs.shape)
        print(f"{name}: within {np.abs(before - outputs).max():.1e} of what is there")
    else:
        inputs.tofile(given)
        outputs.astype("<f8").tofile(path.with_suffix(".out"))
        print(f"{name}: new")
