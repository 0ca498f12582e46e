//! A rectifier whose slopes are parameters.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Approximate, Interpreted, Operands, size};
use crate::shape::{Comparison, Size};

/// `x` where it is positive, and else `x * alpha`, with a parameter that has the axes that are not shared.
#[derive(Clone)]
pub(crate) struct Prelu {
    pub(crate) axes: Vec<SharedAxis>,
}

/// An axis of a tensor, and whether all its places share the numbers of another.
#[derive(Clone)]
pub(crate) struct SharedAxis {
    pub(crate) size: Size,
    pub(crate) is_shared: bool,
}

impl Operation for Prelu {
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
        let elements = step.shape().elements();
        let axis = match self.axes.as_slice() {
            // The steps share their slopes.
            [all] if all.is_shared => SharedAxis { size: elements, is_shared: true },
            [steps, own] if steps.is_shared && own.size.compare(&elements) == Comparison::Equal => own.clone(),
            _ => return Err(Why::AllSteps),
        };
        Ok(step.each(Self { axes: vec![axis] }))
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let axes = self.axes.iter().map(|SharedAxis { size, is_shared }| mixed!((#size, #is_shared)));
        let (axes, alpha) = (mixed!([#(#axes),*]), call.param("alpha"));
        call.in_place(|values| mixed!(__nn::ops::prelu(simd, #values, #axes, __nn::Tensor::flat(&#alpha));))
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        mixed!(graph.prelu();)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let alpha = at.param("alpha")?;
        let axes =
            self.axes.iter().map(|axis| Ok((size(&axis.size)?, axis.is_shared))).collect::<Result<Vec<_>, _>>()?;
        // The slope of a number: its place among the axes that are not shared.
        let slope = |index: usize| {
            let (mut rest, mut stride, mut place) = (index, 1, 0);
            for &(size, is_shared) in axes.iter().rev() {
                if !is_shared {
                    place += rest % size * stride;
                    stride *= size;
                }
                rest /= size;
            }
            alpha[place]
        };
        let positive = |x: f64| if x.is_nan() { x } else { x.max(0.0) };
        let rectified = |x: Approximate| x.map(at.epsilon, positive);
        let each = at.reads[0].iter().enumerate();
        Ok(each.map(|(index, &x)| rectified(x) - rectified(-x) * slope(index)).collect())
    }
}
