//! `conv3d_transpose`: each place spread over a window.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, transposed};

pub(super) const KIND: Kind = Kind {
    name: "conv3d_transpose",
    layout: Layout::Spatial,
    keras: &[transposed::class::<3>(&["Conv3DTranspose"])],
    foreign: &[Foreign { framework: "PyTorch", class: "ConvTranspose3d", rewrite: |_| None }],
    usage: "conv3d_transpose(filters, kernel = size, [strides = 1], [padding = same], [output_padding = ..], [dilation = 1], [activation], [use_bias = false], ..)",
    example: "conv3d_transpose(8, kernel = 2, strides = 2)",
    about: "activation(each place of [depth, height, width, channels] times kernel, over a window of a larger tensor, added up, + bias); a size is one number, or one for each dimension",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    transposed::convolution(KIND.name, 3, reader, input)
}
