//! A penalty on what a layer makes, which is added to the loss while training.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Workspace};
use crate::function::Function;
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands};
use crate::shape::Size;

/// The regularizer of what it reads, of which Keras takes the mean over a batch.
#[derive(Clone)]
pub(crate) struct ActivityRegularize {
    pub(crate) regularizer: Function,
}

impl Operation for ActivityRegularize {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("regularizer", &self.regularizer)
    }

    fn output(&self, reads: &[&Value]) -> Value {
        reads[0].clone()
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        true
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
        Ok(step.each(self.clone()))
    }

    fn forward(&self, _: &Call<'_>) -> TokenStream {
        TokenStream::new()
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        TokenStream::new()
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        Ok(at.reads[0].to_vec())
    }
}
