"""Make the files of `nn.Sequential` models that `tests/pytorch.rs` reads: `python3 make.py`. Needs NumPy and safetensors.

PyTorch itself is not needed, nor was it asked: what its modules compute is written out below from its documentation, with
its names, its layouts (channels first) and its order of gates.
"""
import pathlib
import numpy as np
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(5)
SAMPLES = 4


def draw(*shape):
    return rng.normal(0, 0.5, shape).astype("float32")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def conv2d(x, weight, bias, groups=1):
    """x [c, h, w], weight [out, c / groups, kh, kw]."""
    out, each, kh, kw = weight.shape
    h, w = x.shape[1] - kh + 1, x.shape[2] - kw + 1
    y = np.zeros((out, h, w))
    for o in range(out):
        start = o // (out // groups) * each
        for i in range(h):
            for j in range(w):
                y[o, i, j] = np.sum(x[start:start + each, i:i + kh, j:j + kw] * weight[o]) + bias[o]
    return y


def batch_norm(x, t, p):
    shape = (-1,) + (1,) * (x.ndim - 1)
    n = (x - t[p + ".running_mean"].reshape(shape)) / np.sqrt(t[p + ".running_var"].reshape(shape) + 1e-5)
    return n * t[p + ".weight"].reshape(shape) + t[p + ".bias"].reshape(shape)


def norm(p, n):
    return {p + ".weight": draw(n), p + ".bias": draw(n), p + ".running_mean": draw(n),
            p + ".running_var": rng.uniform(0.5, 2, n).astype("float32"), p + ".num_batches_tracked": np.array(7, "int64")}


def max_pool(x):
    c, h, w = x.shape
    return x[:, :h // 2 * 2, :w // 2 * 2].reshape(c, h // 2, 2, w // 2, 2).max((2, 4))


def linear(p, inputs, outputs):
    return {p + ".weight": draw(outputs, inputs), p + ".bias": draw(outputs)}


def recurrent(p, gates, inputs, units):
    return {p + ".weight_ih_l0": draw(gates * units, inputs), p + ".weight_hh_l0": draw(gates * units, units),
            p + ".bias_ih_l0": draw(gates * units), p + ".bias_hh_l0": draw(gates * units)}


def write(name, tensors, inputs, forward):
    outputs = np.stack([forward(x.astype("float64"), tensors) for x in inputs])
    # Here channels come last.
    inputs = np.moveaxis(inputs, 1, -1) if inputs.ndim == 4 else inputs
    save_file(tensors, HERE / f"{name}.safetensors")
    save_file({"input": np.ascontiguousarray(inputs), "output": outputs.astype("float32")}, HERE / f"{name}.io.safetensors")


def dense(x, t, p):
    return t[p + ".weight"] @ x + t[p + ".bias"]


def mlp(x, t):
    return dense(np.maximum(dense(x, t, "0"), 0), t, "2")


def cnn(x, t):
    x = np.maximum(conv2d(x, t["0.weight"], t["0.bias"]), 0)
    x = max_pool(batch_norm(x, t, "2"))
    x = conv2d(x, t["4.weight"], t["4.bias"], groups=6)
    return dense(batch_norm(x.reshape(-1), t, "6"), t, "7")


def rnn(x, t):
    h = np.zeros(4)
    for step in x:
        h = np.tanh(t["0.weight_ih_l0"] @ step + t["0.bias_ih_l0"] + t["0.weight_hh_l0"] @ h + t["0.bias_hh_l0"])
    return dense(h, t, "1")


def lstm(x, t):
    h, c = np.zeros(4), np.zeros(4)
    for step in x:
        gates = t["0.weight_ih_l0"] @ step + t["0.bias_ih_l0"] + t["0.weight_hh_l0"] @ h + t["0.bias_hh_l0"]
        i, f, g, o = np.split(gates, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
    return dense(h, t, "1")


def gru(x, t):
    h = np.zeros(4)
    for step in x:
        ir, iz, i_n = np.split(t["0.weight_ih_l0"] @ step + t["0.bias_ih_l0"], 3)
        hr, hz, hn = np.split(t["0.weight_hh_l0"] @ h + t["0.bias_hh_l0"], 3)
        r, z = sigmoid(ir + hr), sigmoid(iz + hz)
        h = (1 - z) * np.tanh(i_n + r * hn) + z * h
    return dense(h, t, "1")


write("mlp", {**linear("0", 3, 5), **linear("2", 5, 2)}, draw(SAMPLES, 3), mlp)
write("cnn",
      {"0.weight": draw(6, 2, 3, 2), "0.bias": draw(6), **norm("2", 6), "4.weight": draw(12, 1, 2, 1), "4.bias": draw(12),
       **norm("6", 48), **linear("7", 48, 3)}, draw(SAMPLES, 2, 8, 5), cnn)
for name, gates, forward in [("rnn", 1, rnn), ("lstm", 4, lstm), ("gru", 3, gru)]:
    write(name, {**recurrent("0", gates, 3, 4), **linear("1", 4, 2)}, draw(SAMPLES, 5, 3), forward)
