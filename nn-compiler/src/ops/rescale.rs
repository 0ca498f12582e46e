//! `x * scale + offset`.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands};
use crate::shape::Size;

/// Each a number for all, or an array with one for each of a row.
#[derive(Clone)]
pub(crate) struct Rescale {
    pub(crate) row: Size,
    pub(crate) scale: TokenStream,
    pub(crate) offset: TokenStream,
}

impl Operation for Rescale {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("scale", &self.scale).with("offset", &self.offset)
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
        Cost::of_each(2, site.elements())
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
        let (row, scale, offset) = (self.row.argument(), &self.scale, &self.offset);
        call.in_place(|values| mixed!(__nn::ops::rescale::<__T, _, #row>(simd, #values, &#scale, &#offset);))
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let (scale, offset) = (&self.scale, &self.offset);
        mixed!(graph.rescale(&#scale, &#offset);)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let (scale, offset) = (at.literals(&self.scale)?, at.literals(&self.offset)?);
        let each = at.reads[0].iter().enumerate();
        Ok(each.map(|(index, &x)| x * scale[index % scale.len()] + offset[index % offset.len()]).collect())
    }
}
