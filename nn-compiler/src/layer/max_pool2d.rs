//! `max_pool2d`: the largest number of each window, channel by channel.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, pooling};
use crate::ops::Pooling;

pub(super) const KIND: Kind = Kind {
    name: "max_pool2d",
    layout: Layout::Spatial,
    keras: &[pooling::windows_class::<2>(&["MaxPooling2D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "MaxPool2d",
        rewrite: |arguments| pooling::from_pytorch(KIND.name, arguments),
    }],
    usage: "max_pool2d([size = 2], [strides = size], [padding = same])",
    example: "max_pool2d(2)",
    about: "the largest number of each window of [height, width, channels], channel by channel; a size is one number, or (height, width)",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    pooling::windows(KIND.name, 2, Pooling::Max, reader, input)
}
