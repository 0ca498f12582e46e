//! Its nodes.
#![allow(clippy::cast_possible_wrap, reason = "tensors have fewer than 2⁶³ numbers")]

use alloc::vec;
use alloc::vec::Vec;

use crate::Scalar;
use crate::onnx::Attribute;
use crate::onnx::{Graph, Value};
use crate::ops::Axis;

impl<T: Scalar> Graph<'_, T> {
    /// The numbers in other places, and zeros: each axis is taken from its place, cut, repeated, and padded.
    pub fn strided_copy(&mut self, axes: &[Axis]) {
        let order = self.order(axes);
        if !order.is_sorted() {
            self.channels_last();
            self.transpose([0].into_iter().chain(order.iter().map(|axis| axis + 1)));
        }
        self.current.shape = axes.iter().map(|axis| axis.input).collect();
        self.cut(axes);
        self.repeat(axes);
        self.pad(axes);
        self.current.shape = axes.iter().map(|axis| axis.size).collect();
    }

    /// Gives the current tensor the axes that these axes are taken from, and tells which of them each is taken from.
    fn order(&mut self, axes: &[Axis]) -> Vec<usize> {
        let mut from: Vec<usize> = (0..axes.len()).collect();
        from.sort_by_key(|&axis| core::cmp::Reverse(axes[axis].stride));
        let input: Vec<usize> = from.iter().map(|&axis| axes[axis].input).collect();
        self.reshape(&input);
        let mut order = vec![0; axes.len()];
        from.iter().enumerate().for_each(|(place, &axis)| order[axis] = place);
        order
    }

    /// Leaves out what is skipped, and what is behind the end.
    fn cut(&mut self, axes: &[Axis]) {
        let bounds = axes.iter().map(|axis| (axis, axis.skip, axis.input.min(axis.skip + kept(axis))));
        let cut: Vec<_> =
            bounds.enumerate().filter(|(_, (axis, start, end))| (*start, *end) != (0, axis.input)).collect();
        if cut.is_empty() {
            return;
        }
        let starts = cut.iter().map(|(_, (_, start, _))| *start as i64).collect::<Vec<_>>();
        let ends = cut.iter().map(|(_, (_, _, end))| *end as i64).collect::<Vec<_>>();
        let places = cut.iter().map(|(index, _)| self.current.axis(*index) as i64).collect::<Vec<_>>();
        let inputs = [self.current.value, self.integers(&starts), self.integers(&ends), self.integers(&places)];
        self.current.value = self.call("Slice", &inputs);
    }

    /// Repeats the numbers of each axis.
    fn repeat(&mut self, axes: &[Axis]) {
        if axes.iter().all(|axis| axis.repeat == 1) {
            return;
        }
        let mut repeats = vec![1; axes.len() + 1];
        axes.iter().enumerate().for_each(|(index, axis)| repeats[self.current.axis(index)] = axis.repeat);
        if axes.iter().all(|axis| axis.repeat == 1 || axis.input == 1) {
            let repeats: Vec<i64> = repeats.iter().map(|&repeat| repeat as i64).collect();
            let repeats = self.integers(&repeats);
            self.current.value = self.call("Expand", &[self.current.value, repeats]);
            return;
        }
        let is_image = matches!(axes, [_, _, channels] if channels.repeat == 1);
        if Self::IS_SINGLE && is_image {
            // As tools expect to find it, and have it only so.
            let x = self.channels_first();
            let scales = self.floats(&[1.0, 1.0, axes[0].repeat as f32, axes[1].repeat as f32]);
            let attributes = [
                ("mode", Attribute::Text("nearest")),
                ("coordinate_transformation_mode", Attribute::Text("asymmetric")),
                ("nearest_mode", Attribute::Text("floor")),
            ];
            self.current.value = self.principal("Resize", &[x, Value::NONE, scales], &attributes);
            return;
        }
        for (index, axis) in axes.iter().enumerate().filter(|(_, axis)| axis.repeat > 1) {
            let kept = axis.input.saturating_sub(axis.skip).min(kept(axis));
            let places: Vec<i64> = (0..kept * axis.repeat).map(|place| (place / axis.repeat) as i64).collect();
            let (places, axis) = (self.integers(&places), self.current.axis(index) as i64);
            self.current.value =
                self.node("Gather", &[self.current.value, places], &[("axis", Attribute::Integer(axis))]);
        }
    }

    /// Puts zeros around.
    fn pad(&mut self, axes: &[Axis]) {
        let edges = axes.iter().map(|axis| {
            let numbers = axis.input.saturating_sub(axis.skip) * axis.repeat;
            [axis.before, axis.size.saturating_sub(axis.before + numbers)]
        });
        let edges: Vec<_> = edges.collect();
        if edges.iter().all(|edges| *edges == [0, 0]) {
            return;
        }
        let rank = axes.len() + 1;
        let mut pads = vec![0; 2 * rank];
        for (index, [before, after]) in edges.iter().enumerate() {
            let place = self.current.axis(index);
            (pads[place], pads[rank + place]) = (*before as i64, *after as i64);
        }
        let pads = self.integers(&pads);
        self.current.value = self.call("Pad", &[self.current.value, pads]);
    }
}

/// How many of the input's numbers there is room for.
fn kept(axis: &Axis) -> usize {
    axis.size.saturating_sub(axis.before) / axis.repeat.max(1)
}
