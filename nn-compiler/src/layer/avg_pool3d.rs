//! `avg_pool3d`: the mean of each window, channel by channel.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, pooling};
use crate::ops::Pooling;

pub(super) const KIND: Kind = Kind {
    name: "avg_pool3d",
    layout: Layout::Spatial,
    keras: &[pooling::windows_class::<3>(&["AveragePooling3D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "AvgPool3d",
        rewrite: |arguments| pooling::from_pytorch(KIND.name, arguments),
    }],
    usage: "avg_pool3d([size = 2], [strides = size], [padding = same])",
    example: "avg_pool3d(2)",
    about: "the mean of each window of [depth, height, width, channels], channel by channel; what `same` puts around is left out; a size is one number, or (depth, height, width)",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    pooling::windows(KIND.name, 3, Pooling::Mean, reader, input)
}
