//! `zero_padding1d`: zeros before the first step and after the last.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, spatial};

pub(super) const KIND: Kind = Kind {
    name: "zero_padding1d",
    layout: Layout::Spatial,
    keras: &[spatial::padding_class::<1>(&["ZeroPadding1D"])],
    foreign: &[],
    usage: "zero_padding1d([padding = 1])",
    example: "zero_padding1d(1)",
    about: "zeros before and after [steps, channels]; one number, or (before, after)",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    spatial::padding(KIND.name, 1, reader, input)
}
