//! `conv2d`: sums over windows of an image.

use super::arguments::Reader;
use super::windows::PADDINGS;
use super::{Foreign, Input, Kind, Layout, Lowered, convolution};

pub(super) const KIND: Kind = Kind {
    name: "conv2d",
    layout: Layout::Spatial,
    keras: &[convolution::class::<2>(&["Conv2D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "Conv2d",
        rewrite: |arguments| convolution::rewrite(KIND.name, arguments),
    }],
    usage: "conv2d(filters, kernel = size, [strides = 1], [padding = same], [dilation = 1], [groups = 1], [activation], [use_bias = false], ..)",
    example: "conv2d(8, kernel = 3)",
    about: "activation(sum of x * kernel over a window + bias), at each place of [height, width, channels]; a size is one number, or one for each dimension",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    convolution::convolution(KIND.name, 2, PADDINGS, reader, input)
}
