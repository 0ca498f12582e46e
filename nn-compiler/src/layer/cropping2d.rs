//! `cropping2d`: an image without its edges.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, spatial};
use crate::keras::class::{Class, DATA_FORMAT, Take};

pub(super) const KIND: Kind = Kind {
    name: "cropping2d",
    layout: Layout::Spatial,
    keras: &[Class::new(&["Cropping2D"], &[("cropping", Take::Edges { count: 2, default: 0 }), DATA_FORMAT])],
    foreign: &[],
    usage: "cropping2d([cropping = 0])",
    example: "cropping2d(1)",
    about: "[height, width, channels] without its edges; one number, (height, width), or ((top, bottom), (left, right))",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    spatial::cropping(KIND.name, 2, 0, reader, input)
}
