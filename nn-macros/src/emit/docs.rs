//! What rustdoc shows of a network: its summary, and its picture.

use nn_format::{Diagram, Layer, Summary};

use crate::model::{self, Model};
use crate::plan::Plan;
use crate::shape::Size;

impl nn_format::Size for Size {
    fn known(&self) -> Option<usize> {
        Size::known(self)
    }
}

/// The documentation that follows the user's own.
pub(super) fn network(model: &Model, plan: &Plan<'_>) -> String {
    let name = super::type_name(model).to_string();
    let names: Vec<String> = model.layers.iter().map(model::Layer::name).collect();
    let layers: Vec<Layer<'_, Size>> = model
        .layers
        .iter()
        .zip(&names)
        .map(|(layer, name)| Layer {
            name,
            kind: layer.kind,
            activation: &layer.activation,
            output_shape: layer.output.axes(),
            parameters: layer.parameter_count(),
        })
        .collect();
    let classes: Vec<String> = model.classes.iter().map(ToString::to_string).collect();
    let classes: Vec<&str> = classes.iter().map(String::as_str).collect();
    let input_shape = model.input.axes();
    let diagram = Diagram { title: &name, input_shape, layers: &layers, classes: &classes };
    let summary = Summary {
        title: &name,
        input_shape,
        layers: &layers,
        parameters: plan.parameters.clone(),
        weight_bytes: plan.weight_bytes.clone(),
        flops: plan.flops.clone(),
    };
    format!("\n\n{diagram}\n\n{}", summary.markdown())
}

/// The documentation of a layer's field.
pub(super) fn field(layer: &model::Layer) -> String {
    format!("`{}`; its output is `{}`.", layer.text, layer.output)
}
