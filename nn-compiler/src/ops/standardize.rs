//! `(x - mean) / max(sqrt(variance), epsilon)`.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Approximate, Interpreted, Operands};
use crate::shape::Size;

/// Each a number for all, or an array with one for each of a row.
#[derive(Clone)]
pub(crate) struct Standardize {
    pub(crate) row: Size,
    pub(crate) mean: TokenStream,
    pub(crate) variance: TokenStream,
}

impl Operation for Standardize {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("mean", &self.mean).with("variance", &self.variance)
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
        let (row, mean, variance) = (self.row.argument(), &self.mean, &self.variance);
        call.in_place(|values| mixed!(__nn::ops::standardize::<__T, _, #row>(simd, #values, &#mean, &#variance);))
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let (mean, variance) = (&self.mean, &self.variance);
        mixed!(graph.standardize(&#mean, &#variance);)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let (mean, variance) = (at.literals(&self.mean)?, at.literals(&self.variance)?);
        let each = at.reads[0].iter().enumerate();
        Ok(each
            .map(|(index, &x)| {
                let deviation = Approximate::from(variance[index % variance.len()]).sqrt().max(1e-7.into());
                (x - mean[index % mean.len()]) / deviation
            })
            .collect())
    }
}
