//! `conv1d_transpose`: each place spread over a window.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, transposed};

pub(super) const KIND: Kind = Kind {
    name: "conv1d_transpose",
    layout: Layout::Spatial,
    keras: &[transposed::class::<1>(&["Conv1DTranspose"])],
    foreign: &[Foreign { framework: "PyTorch", class: "ConvTranspose1d", rewrite: |_| None }],
    usage: "conv1d_transpose(filters, kernel = size, [strides = 1], [padding = same], [output_padding = ..], [dilation = 1], [activation], [use_bias = false], ..)",
    example: "conv1d_transpose(8, kernel = 2, strides = 2)",
    about: "activation(each place of [steps, channels] times kernel, over a window of a larger tensor, added up, + bias)",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    transposed::convolution(KIND.name, 1, reader, input)
}
