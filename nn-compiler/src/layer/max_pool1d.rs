//! `max_pool1d`: the largest number of each window, channel by channel.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, pooling};
use crate::ops::Pooling;

pub(super) const KIND: Kind = Kind {
    name: "max_pool1d",
    layout: Layout::Spatial,
    keras: &[pooling::windows_class::<1>(&["MaxPooling1D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "MaxPool1d",
        rewrite: |arguments| pooling::from_pytorch(KIND.name, arguments),
    }],
    usage: "max_pool1d([size = 2], [strides = size], [padding = same])",
    example: "max_pool1d(2)",
    about: "the largest number of each window of [steps, channels], channel by channel",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    pooling::windows(KIND.name, 1, Pooling::Max, reader, input)
}
