//! Activations as layers of their own names: `relu()`, `leaky_relu(negative_slope = 0.3)`. They have a table, and so no
//! kind each.

use super::arguments::Reader;
use super::{Input, Lowered};
use crate::activation::{Row, build};
use crate::model::Op;

pub(super) fn lower(row: &'static Row, reader: &mut Reader<'_>, input: &Input) -> Lowered {
    let arguments = reader.all();
    let activation = build(row, &arguments, reader.extent(), true, reader);
    let text = activation.text.clone();
    Lowered {
        // The kind's name is the activation's: only arguments are worth showing beside it.
        activation: if text == row.name { String::new() } else { text },
        ops: Op::activate(&input.shape, activation),
        ..Lowered::identity(input.shape.clone())
    }
}
