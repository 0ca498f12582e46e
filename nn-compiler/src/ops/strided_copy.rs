//! The numbers of a tensor in other places, and zeros.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Approximate, Interpreted, Operands, size};
use crate::shape::{Shape, Size};

/// A tensor of this shape, whose numbers lie as `axes` say, which may be fewer.
#[derive(Clone)]
pub(crate) struct StridedCopy {
    pub(crate) axes: Vec<Axis>,
    pub(crate) shape: Shape,
}

/// An axis of a tensor that is made of another's numbers. At index `i` stands what the input has at
/// `(i - before) / repeat + skip` of an axis of its own, which has `input` places that are `stride` numbers apart; or 0,
/// where it has no such place.
#[derive(Clone)]
pub(crate) struct Axis {
    pub(crate) size: Size,
    pub(crate) input: Size,
    pub(crate) stride: Size,
    pub(crate) before: Size,
    pub(crate) skip: Size,
    pub(crate) repeat: Size,
}

impl Axis {
    fn tokens(&self) -> TokenStream {
        let Self { size, input, stride, before, skip, repeat } = self;
        mixed! {
            __nn::ops::Axis {
                size: #size, input: #input, stride: #stride, before: #before, skip: #skip, repeat: #repeat,
            }
        }
    }
}

impl StridedCopy {
    /// A tensor with these axes.
    pub(crate) fn new(axes: Vec<Axis>) -> Self {
        let shape = Shape::new(axes.iter().map(|axis| axis.size.clone()).collect());
        Self { axes, shape }
    }

    fn axes(&self) -> TokenStream {
        let axes = self.axes.iter().map(Axis::tokens);
        mixed!([#(#axes),*])
    }
}

impl Operation for StridedCopy {
    fn attributes(&self) -> Attributes {
        Attributes::new()
    }

    fn output(&self, reads: &[&Value]) -> Value {
        reads[0].like(self.shape.clone())
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, site: &Site<'_>) -> Cost {
        Cost { instructions: site.elements(), row: site.elements(), ..Cost::none() }
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
        let (axes, source, target) = (self.axes(), call.read(0), call.write());
        mixed!(__nn::ops::strided_copy(simd, rows, #axes, #source, #target);)
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let axes = self.axes();
        mixed!(graph.strided_copy(&#axes);)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let mut places = vec![Some(0)];
        for axis in &self.axes {
            let [count, input, stride, before, skip, repeat] =
                [&axis.size, &axis.input, &axis.stride, &axis.before, &axis.skip, &axis.repeat].map(size);
            let (count, input, stride, before, skip, repeat) = (count?, input?, stride?, before?, skip?, repeat?);
            let along = |index: usize| {
                let place = index.checked_sub(before)? / repeat + skip;
                (place < input).then_some(place * stride)
            };
            let outer = std::mem::take(&mut places);
            places =
                outer.iter().flat_map(|outer| (0..count).map(move |index| Some((*outer)? + along(index)?))).collect();
        }
        Ok(places.into_iter().map(|place| place.map_or(Approximate::from(0.0), |place| at.reads[0][place])).collect())
    }
}
