//! `negation`: its input with the other sign.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered};
use crate::keras::class::Class;
use crate::ops::Negate;

pub(super) const KIND: Kind = Kind {
    name: "negation",
    layout: Layout::Elementwise,
    keras: &[Class::new(&["Negative"], &[])],
    foreign: &[],
    usage: "negation()",
    example: "negation()",
    about: "-x",
    lower,
};

fn lower(_: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    Some(Lowered::op(input.shape.clone(), Negate))
}
