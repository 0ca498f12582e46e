//! One tensor of two, number by number.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands};
use crate::shape::Size;

/// Two tensors of one shape.
#[derive(Clone)]
pub(crate) struct Elementwise {
    pub(crate) how: Merge,
}

/// What is made of two numbers; each is a struct of nn-runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Merge {
    Sum,
    Multiply,
    Average,
}

impl Merge {
    /// As diagrams show it.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Sum => "+",
            Self::Multiply => "×",
            Self::Average => "mean",
        }
    }
}

impl Operation for Elementwise {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("how", format!("{:?}", self.how))
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
        let flops = match self.how {
            Merge::Sum | Merge::Multiply => 1,
            Merge::Average => 2,
        };
        Cost::of_each(flops, site.elements())
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
        Some(Schedule::of(Work::Merged))
    }

    fn fuse(&mut self, _: &Node, _: &Value) -> bool {
        false
    }

    fn step(&self, step: &mut Step<'_>) -> Result<Stepped, Why> {
        Ok(step.each(self.clone()))
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let how = match self.how {
            Merge::Sum => mixed!(Sum),
            Merge::Multiply => mixed!(Multiply),
            Merge::Average => mixed!(Average),
        };
        call.over_either(|values, other| mixed!(__nn::ops::elementwise(simd, __nn::ops::#how, #values, #other);))
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        match self.how {
            Merge::Sum => mixed!(graph.elementwise("Add");),
            Merge::Multiply => mixed!(graph.elementwise("Mul");),
            Merge::Average => mixed!(graph.average();),
        }
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let pairs = at.reads[0].iter().zip(at.reads[1]);
        Ok(match self.how {
            Merge::Sum => pairs.map(|(&a, &b)| a + b).collect(),
            Merge::Multiply => pairs.map(|(&a, &b)| a * b).collect(),
            Merge::Average => pairs.map(|(&a, &b)| (a + b) * 0.5).collect(),
        })
    }
}
