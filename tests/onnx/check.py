"""Gives the ONNX files that the tests wrote to the reference checker and to onnxruntime.

    cargo test -p nn-tests --test goldens --test networks
    python -m venv target/onnx && target/onnx/bin/pip install onnx==1.23.2 onnxruntime==1.32.0
    target/onnx/bin/python tests/onnx/check.py [name ..]

The random models of `tests/random` are written there too, if they were run. Each file must pass `onnx.checker` with shape
inference, and give what the network gave in Rust: within 1e-5 of it or 1e-6 in f32, and within 1e-12 in f64. What onnxruntime
has in f32 only is run by ONNX's reference implementation. Files that are named are printed too.
"""

import json
import pathlib
import struct
import sys

import numpy
import onnx
import onnx.reference
import onnxruntime

FOLDER = pathlib.Path(__file__).parents[2] / "target" / "tmp" / "onnx"


def tensors(path):
    """The tensors of a safetensors file of f64."""
    file = path.read_bytes()
    (length,) = struct.unpack("<Q", file[:8])
    header = json.loads(file[8 : 8 + length])
    return {
        name: numpy.frombuffer(file[8 + length :][slice(*tensor["data_offsets"])], "<f8").reshape(tensor["shape"])
        for name, tensor in header.items()
        if name != "__metadata__"
    }


def run(path, feed, kind):
    """What the model gives, of this type of number, and what ran it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except onnxruntime.capi.onnxruntime_pybind11_state.NotImplemented:
        if kind == numpy.float32:
            raise
        return onnx.reference.ReferenceEvaluator(path).run(None, {"input": feed})[0], "the reference"
    return session.run(None, {"input": feed})[0], f"onnxruntime in {kind}"


def check(path):
    """Checks one file; what ran it, and how far from the network's its output is."""
    onnx.checker.check_model(str(path), full_check=True)
    model = onnx.load(path)
    onnx.checker.check_model(onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True))
    types = [value.type.tensor_type.elem_type for value in (model.graph.input[0], model.graph.output[0])]
    given, kind = map(onnx.helper.tensor_dtype_to_np_dtype, types)
    batch = tensors(path.with_suffix(".safetensors"))
    expected = batch["output"]
    found, by = run(str(path), batch["input"].astype(given), kind)
    assert found.shape == expected.shape and found.dtype == kind, f"{found.dtype} {found.shape}"
    # Of `Erf` neither has more than f32's accuracy.
    has_erf = any(node.op_type == "Erf" for node in model.graph.node)
    relative = 1e-5 if kind == numpy.float32 or has_erf else 1e-12
    numpy.testing.assert_allclose(found, expected, rtol=relative, atol=relative / 10)
    finite = numpy.isfinite(expected)
    difference = numpy.abs(found[finite] - expected[finite])
    return by, numpy.max(difference / (numpy.abs(expected[finite]) + 0.1))


def main():
    wanted = sys.argv[1:]
    paths = [path for path in sorted(FOLDER.glob("*.onnx")) if not wanted or path.stem in wanted]
    if not paths:
        sys.exit(f"no files in {FOLDER}: `cargo test -p nn-tests --test goldens --test networks` writes them")
    failures, errors = 0, {}
    for path in paths:
        try:
            by, error = check(path)
        except Exception as error:  # Whatever is wrong with one file, the others are checked too.
            failures += 1
            print(f"{path.stem}: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        errors.setdefault(by, []).append(error)
        if wanted:
            print(onnx.printer.to_text(onnx.load(path)))
    for by, worst in errors.items():
        print(f"{by}: {len(worst)} give the same, within {max(worst):.1e} of |y| + 0.1")
    if failures:
        sys.exit(f"{failures} of {len(paths)} failed")


main()
