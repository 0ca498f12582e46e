"""Make the files of `nn.Sequential` models that `tests/pytorch.rs` reads.

    python -m venv target/torch && target/torch/bin/pip install torch==2.15.0 numpy safetensors
    target/torch/bin/python tests/pytorch/make_goldens.py

Each model is written as one writes it in PyTorch; `<name>.safetensors` is its `state_dict`, and `<name>.io.safetensors` has
inputs and what PyTorch makes of them. Images have their channels last there, as in this project.
"""

import pathlib

import torch
from safetensors.torch import save_file
from torch import nn

HERE = pathlib.Path(__file__).parent
SAMPLES = 3


class Output(nn.Module):
    """The outputs of a recurrent layer without its states: of the last step, or of all."""

    def __init__(self, last=True):
        super().__init__()
        self.last = last

    def forward(self, outputs):
        return outputs[0][:, -1] if self.last else outputs[0]


class Named(nn.Module):
    """A model that is no `nn.Sequential`, but has one."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(2, 3, 2), nn.ReLU())
        self.norm = nn.BatchNorm2d(3)
        self.head = nn.Linear(36, 2)

    def forward(self, x):
        return self.head(torch.flatten(self.norm(self.features(x)), 1))


def dense():
    return {
        "mlp": ((3,), nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Dropout(0.5), nn.Linear(5, 2, bias=False),
                                    nn.Softmax(1))),
        "nested": ((3,), nn.Sequential(nn.Sequential(nn.Linear(3, 4), nn.Tanh()),
                                       nn.Sequential(nn.Sequential(nn.Linear(4, 4)), nn.Linear(4, 2)))),
        # Numbers are not in the order of their digits.
        "long": ((3,), nn.Sequential(nn.Identity(), nn.Identity(), nn.Linear(3, 4), *[nn.Identity()] * 7,
                                     nn.Linear(4, 4))),
        "norms": ((6,), nn.Sequential(nn.Linear(6, 8), nn.BatchNorm1d(8), nn.PReLU(), nn.LayerNorm(8), nn.Linear(8, 6),
                                      nn.PReLU(6), nn.RMSNorm(6, eps=1e-6), nn.GroupNorm(3, 6),
                                      nn.BatchNorm1d(6, affine=False), nn.LayerNorm(6, bias=False))),
        "image": ((3, 4), nn.Sequential(nn.Flatten(), nn.Linear(12, 2))),
    }


def convolutions():
    return {
        "conv1d": ((4, 12), nn.Sequential(nn.Conv1d(4, 6, 3, stride=2, padding=1), nn.BatchNorm1d(6), nn.PReLU(6),
                                          nn.Conv1d(6, 4, 2, dilation=2, groups=2), nn.GroupNorm(2, 4), nn.PReLU(),
                                          nn.Flatten(), nn.Linear(16, 2))),
        # What is flattened is normalised before its order is lost.
        "conv2d": ((2, 8, 5), nn.Sequential(nn.Conv2d(2, 6, (3, 2)), nn.ReLU(), nn.BatchNorm2d(6), nn.MaxPool2d(2),
                                            nn.Conv2d(6, 12, (2, 1), groups=6), nn.Flatten(), nn.PReLU(48),
                                            nn.BatchNorm1d(48), nn.Linear(48, 3))),
        "conv2d_options": ((4, 9, 8), nn.Sequential(
            nn.ZeroPad2d((1, 0, 0, 2)), nn.Conv2d(4, 4, 3, stride=(2, 1), padding=(1, 0), groups=2, bias=False),
            nn.Conv2d(4, 6, (2, 3), dilation=(1, 2)), nn.AvgPool2d((2, 1)), nn.Conv2d(6, 2, 1))),
        "conv3d": ((2, 4, 5, 3), nn.Sequential(nn.Conv3d(2, 4, (2, 3, 2), stride=(1, 2, 1)), nn.BatchNorm3d(4),
                                               nn.Conv3d(4, 4, (1, 2, 1), groups=4), nn.Flatten(), nn.Linear(24, 2))),
        "separable": ((3, 6, 6), nn.Sequential(nn.Conv2d(3, 6, 3, groups=3, bias=False), nn.Conv2d(6, 4, 1),
                                               nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2))),
        "pool_first": ((3, 4, 6), nn.Sequential(nn.MaxPool2d(2), nn.Flatten(), nn.Linear(18, 2))),
        "norm_first": ((3, 2, 4), nn.Sequential(nn.BatchNorm2d(3), nn.Flatten(), nn.Linear(24, 2))),
        "named": ((2, 5, 4), Named()),
    }


def transposed():
    return {
        "transposed1d": ((3, 5), nn.Sequential(nn.ConvTranspose1d(3, 4, 3, stride=2, padding=1), nn.ReLU(),
                                               nn.ConvTranspose1d(4, 2, 4, dilation=2, bias=False))),
        # The dense layer's outputs are the channels of what is unflattened.
        "decoder": ((3,), nn.Sequential(nn.Linear(3, 24), nn.BatchNorm1d(24), nn.PReLU(24), nn.Unflatten(1, (4, 3, 2)),
                                        nn.ConvTranspose2d(4, 3, 2, stride=2), nn.Conv2d(3, 2, 3, padding=1))),
        "autoencoder": ((2, 4, 4), nn.Sequential(nn.Conv2d(2, 3, 2, stride=2), nn.Flatten(), nn.Linear(12, 12), nn.ReLU(),
                                                 nn.Unflatten(1, (3, 2, 2)), nn.ConvTranspose2d(3, 2, 2, stride=2))),
        # The text has a `permute`, which makes the channels the last axis.
        "unflatten": ((3,), nn.Sequential(nn.Linear(3, 24), nn.Unflatten(1, (4, 3, 2)), nn.Conv2d(4, 3, 2), nn.Flatten(),
                                          nn.Linear(6, 2))),
        "volume": ((2, 2, 3, 2), nn.Sequential(nn.ConvTranspose3d(2, 3, (1, 2, 2), stride=(2, 1, 2)))),
    }


def sequences():
    return {
        "embedding": ((4,), nn.Sequential(nn.Embedding(7, 3), nn.Flatten(), nn.Linear(12, 2))),
        "rnn": ((5, 3), nn.Sequential(nn.RNN(3, 4, nonlinearity="relu", batch_first=True), Output(), nn.Linear(4, 2))),
        "lstm": ((5, 3), nn.Sequential(nn.LSTM(3, 4, batch_first=True), Output(), nn.Linear(4, 2))),
        "lstm_layers": ((5, 3), nn.Sequential(nn.LSTM(3, 4, num_layers=2, batch_first=True), Output(), nn.Linear(4, 2))),
        "lstm_no_bias": ((5, 3), nn.Sequential(nn.LSTM(3, 2, bias=False, batch_first=True), Output(False), nn.Flatten(),
                                               nn.Linear(10, 2))),
        "gru": ((5, 3), nn.Sequential(nn.GRU(3, 4, batch_first=True), Output(), nn.Linear(4, 2)).double()),
        "gru_words": ((5,), nn.Sequential(nn.Embedding(9, 3), nn.GRU(3, 2, batch_first=True), Output(), nn.Linear(2, 2))),
    }


def directions():
    return {
        "bidirectional": ((5, 3), nn.Sequential(nn.LSTM(3, 4, bidirectional=True, batch_first=True), Output(False),
                                                nn.Flatten(), nn.Linear(40, 2))),
        "bidirectional_layers": ((4, 3), nn.Sequential(
            nn.GRU(3, 2, num_layers=2, bidirectional=True, batch_first=True), Output(False), nn.Flatten(), nn.Linear(16, 2))),
    }


def tensors():
    return {
        # All axes of a tensor have the same size, so that nothing but their order tells them apart.
        "layer_norms": ((3, 3, 3), nn.Sequential(nn.LayerNorm((3, 3, 3)), nn.Conv2d(3, 2, 2), nn.LayerNorm((2, 2, 2)),
                                                 nn.Flatten(), nn.Linear(8, 2))),
    }


def last(x):
    """The channels last."""
    return torch.movedim(x, 1, -1).contiguous() if x.ndim > 2 else x


def randomize(model):
    """Weights of a size that shows, and statistics that are not 0 and 1."""
    for name, tensor in model.state_dict().items():
        if name.endswith("running_var"):
            tensor.uniform_(0.5, 2)
        elif tensor.is_floating_point():
            tensor.normal_(0, 0.5)


def write(name, shape, model, has_channels):
    randomize(model)
    model.eval()
    dtype = next(model.parameters()).dtype
    if name in ("embedding", "gru_words"):
        x = torch.randint(0, model[0].num_embeddings, (SAMPLES, *shape))
    else:
        x = torch.randn(SAMPLES, *shape, dtype=dtype)
    y = model(x)
    x, y = (last(x), last(y)) if has_channels else (x, y)
    save_file(model.state_dict(), HERE / f"{name}.safetensors")
    save_file({"input": x.to(dtype), "output": y}, HERE / f"{name}.io.safetensors")


torch.manual_seed(5)
torch.set_grad_enabled(False)
for models, has_channels in [(dense, False), (convolutions, True), (transposed, True), (sequences, False),
                             (directions, False), (tensors, True)]:
    for name, (shape, model) in models().items():
        write(name, shape, model, has_channels)
