//! `rescaling`: `x * scale + offset`.

use quote::quote;

use super::arguments::{Positional, Reader};
use super::elementwise::constants;
use super::{Input, Kind, Layout, Lowered};
use crate::keras::class::{Arithmetic, Class, OPERANDS, Take};
use crate::ops::Rescale;

pub(super) const KIND: Kind = Kind {
    name: "rescaling",
    layout: Layout::Elementwise,
    keras: &[
        Class::new(&["Rescaling"], &[("scale", Take::Numbers), ("offset", Take::NamedNumber { default: 0.0 })]),
        // Arithmetic with a tensor and a number, of Keras 3 and of TensorFlow.
        Class::new(&["Add", "tf.math.add", "tf.__operators__.add"], &[(OPERANDS, Take::Operand(Arithmetic::Add))]),
        Class::new(&["Subtract", "tf.math.subtract"], &[(OPERANDS, Take::Operand(Arithmetic::Subtract))]),
        Class::new(&["Multiply", "tf.math.multiply"], &[(OPERANDS, Take::Operand(Arithmetic::Multiply))]),
        Class::new(
            &["TrueDivide", "Divide", "tf.math.truediv", "tf.math.divide"],
            &[(OPERANDS, Take::Operand(Arithmetic::Divide))],
        ),
    ],
    foreign: &[],
    usage: "rescaling(scale, [offset = ..])",
    example: "rescaling(0.5)",
    about: "x * scale + offset; numbers, or arrays with one for each of the last axis",
    lower,
};

const SCALE: Positional = Positional { name: "scale", what: "the scale", foreign: &[] };

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
