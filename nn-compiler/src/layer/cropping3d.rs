//! `cropping3d`: a volume without its edges.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, spatial};
use crate::keras::class::{Class, DATA_FORMAT, Take};

pub(super) const KIND: Kind = Kind {
    name: "cropping3d",
    layout: Layout::Spatial,
    keras: &[Class::new(&["Cropping3D"], &[("cropping", Take::Edges { count: 3, default: 1 }), DATA_FORMAT])],
    foreign: &[],
    usage: "cropping3d([cropping = 1])",
    example: "cropping3d(1)",
    about: "[depth, height, width, channels] without its edges, written likewise",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    spatial::cropping(KIND.name, 3, 1, reader, input)
}
