"""Writes the weights files of the UI tests: `python3 make.py`. Needs nothing but Python."""

import json
import pathlib
import struct

HERE = pathlib.Path(__file__).parent
BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I32": 4, "I64": 8}


def safetensors(tensors):
    """The file of `{name: (dtype, shape)}`, all numbers zero."""
    header, data = {}, b""
    for name, (dtype, shape) in sorted(tensors.items()):
        size = BYTES[dtype]
        for axis in shape:
            size *= axis
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + size]}
        data += bytes(size)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def dense(prefix, inputs, units, dtype="F32"):
    return {f"{prefix}.kernel": (dtype, [inputs, units]), f"{prefix}.bias": (dtype, [units])}


TWO = {**dense("hidden", 2, 3), **dense("output", 3, 2)}
FILES = {
    # 2-3-2, as it should be.
    "good": TWO,
    "double": {**dense("hidden", 2, 3, "F64"), **dense("output", 3, 2, "F64")},
    # Keras's names for layers without one.
    "unnamed": {**dense("dense", 2, 3), **dense("dense_1", 3, 2)},
    "no_output_bias": {name: tensor for name, tensor in TWO.items() if name != "output.bias"},
    # The first two sizes of 784 were swapped in the network's text, or in the file.
    "swapped_digits": dense("dense", 748, 4),
    # torch.nn.Linear keeps [outputs, inputs].
    "pytorch": {
        "hidden.kernel": ("F32", [3, 2]),
        "hidden.bias": ("F32", [3]),
        "output.kernel": ("F32", [2, 3]),
        "output.bias": ("F32", [2]),
    },
    # And calls them so; what this tensor is of has no layer here.
    "pytorch_names": {
        "hidden.weight": ("F32", [3, 2]),
        "hidden.bias": ("F32", [3]),
        "output.weight": ("F32", [2, 3]),
        "output.bias": ("F32", [2]),
        "attention.in_proj_weight": ("F32", [6, 2]),
    },
    "integers": {**TWO, "hidden.kernel": ("I32", [2, 3])},
    "extra": {**TWO, **dense("logits", 2, 10)},
    "empty": {},
}

for name, tensors in FILES.items():
    (HERE / f"{name}.safetensors").write_bytes(safetensors(tensors))
good = safetensors(TWO)
(HERE / "truncated.safetensors").write_bytes(good[:-10])
(HERE / "short.safetensors").write_bytes(good[:5])
(HERE / "text.safetensors").write_text("hidden.kernel = [[1.0, 2.0]]\n")
# A Keras model is a zip archive, whatever it is named.
(HERE / "model.keras").write_bytes(b"PK\x03\x04\x14\x00\x00\x00\x00\x00")
(HERE / "renamed.safetensors").write_bytes(b"PK\x03\x04\x14\x00\x00\x00\x00\x00")
