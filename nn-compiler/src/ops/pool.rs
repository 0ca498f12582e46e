//! The largest number or the mean of each window, channel by channel.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Window, Work, Workspace, space};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Approximate, Interpreted, Operands, sum};
use crate::shape::Size;

/// On three dimensions of space, of which the outer ones may have one place.
#[derive(Clone)]
pub(crate) struct Pool {
    pub(crate) pooling: Pooling,
    pub(crate) windows: [Window; 3],
}

/// What is made of a window's numbers; each is a struct of nn-runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pooling {
    Max,
    Mean,
}

impl Operation for Pool {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("pooling", format!("{:?}", self.pooling)).with_windows(&self.windows)
    }

    fn output(&self, reads: &[&Value]) -> Value {
        space::output(&self.windows, reads[0], &reads[0].shape.last())
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, site: &Site<'_>) -> Cost {
        // Each place of each window is added or compared.
        let flops = self.windows.iter().fold(site.elements(), |flops, window| flops.times(&window.kernel));
        Cost { flops, instructions: Size::Known(0), row: site.reads[0].shape.last() }
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
        Some(Schedule::of(Work::Pooled))
    }

    fn fuse(&mut self, _: &Node, _: &Value) -> bool {
        false
    }

    fn step(&self, _: &mut Step<'_>) -> Result<Stepped, Why> {
        Err(Why::AllSteps)
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let pooling = match self.pooling {
            Pooling::Max => mixed!(Max),
            Pooling::Mean => mixed!(Mean),
        };
        let (windows, channels) = (space::array(&self.windows), call.site().reads[0].shape.last());
        let (source, target) = (call.read(0), call.write());
        mixed!(__nn::ops::pool(simd, rows, __nn::ops::#pooling, #channels, #windows, #source, #target);)
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let operators = match self.pooling {
            Pooling::Max => ["MaxPool", "GlobalMaxPool"],
            Pooling::Mean => ["AveragePool", "GlobalAveragePool"],
        };
        let windows = space::array(&self.windows);
        mixed!(graph.pool([#(#operators),*], #windows);)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        self.pooled(at.reads[0], at.widths[0])
    }
}

#[cfg(feature = "reference")]
impl Pool {
    /// What it makes of an image with so many channels: NaN where there is one, and what is beyond the edges is not counted.
    pub(super) fn pooled(&self, x: &[Approximate], channels: usize) -> Interpreted {
        let windows = space::numbers(&self.windows)?;
        let pool = |seen: &[(usize, usize)], channel: usize| {
            let numbers = seen.iter().map(|(_, place)| x[place * channels + channel]);
            match self.pooling {
                Pooling::Max => numbers.fold(f64::NEG_INFINITY.into(), Approximate::max),
                Pooling::Mean => sum(numbers) * (1.0 / seen.len() as f64),
            }
        };
        let places = (0..space::outputs(&windows)).map(|place| space::seen(&windows, place));
        Ok(places.flat_map(|seen| (0..channels).map(move |channel| pool(&seen, channel))).collect())
    }
}
