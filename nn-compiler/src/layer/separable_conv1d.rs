//! `separable_conv1d`: sums over windows, each channel by itself; and then over the channels.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, convolution};

pub(super) const KIND: Kind = Kind {
    name: "separable_conv1d",
    layout: Layout::Separable,
    keras: &[convolution::separable_class::<1>(&["SeparableConv1D"])],
    foreign: &[],
    usage: "separable_conv1d(filters, kernel = size, [strides = 1], [padding = same], [dilation = 1], [depth_multiplier = 1], [activation], [use_bias = false], ..)",
    example: "separable_conv1d(8, kernel = 3)",
    about: "as `depthwise_conv1d`, and then activation(sum over the channels + bias) at each place",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    convolution::separable(KIND.name, 1, reader, input)
}
