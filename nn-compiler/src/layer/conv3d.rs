//! `conv3d`: sums over windows of a volume.

use super::arguments::Reader;
use super::windows::PADDINGS;
use super::{Foreign, Input, Kind, Layout, Lowered, convolution};

pub(super) const KIND: Kind = Kind {
    name: "conv3d",
    layout: Layout::Spatial,
    keras: &[convolution::class::<3>(&["Conv3D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "Conv3d",
        rewrite: |arguments| convolution::rewrite(KIND.name, arguments),
    }],
    usage: "conv3d(filters, kernel = size, [strides = 1], [padding = same], [dilation = 1], [groups = 1], [activation], [use_bias = false], ..)",
    example: "conv3d(8, kernel = 3)",
    about: "activation(sum of x * kernel over a window + bias), at each place of [depth, height, width, channels]; a size is one number, or one for each dimension",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    convolution::convolution(KIND.name, 3, PADDINGS, reader, input)
}
