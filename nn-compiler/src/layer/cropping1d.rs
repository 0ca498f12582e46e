//! `cropping1d`: the steps without some at both ends.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, spatial};
use crate::keras::class::{Class, DATA_FORMAT, Take};

pub(super) const KIND: Kind = Kind {
    name: "cropping1d",
    layout: Layout::Spatial,
    keras: &[Class::new(&["Cropping1D"], &[("cropping", Take::Edges { count: 1, default: 1 }), DATA_FORMAT])],
    foreign: &[],
    usage: "cropping1d([cropping = 1])",
    example: "cropping1d(1)",
    about: "[steps, channels] without its ends; one number, or (before, after)",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    spatial::cropping(KIND.name, 1, 1, reader, input)
}
