//! `max_pool3d`: the largest number of each window, channel by channel.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, pooling};
use crate::ops::Pooling;

pub(super) const KIND: Kind = Kind {
    name: "max_pool3d",
    layout: Layout::Spatial,
    keras: &[pooling::windows_class::<3>(&["MaxPooling3D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "MaxPool3d",
        rewrite: |arguments| pooling::from_pytorch(KIND.name, arguments),
    }],
    usage: "max_pool3d([size = 2], [strides = size], [padding = same])",
    example: "max_pool3d(2)",
    about: "the largest number of each window of [depth, height, width, channels], channel by channel; a size is one number, or (depth, height, width)",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    pooling::windows(KIND.name, 3, Pooling::Max, reader, input)
}
