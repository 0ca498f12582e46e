//! Each pixel's number between its neighbours', in an image so many times as high and as wide.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
use crate::shape::{Shape, Size};

/// Of each dimension, how many pixels there are and how many each becomes.
#[derive(Clone)]
pub(crate) struct ResizeBilinear {
    pub(crate) channels: Size,
    pub(crate) height: [Size; 2],
    pub(crate) width: [Size; 2],
}

impl Operation for ResizeBilinear {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("height", &self.height[1]).with("width", &self.width[1])
    }

    fn output(&self, reads: &[&Value]) -> Value {
        let [height, width] = [&self.height, &self.width].map(|[size, times]| size.times(times));
        reads[0].like(Shape::new(vec![height, width, self.channels.clone()]))
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, site: &Site<'_>) -> Cost {
        // Between two rows, and two columns.
        Cost { row: self.channels.clone(), ..Cost::of_each(9, site.elements()) }
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
        Some(Schedule::of(Work::Interpolated))
    }

    fn fuse(&mut self, _: &Node, _: &Value) -> bool {
        false
    }

    fn step(&self, _: &mut Step<'_>) -> Result<Stepped, Why> {
        Err(Why::AllSteps)
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let (channels, source, target) = (&self.channels, call.read(0), call.write());
        let [height, width] = [&self.height, &self.width].map(|[size, times]| mixed!((#size, #times)));
        mixed!(__nn::ops::resize_bilinear(simd, rows, #channels, #height, #width, #source, #target);)
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let ([_, height], [_, width]) = (&self.height, &self.width);
        mixed!(graph.resize_bilinear(#height, #width);)
    }
}
