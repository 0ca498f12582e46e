//! `global_avg_pool2d`: the mean of each channel.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, pooling};
use crate::ops::Pooling;

pub(super) const KIND: Kind = Kind {
    name: "global_avg_pool2d",
    layout: Layout::Spatial,
    keras: &[pooling::global_class(&["GlobalAveragePooling2D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "AdaptiveAvgPool2d",
        rewrite: |arguments| pooling::adaptive(KIND.name, arguments),
    }],
    usage: "global_avg_pool2d([keepdims = true])",
    example: "global_avg_pool2d()",
    about: "the mean of each channel of [height, width, channels]: [channels]",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    pooling::global(KIND.name, 2, Pooling::Mean, reader, input)
}
