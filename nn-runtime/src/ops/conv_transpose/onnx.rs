//! Its nodes.
#![allow(clippy::cast_possible_wrap, reason = "tensors have fewer than 2⁶³ numbers")]

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

use crate::onnx::Graph;
use crate::onnx::window::{attributes, space};
use crate::onnx::{Attribute, Data};
use crate::ops::Window;
use crate::ops::conv::onnx::transposed;
use crate::{Parameter, Scalar};

impl<T: Scalar> Graph<'_, T> {
    /// Each place spread over a window of what is made.
    pub fn conv_transpose(&mut self, windows: [Window; 3], kernel: &str, bias: Option<&str>) {
        let x = self.channels_first();
        let space = space(&windows, self.current.shape.len());
        let channels = self.current.channels();
        let taps: usize = space.iter().map(|window| window.kernel).product();

        let Parameter { name, values, .. } = self.parameter(kernel);
        let filters = values.len() / (taps * channels);
        let mut shape = vec![channels, filters];
        shape.extend(space.iter().map(|window| window.kernel));
        // The places go behind the filters, and these behind the channels.
        let kernel = transposed(values, taps, filters * channels);
        let by_channel = |channel: usize| (0..filters).map(move |filter| (filter * channels + channel) * taps);
        let rows = (0..channels).flat_map(by_channel);
        let kernel = rows.flat_map(|at| kernel[at..at + taps].iter().copied()).collect();
        let mut inputs = vec![x, self.constant(name, &shape, Data::Numbers(Cow::Owned(kernel)))];
        inputs.extend(bias.map(|bias| self.weights(bias)));

        // What is spread, from the first place to the last, and what is made of it.
        let spread = |window: &Window| (window.input - 1) * window.stride + (window.kernel - 1) * window.dilation + 1;
        let kept = |window: &Window| window.before + window.output;
        let edges: Vec<[usize; 2]> =
            space.iter().map(|window| [window.before, spread(window).saturating_sub(kept(window))]).collect();
        let mut attributes = attributes(space, &edges);
        let surplus = space.iter().map(|window| kept(window).saturating_sub(spread(window)) as i64);
        attributes.push(("output_padding", Attribute::Integers(surplus.collect())));
        self.current.value = self.principal("ConvTranspose", &inputs, &attributes);
        self.current.shape = space.iter().map(|window| window.output).chain([filters]).collect();
    }
}
