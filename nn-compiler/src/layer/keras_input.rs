//! Keras's `Input(shape = (2,))`: no layer here, but what it says is understood.

use super::arguments::{Positional, Reader};
use crate::diag::catalogue;
use crate::shape::Shape;
use crate::syntax::Layer;

const SHAPE: Positional = Positional { name: "shape", what: "the shape", foreign: &[] };

/// Whether the layer is meant as a declaration of the input.
pub(super) fn is_one(layer: &Layer) -> bool {
    ["Input", "InputLayer", "input"].iter().any(|word| layer.kind == word)
}

/// Reports the layer, and returns the shape that it declares. `next` is the layer that should.
pub(super) fn read(reader: &mut Reader<'_>, next: Option<(&Layer, String)>) -> Option<Shape> {
    let shape = reader.keras_shape(&SHAPE);
    let size = shape.as_ref().map_or_else(|| "<size>".to_owned(), Shape::written);
    let first = next.map(|(layer, kind)| layer.with_input(&kind, &size));
    reader.error(reader.extent(), catalogue::input_as_layer(reader.layer_text(), first.as_deref()));
    shape
}
