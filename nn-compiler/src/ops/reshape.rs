//! The same numbers in a tensor of another shape: nothing is computed.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands};
use crate::shape::{Comparison, Shape, Size};

/// A view of a tensor.
#[derive(Clone)]
pub(crate) struct Reshape {
    pub(crate) shape: Shape,
    pub(crate) rows: Rows,
}

/// What becomes of the rows.
#[derive(Clone)]
pub(crate) enum Rows {
    Same,
    /// The first axis, of so many steps, becomes rows: each step is taken by itself.
    Split(Size),
    /// So many rows are left: the steps become the first axis again.
    Merged(Size),
}

impl Operation for Reshape {
    fn attributes(&self) -> Attributes {
        Attributes::new()
    }

    fn output(&self, reads: &[&Value]) -> Value {
        let rows = match &self.rows {
            Rows::Same => reads[0].rows.clone(),
            Rows::Split(steps) => reads[0].rows.times(steps),
            Rows::Merged(rows) => rows.clone(),
        };
        Value { shape: self.shape.clone(), rows, element: reads[0].element }
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, _: &Site<'_>) -> Cost {
        Cost::none()
    }

    fn storage(&self) -> Storage {
        Storage::View
    }

    fn row_workspace(&self, _: &Site<'_>) -> Option<Size> {
        None
    }

    fn workspace(&self, _: &Site<'_>, _: &Size) -> Vec<Workspace> {
        Vec::new()
    }

    fn schedule(&self, _: &Site<'_>) -> Option<Schedule<'_>> {
        None
    }

    fn fuse(&mut self, _: &Node, _: &Value) -> bool {
        false
    }

    fn step(&self, step: &mut Step<'_>) -> Result<Stepped, Why> {
        if matches!(self.rows, Rows::Split(_)) {
            return Ok(step.split());
        }
        // The steps must still be the first axis, and each have numbers.
        let (before, after) = (step.sequence().axes(), self.shape.axes());
        let keeps_steps = before.iter().zip(after).take(1).all(|(a, b)| a.compare(b) == Comparison::Equal);
        if after.len() < 2 || !keeps_steps {
            return Err(Why::AllSteps);
        }
        let shape = Shape::new(after[1..].to_vec());
        Ok(step.each(Self { shape, rows: Rows::Same }))
    }

    fn forward(&self, _: &Call<'_>) -> TokenStream {
        TokenStream::new()
    }

    fn onnx(&self, site: &Site<'_>) -> TokenStream {
        let (axes, rows) = (self.shape.axes(), &site.writes.rows);
        match self.rows {
            Rows::Same => mixed!(graph.reshape(&[#(#axes),*]);),
            Rows::Split(_) | Rows::Merged(_) => mixed!(graph.regroup(&[#(#axes),*], #rows);),
        }
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        Ok(at.reads[0].to_vec())
    }
}
