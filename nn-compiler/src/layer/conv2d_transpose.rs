//! `conv2d_transpose`: each place spread over a window.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, transposed};

pub(super) const KIND: Kind = Kind {
    name: "conv2d_transpose",
    layout: Layout::Spatial,
    keras: &[transposed::class::<2>(&["Conv2DTranspose"])],
    foreign: &[Foreign { framework: "PyTorch", class: "ConvTranspose2d", rewrite: |_| None }],
    usage: "conv2d_transpose(filters, kernel = size, [strides = 1], [padding = same], [output_padding = ..], [dilation = 1], [activation], [use_bias = false], ..)",
    example: "conv2d_transpose(8, kernel = 2, strides = 2)",
    about: "activation(each place of [height, width, channels] times kernel, over a window of a larger tensor, added up, + bias); a size is one number, or one for each dimension",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    transposed::convolution(KIND.name, 2, reader, input)
}
