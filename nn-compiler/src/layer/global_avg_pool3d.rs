//! `global_avg_pool3d`: the mean of each channel.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, pooling};
use crate::ops::Pooling;

pub(super) const KIND: Kind = Kind {
    name: "global_avg_pool3d",
    layout: Layout::Spatial,
    keras: &[pooling::global_class(&["GlobalAveragePooling3D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "AdaptiveAvgPool3d",
        rewrite: |arguments| pooling::adaptive(KIND.name, arguments),
    }],
    usage: "global_avg_pool3d([keepdims = true])",
    example: "global_avg_pool3d()",
    about: "the mean of each channel of [depth, height, width, channels]: [channels]",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    pooling::global(KIND.name, 3, Pooling::Mean, reader, input)
}
