//! An activation by itself.

use proc_macro2::TokenStream;

use super::{Activation, Attributes, Call, Cost, Op, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands, size};
use crate::shape::{Comparison, Size};

/// `activation(x)`, along rows of `row` numbers.
#[derive(Clone)]
pub(crate) struct Activate {
    pub(crate) activation: Activation,
    pub(crate) row: Size,
}

impl Activate {
    /// A layer's only op, if its activation does anything.
    pub(crate) fn ops(row: Size, activation: Activation) -> Vec<Op> {
        if activation.is_linear() { Vec::new() } else { vec![Self { activation, row }.into()] }
    }
}

impl Operation for Activate {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("activation", &self.activation.text).with("row", &self.row)
    }

    fn output(&self, reads: &[&Value]) -> Value {
        reads[0].like(reads[0].shape.clone())
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, site: &Site<'_>) -> Cost {
        let elements = site.elements();
        let instructions = Size::Known(self.activation.operations).times(&elements);
        Cost { instructions, ..Cost::of_each(1, elements) }
    }

    fn storage(&self) -> Storage {
        Storage::InPlace
    }

    fn row_workspace(&self, _: &Site<'_>) -> Option<Size> {
        None
    }

    fn workspace(&self, _: &Site<'_>, _: &Size) -> Vec<Workspace> {
        Vec::new()
    }

    fn schedule(&self, _: &Site<'_>) -> Option<Schedule<'_>> {
        Some(Schedule::of(Work::InPlace))
    }

    fn fuse(&mut self, _: &Node, _: &Value) -> bool {
        false
    }

    fn step(&self, step: &mut Step<'_>) -> Result<Stepped, Why> {
        // Along the axis of time, with the others.
        if self.row.compare(&step.sequence().last()) != Comparison::Equal {
            return Err(Why::AllSteps);
        }
        Ok(step.each(self.clone()))
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let (row, activation) = (&self.row, self.activation.tokens());
        call.in_place(|values| mixed!(__nn::ops::activate(simd, #values, #row, #activation);))
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let (row, activation) = (&self.row, self.activation.tokens());
        mixed!(graph.activate_along(#row, #activation);)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        self.activation.interpret(at.reads[0], size(&self.row)?, at)
    }
}
