//! `flatten`: a tensor's numbers as one vector, the last axis fastest.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered};
use crate::keras::class::{Class, DATA_FORMAT, Rank};
use crate::shape::Shape;

pub(super) const KIND: Kind = Kind {
    name: "flatten",
    layout: Layout::Reshape,
    keras: &[Class::new(&["Flatten"], &[DATA_FORMAT]).of_rank(Rank::Is(1))],
    foreign: &[],
    usage: "flatten()",
    example: "flatten()",
    about: "all numbers as one vector",
    lower,
};

fn lower(_: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    Some(Lowered::identity(Shape::vector(input.shape.elements())))
}
