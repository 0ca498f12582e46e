//! `-x`.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands};
use crate::shape::Size;

#[derive(Clone)]
pub(crate) struct Negate;

impl Operation for Negate {
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

    fn cost(&self, site: &Site<'_>) -> Cost {
        Cost::of_each(1, site.elements())
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
        Ok(step.each(self.clone()))
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        call.in_place(|values| mixed!(__nn::ops::negate::negate(simd, #values);))
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        mixed!(graph.negate();)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        Ok(at.reads[0].iter().map(|&x| -x).collect())
    }
}
