//! Activations as layers of their own names: `relu()`, `leaky_relu(negative_slope = 0.3)`. They have a table, and so no
//! kind each.

use super::arguments::Reader;
use super::{Input, Lowered, spatial};
use crate::activation::{Row, build};
use crate::ops::Activate;
use crate::shape::Size;

pub(super) fn lower(row: &'static Row, reader: &mut Reader<'_>, input: &Input) -> Lowered {
    // Of Keras's layers of this table, one works along an axis.
    let axis = if row.is_along { reader.option("axis") } else { None };
    let axes = axis.as_ref().and_then(|axis| spatial::named_axes(row.name, axis, input, reader));
    let axes = axes.unwrap_or_else(|| vec![input.shape.axes().len() - 1]);
    let arguments = reader.all();
    let activation = build(row, &arguments, reader.extent(), true, reader);
    let text = activation.text.clone();
    let shown = axis.map(|axis| format!("{}(axis = {})", row.name, axis.text()));
    let ops = spatial::along(&input.shape, if input.is_known { &axes } else { &[] }, |moved| {
        let rank = moved.axes().len();
        let row = moved.axes()[rank - axes.len().min(rank)..].iter().fold(Size::Known(1), |row, axis| row.times(axis));
        Activate::ops(row, activation)
    });
    Lowered {
        // The kind's name is the activation's: only arguments are worth showing beside it.
        activation: shown.unwrap_or_else(|| if text == row.name { String::new() } else { text }),
        ops,
        ..Lowered::identity(input.shape.clone())
    }
}
