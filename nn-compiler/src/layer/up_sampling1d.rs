//! `up_sampling1d`: each step several times.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, spatial};

pub(super) const KIND: Kind = Kind {
    name: "up_sampling1d",
    layout: Layout::Spatial,
    keras: &[spatial::repetition_class::<1>(&["UpSampling1D"])],
    foreign: &[],
    usage: "up_sampling1d([size = 2])",
    example: "up_sampling1d(2)",
    about: "each step repeated",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    spatial::repetition(KIND.name, 1, reader, input)
}
