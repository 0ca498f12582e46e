//! `avg_pool1d`: the mean of each window, channel by channel.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, pooling};
use crate::ops::Pooling;

pub(super) const KIND: Kind = Kind {
    name: "avg_pool1d",
    layout: Layout::Spatial,
    keras: &[pooling::windows_class::<1>(&["AveragePooling1D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "AvgPool1d",
        rewrite: |arguments| pooling::from_pytorch(KIND.name, arguments),
    }],
    usage: "avg_pool1d([size = 2], [strides = size], [padding = same])",
    example: "avg_pool1d(2)",
    about: "the mean of each window of [steps, channels], channel by channel; what `same` puts around is left out",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    pooling::windows(KIND.name, 1, Pooling::Mean, reader, input)
}
