//! Tensors beside each other, along the last axis.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands};
use crate::shape::{Shape, Size};

/// Any number of tensors that differ in their last axis at most.
#[derive(Clone)]
pub(crate) struct Concat;

/// How many numbers there are before the last axis.
fn outer(shape: &Shape) -> Size {
    let axes = shape.axes();
    axes[..axes.len() - 1].iter().fold(Size::Known(1), |product, axis| product.times(axis))
}

impl Operation for Concat {
    fn attributes(&self) -> Attributes {
        Attributes::new()
    }

    fn output(&self, reads: &[&Value]) -> Value {
        let total = reads.iter().fold(Size::Known(0), |sum, read| sum.plus(&read.shape.last()));
        let mut axes = reads[0].shape.axes().to_vec();
        axes.pop();
        axes.push(total);
        reads[0].like(Shape::new(axes))
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, site: &Site<'_>) -> Cost {
        let widths = || site.reads.iter().map(|read| read.shape.last());
        let lines = outer(&site.writes.shape);
        Cost {
            instructions: widths().fold(Size::Known(0), |sum, width| sum.plus(&lines.times(&width))),
            row: widths().fold(Size::Known(0), |longest, width| longest.max(&width)),
            ..Cost::none()
        }
    }

    fn storage(&self) -> Storage {
        Storage::Parts
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
        // The steps are what is joined, if there is no other axis.
        if step.sequence().axes().len() > 1 { Ok(step.each(self.clone())) } else { Err(Why::AllSteps) }
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let (site, source, target) = (call.site(), call.read(0), call.write());
        let widths = || site.reads.iter().map(|read| read.shape.last());
        let at = widths().take(call.part).fold(Size::Known(0), |at, width| at.plus(&width));
        let (width, total) = (widths().nth(call.part).unwrap_or(Size::Known(0)), site.writes.shape.last());
        let lines = outer(&site.writes.shape);
        mixed!(__nn::ops::concat(simd, rows, #lines, (#at, #width, #total), #source, #target);)
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        mixed!(graph.concat();)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let lines = at.reads[0].len() / at.widths[0].max(1);
        let line =
            |line: usize| at.reads.iter().zip(&at.widths).flat_map(move |(x, &width)| &x[line * width..][..width]);
        Ok((0..lines).flat_map(line).copied().collect())
    }
}
