//! `depthwise_conv2d`: sums over windows, each channel by itself.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, convolution};

pub(super) const KIND: Kind = Kind {
    name: "depthwise_conv2d",
    layout: Layout::Depthwise,
    keras: &[convolution::depthwise_class::<2>(&["DepthwiseConv2D"])],
    foreign: &[],
    usage: "depthwise_conv2d(kernel = size, [strides = 1], [padding = same], [dilation = 1], [depth_multiplier = 1], [activation], [use_bias = false], ..)",
    example: "depthwise_conv2d(kernel = 3)",
    about: "the same with each channel of [height, width, channels] by itself, which has `depth_multiplier` filters",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    convolution::depthwise(KIND.name, 2, reader, input)
}
