//! `activation(relu)`: an activation as a layer, by its name.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered};
use crate::keras::class::{Class, Take};
use crate::ops::Activate;

pub(super) const KIND: Kind = Kind {
    name: "activation",
    layout: Layout::Elementwise,
    keras: &[Class::new(&["Activation"], &[("activation", Take::Activation { default: "" })])],
    foreign: &[],
    usage: "activation(name)",
    example: "activation(relu)",
    about: "an activation by itself; each has a layer of its own name too: relu(), softmax(), ...",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let activation = reader.needed_activation()?;
    Some(Lowered {
        activation: activation.text.clone(),
        ops: Activate::ops(input.shape.last(), activation),
        ..Lowered::identity(input.shape.clone())
    })
}
