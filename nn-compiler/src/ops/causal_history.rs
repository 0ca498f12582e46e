//! The inputs of the last steps of a sequence.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Error, Interpreted, Operands};
use crate::shape::{Shape, Size};

/// Those that the windows of a convolution see at this step, `dilation` apart, out of what is remembered from `state` on.
#[derive(Clone)]
pub(crate) struct CausalHistory {
    pub(crate) taps: Size,
    pub(crate) dilation: Size,
    pub(crate) state: Size,
}

impl Operation for CausalHistory {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("taps", &self.taps).with("dilation", &self.dilation)
    }

    fn output(&self, reads: &[&Value]) -> Value {
        reads[0].like(Shape::new(vec![self.taps.clone(), reads[0].shape.last()]))
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, site: &Site<'_>) -> Cost {
        Cost { instructions: site.elements(), row: site.inputs(), ..Cost::none() }
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

    fn step(&self, _: &mut Step<'_>) -> Result<Stepped, Why> {
        Err(Why::AllSteps)
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let (Self { taps, dilation, state }, channels) = (self, call.site().inputs());
        let (source, target) = (call.read(0), call.write());
        mixed!(__nn::ops::causal_history(position, [#taps, #dilation, #channels], &mut numbers[#state..], #source, #target);)
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        // A graph is of whole sequences.
        TokenStream::new()
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, _: &Operands<'_>) -> Interpreted {
        Err(Error::Step)
    }
}
