//! Each pixel's number between its neighbours', in an image so many times as high and as wide.

use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands, dot, size};
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

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let [height, width] = [&self.height, &self.width].map(|[input, times]| Ok((size(input)?, size(times)?)));
        let (height, width, channels) = (height?, width?, at.widths[0]);
        // The two places that an output's middle lies between, and the parts that each has in it.
        let between = |index: usize, (size, times): (usize, usize)| {
            let middle = ((index as f64 + 0.5) / times as f64 - 0.5).clamp(0.0, (size - 1) as f64);
            let first = (0..size).rev().find(|place| *place as f64 <= middle).unwrap_or(0);
            let part = middle - first as f64;
            [(first, 1.0 - part), ((first + 1).min(size - 1), part)]
        };
        let mut made = Vec::new();
        for y in 0..height.0 * height.1 {
            for x in 0..width.0 * width.1 {
                made.extend((0..channels).map(|channel| {
                    let corners = between(y, height).map(|above| between(x, width).map(|left| (above, left)));
                    dot(
                        0.0,
                        corners.into_iter().flatten().map(|((row, down), (column, across))| {
                            (at.reads[0][(row * width.0 + column) * channels + channel], down * across)
                        }),
                    )
                }));
            }
        }
        Ok(made)
    }
}
