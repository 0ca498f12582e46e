//! `conv1d`: sums over windows of steps.

use super::arguments::Reader;
use super::windows::CAUSAL;
use super::{Foreign, Input, Kind, Layout, Lowered, convolution};

pub(super) const KIND: Kind = Kind {
    name: "conv1d",
    layout: Layout::Spatial,
    keras: &[convolution::class::<1>(&["Conv1D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "Conv1d",
        rewrite: |arguments| convolution::rewrite(KIND.name, arguments),
    }],
    usage: "conv1d(filters, kernel = size, [strides = 1], [padding = same|causal], [dilation = 1], [groups = 1], [activation], [use_bias = false], ..)",
    example: "conv1d(8, kernel = 3)",
    about: "activation(sum of x * kernel over a window + bias), at each place of [steps, channels]",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    convolution::convolution(KIND.name, 1, CAUSAL, reader, input)
}
