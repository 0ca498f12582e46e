//! `flatten`: a tensor's numbers as one vector, the last axis fastest.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered};
use crate::shape::Shape;

pub(super) const KIND: Kind = Kind {
    name: "flatten",
    layout: Layout::Reshape,
    foreign: &[],
    usage: "flatten()",
    example: "flatten()",
    about: "all numbers as one vector",
    lower,
};

fn lower(_: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    Some(Lowered::identity(Shape::vector(input.shape.elements())))
}
