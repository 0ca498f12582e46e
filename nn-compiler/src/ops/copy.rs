//! The same numbers in another place.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands};
use crate::shape::Size;

/// What a network does that passes its input on.
#[derive(Clone)]
pub(crate) struct Copy;

impl Operation for Copy {
    fn attributes(&self) -> Attributes {
        Attributes::new()
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

    fn cost(&self, _: &Site<'_>) -> Cost {
        Cost::none()
    }

    fn storage(&self) -> Storage {
        Storage::Own
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

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        call.copy()
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        TokenStream::new()
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        Ok(at.reads[0].to_vec())
    }
}
