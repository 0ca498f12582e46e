//! `zero_padding3d`: zeros around a volume.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, spatial};

pub(super) const KIND: Kind = Kind {
    name: "zero_padding3d",
    layout: Layout::Spatial,
    keras: &[spatial::padding_class::<3>(&["ZeroPadding3D"])],
    foreign: &[],
    usage: "zero_padding3d([padding = 1])",
    example: "zero_padding3d(1)",
    about: "zeros around [depth, height, width, channels], written likewise",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    spatial::padding(KIND.name, 3, reader, input)
}
