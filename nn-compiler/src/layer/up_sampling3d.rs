//! `up_sampling3d`: each voxel several times, in all three directions.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, spatial};

pub(super) const KIND: Kind = Kind {
    name: "up_sampling3d",
    layout: Layout::Spatial,
    keras: &[spatial::repetition_class::<3>(&["UpSampling3D"])],
    foreign: &[],
    usage: "up_sampling3d([size = 2])",
    example: "up_sampling3d(2)",
    about: "each voxel of [depth, height, width, channels] repeated, written likewise",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    spatial::repetition(KIND.name, 3, reader, input)
}
