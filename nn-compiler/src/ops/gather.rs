//! The vector of each index.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Approximate, Interpreted, Operands, size};
use crate::shape::{Shape, Size};

/// For each index a row of `dim` numbers of the parameter `embeddings`.
#[derive(Clone)]
pub(crate) struct Gather {
    pub(crate) dim: Size,
}

impl Operation for Gather {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("dim", &self.dim)
    }

    fn output(&self, reads: &[&Value]) -> Value {
        reads[0].like(Shape::new(reads[0].shape.axes().iter().cloned().chain([self.dim.clone()]).collect()))
    }

    fn element(&self) -> Element {
        Element::Index
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, site: &Site<'_>) -> Cost {
        Cost { instructions: site.elements(), row: self.dim.clone(), ..Cost::none() }
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
        Some(Schedule::of(Work::Moved))
    }

    fn fuse(&mut self, _: &Node, _: &Value) -> bool {
        false
    }

    fn step(&self, step: &mut Step<'_>) -> Result<Stepped, Why> {
        Ok(step.each(self.clone()))
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let (indices, embeddings) = (call.site().inputs(), call.param("embeddings"));
        let (source, target) = (call.read(0), call.write());
        mixed!(__nn::ops::gather(rows, #indices, #source, &#embeddings, #target);)
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        mixed!(graph.gather();)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let (embeddings, dim) = (at.param("embeddings")?, size(&self.dim)?);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "indices are whole and not negative"
        )]
        let vector = |index: &Approximate| match embeddings.chunks(dim).nth(index.value as usize) {
            Some(vector) => vector.to_vec(),
            // As in Keras with JAX.
            None => vec![f64::NAN; dim],
        };
        Ok(at.reads[0].iter().flat_map(vector).map(Approximate::from).collect())
    }
}
