use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

use super::super::graph::Graph;
use super::super::model::{Attribute, Data};
use super::window::{attributes, edges, space};
use crate::ops::Window;
use crate::{Parameter, Scalar};

impl<T: Scalar> Graph<'_, T> {
    /// Sums over windows and the channels of a group.
    pub fn conv(&mut self, windows: [Window; 3], groups: usize, kernel: &str, bias: Option<&str>) {
        let x = self.channels_first();
        let space = space(&windows, self.current.shape.len());
        let channels = self.current.channels() / groups;
        let taps: usize = space.iter().map(|window| window.kernel).product();

        let Parameter { name, values, .. } = self.parameter(kernel);
        let filters = values.len() / (taps * channels);
        let mut shape = vec![filters, channels];
        shape.extend(space.iter().map(|window| window.kernel));
        let kernel = transposed(values, taps * channels, filters);
        let kernel = transposed_blocks(&kernel, taps, channels);
        let mut inputs = vec![x, self.constant(name, &shape, Data::Numbers(Cow::Owned(kernel)))];
        inputs.extend(bias.map(|bias| self.weights(bias)));

        let edges: Vec<_> = space.iter().map(edges).collect();
        let mut attributes = attributes(space, &edges);
        if groups != 1 {
            attributes.push(("group", Attribute::Integer(groups as i64)));
        }
        self.current.value = self.principal("Conv", &inputs, &attributes);
        self.current.shape = space.iter().map(|window| window.output).chain([filters]).collect();
    }
}

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

/// A matrix of so many rows and columns, row by row, column by column.
fn transposed<T: Copy>(values: &[T], rows: usize, columns: usize) -> Vec<T> {
    (0..columns).flat_map(|column| (0..rows).map(move |row| values[row * columns + column])).collect()
}

/// Each of the matrices in a row, likewise.
fn transposed_blocks<T: Copy>(values: &[T], rows: usize, columns: usize) -> Vec<T> {
    values.chunks_exact((rows * columns).max(1)).flat_map(|block| transposed(block, rows, columns)).collect()
}
