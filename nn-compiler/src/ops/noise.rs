//! What changes numbers at random while training, and passes them on in a forward pass.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Workspace};
use crate::graph::{Element, Node, Value};
use crate::model::Number;
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands};
use crate::shape::Size;

/// A layer that regularizes by noise.
#[derive(Clone)]
pub(crate) struct Noise {
    pub(crate) kind: NoiseKind,
    /// The part that is dropped, or the standard deviation.
    pub(crate) strength: Number,
}

/// What becomes of a number `x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoiseKind {
    /// 0, or `x / (1 - rate)`.
    Dropout,
    /// The same of whole channels.
    SpatialDropout,
    /// As `Dropout`, with what keeps mean and variance after a `selu`.
    AlphaDropout,
    /// `x` times a number around 1, of standard deviation `sqrt(rate / (1 - rate))`.
    GaussianDropout,
    /// `x` plus a number around 0.
    GaussianNoise,
}

impl Operation for Noise {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("kind", format!("{:?}", self.kind)).with("strength", &self.strength)
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
