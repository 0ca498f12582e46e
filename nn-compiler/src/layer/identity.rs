//! `identity`: its input, as a branch that passes it on.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered};

pub(super) const KIND: Kind = Kind {
    name: "identity",
    layout: Layout::Elementwise,
    foreign: &[],
    usage: "identity()",
    example: "identity()",
    about: "its input as it is, for a branch of `concat`",
    lower,
};

fn lower(_: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    Some(Lowered::identity(input.shape.clone()))
}
