//! `global_max_pool1d`: the largest number of each channel.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, pooling};
use crate::ops::Pooling;

pub(super) const KIND: Kind = Kind {
    name: "global_max_pool1d",
    layout: Layout::Spatial,
    keras: &[pooling::global_class(&["GlobalMaxPooling1D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "AdaptiveMaxPool1d",
        rewrite: |arguments| pooling::adaptive(KIND.name, arguments),
    }],
    usage: "global_max_pool1d([keepdims = true])",
    example: "global_max_pool1d()",
    about: "the largest number of each channel of [steps, channels]: [channels]",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    pooling::global(KIND.name, 1, Pooling::Max, reader, input)
}
