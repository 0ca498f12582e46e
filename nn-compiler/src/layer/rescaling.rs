//! `rescaling`: `x * scale + offset`.

use quote::quote;

use super::arguments::{Position, Reader};
use super::elementwise::constants;
use super::{Input, Kind, Layout, Lowered};
use crate::keras::class::{Class, Take};
use crate::ops::Rescale;

pub(super) const KIND: Kind = Kind {
    name: "rescaling",
    layout: Layout::Elementwise,
    keras: Some(Class::new(
        &["Rescaling"],
        &[("scale", Take::Numbers), ("offset", Take::NamedNumber { default: 0.0 })],
    )),
    foreign: &[],
    usage: "rescaling(scale, [offset = ..])",
    example: "rescaling(0.5)",
    about: "x * scale + offset; numbers, or arrays with one for each of the last axis",
    lower,
};

const SCALE: Position = Position { name: "scale", what: "the scale", foreign: &[] };

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let scale = reader.needed(&SCALE);
    let offset = reader.option("offset");
    let mut checks = Vec::new();
    let scale = scale.and_then(|scale| constants(reader, &scale, "scale", input, &mut checks));
    let offset = match offset {
        Some(offset) => constants(reader, &offset, "offset", input, &mut checks),
        None => Some(quote!(0.0)),
    };
    let op = Rescale { row: input.shape.last(), scale: scale?, offset: offset? };
    Some(Lowered { checks, ..Lowered::op(input.shape.clone(), op) })
}
