//! One tensor of ours, made of one or two of PyTorch's.

use super::super::Misfit;
use super::super::converted::{Axis, Converted, Order, plain, strides};
use super::names::{Module, Variable};
use super::order::State;
use crate::{Layout, Size, Tensor};

/// The tensors of one module, and what the network knows of its layer.
pub(super) struct Part<'a> {
    pub(super) module: Module<'a>,
    /// What the layer takes the axes of its input for.
    pub(super) layout: Layout,
    /// How many axes its input has.
    pub(super) rank: usize,
    /// The order of the vector that the layer takes, and of that which it makes.
    pub(super) before: State,
    pub(super) after: State,
}

impl<'a> Part<'a> {
    fn find(&self, variable: Variable) -> Option<Tensor<'a>> {
        self.module.get(variable)
    }

    /// The tensor that the network calls `name`, which is to have this shape.
    pub(super) fn tensor<D: Size>(&self, name: &str, expected: &[D]) -> Result<Converted<'a>, Misfit> {
        let is_recurrent = self.find(Variable::InputWeight).is_some();
        let (before, after) = (|| self.before.order(), || self.after.order());
        let converted = match name {
            "kernel" if is_recurrent => self.gates(Variable::InputWeight),
            "recurrent_kernel" => self.gates(Variable::HiddenWeight),
            "bias" if is_recurrent => self.gate_biases(),
            "kernel" if self.layout == Layout::Dense => self.dense(before()?, after()?),
            "kernel" if self.layout == Layout::Depthwise => self.depthwise(expected),
            "depthwise_kernel" => self.depthwise(expected),
            "kernel" | "pointwise_kernel" => self.kernel(),
            "embeddings" => self.find(Variable::Weight).and_then(|tensor| plain(tensor, &strides(&tensor)?)),
            "bias" if self.layout == Layout::Dense => self.vector(Variable::Bias, after()?, expected),
            "bias" => self.vector(Variable::Bias, None, expected),
            "gamma" | "scale" => self.vector(Variable::Weight, before()?, expected),
            "alpha" => self.slopes(before()?, expected),
            "beta" => self.vector(Variable::Bias, before()?, expected),
            "moving_mean" => self.vector(Variable::Mean, before()?, expected),
            "moving_variance" => self.vector(Variable::Variance, before()?, expected),
            _ => None,
        };
        converted.ok_or(Misfit::Missing)
    }

    /// [outputs, inputs] as [inputs, outputs].
    fn dense(&self, before: Option<usize>, after: Option<usize>) -> Option<Converted<'a>> {
        let tensor = self.find(Variable::Weight)?;
        let mut sizes = tensor.shape.iter();
        let (Some(outputs), Some(inputs), None) = (sizes.next(), sizes.next(), sizes.next()) else {
            return plain(tensor, &strides(&tensor)?);
        };
        let axes = [Axis::new(inputs, 1).of_channels(before), Axis::new(outputs, inputs).of_channels(after)];
        Converted::new(tensor, axes)
    }

    /// [outputs, inputs, sizes..] as [sizes.., inputs, outputs].
    fn kernel(&self) -> Option<Converted<'a>> {
        let tensor = self.find(Variable::Weight)?;
        let axes = strides(&tensor)?;
        match axes.get() {
            [outputs, inputs, sizes @ ..] => Converted::new(tensor, sizes.iter().chain([inputs, outputs]).copied()),
            axes => Converted::new(tensor, axes.iter().copied()),
        }
    }

    /// [channels × multiplier, 1, sizes..] as [sizes.., channels, multiplier].
    fn depthwise<D: Size>(&self, expected: &[D]) -> Option<Converted<'a>> {
        let converted = self.kernel()?;
        let (Some((sizes, [inputs, outputs])), [.., channels, multiplier]) =
            (converted.axes().split_last_chunk(), expected)
        else {
            return Some(converted);
        };
        // Of sizes that only rustc knows the one that is follows from the other.
        let (channels, multiplier) = match (channels.known(), multiplier.known()) {
            (Some(channels), Some(multiplier)) => (channels, multiplier),
            (Some(channels), None) => (channels, outputs.size.checked_div(channels)?),
            (None, Some(multiplier)) => (outputs.size.checked_div(multiplier)?, multiplier),
            (None, None) => return Some(converted),
        };
        if inputs.size != 1 || channels.checked_mul(multiplier) != Some(outputs.size) {
            return Some(converted);
        }
        let each =
            [Axis::new(channels, outputs.stride.saturating_mul(multiplier)), Axis::new(multiplier, outputs.stride)];
        Converted::new(converted.first, sizes.iter().copied().chain(each))
    }

    /// As [`vector`](Self::vector), where PyTorch may have one number for all, and none for each place.
    fn slopes<D: Size>(&self, channels: Option<usize>, expected: &[D]) -> Option<Converted<'a>> {
        self.spread(Variable::Weight, channels, expected, true)
    }

    /// One number for each channel, however many axes of one place stand before that; or one for each number of a tensor,
    /// whose channels PyTorch has first.
    fn vector<D: Size>(&self, variable: Variable, channels: Option<usize>, expected: &[D]) -> Option<Converted<'a>> {
        self.spread(variable, channels, expected, false)
    }

    /// The same; `is_shared` where places may have one number for all of them, and channels too.
    fn spread<D: Size>(
        &self,
        variable: Variable,
        channels: Option<usize>,
        expected: &[D],
        is_shared: bool,
    ) -> Option<Converted<'a>> {
        let tensor = self.find(variable)?;
        let axes = strides(&tensor)?;
        let axis = match axes.get() {
            [axis] => axis,
            [channels, places @ ..] if self.before.has_channels && expected.len() == self.rank => {
                return Converted::new(tensor, places.iter().chain([channels]).copied());
            }
            _ => return plain(tensor, &axes),
        };
        let last = expected.last().and_then(Size::known);
        let shared = is_shared && axis.size == 1;
        if !shared && last.is_some_and(|last| last != axis.size) {
            return Converted::new(tensor, [*axis]);
        }
        let outer = expected.iter().rev().skip(1).rev();
        // Axes of places have one number for all of them.
        let is_known = outer.clone().all(|size| size.known().is_some_and(|size| size == 1 || is_shared));
        if !is_known || (shared && last.is_none()) {
            return Converted::new(tensor, [*axis]);
        }
        let outer = outer.map(|size| Axis::new(size.known().unwrap_or(1), 0));
        let axis = if shared { Axis::new(last.unwrap_or(1), 0) } else { axis.of_channels(channels) };
        Converted::new(tensor, outer.chain([axis]))
    }

    /// How many gates there are, and how many units each has.
    fn count(&self) -> Option<(usize, usize)> {
        let mut sizes = self.find(Variable::HiddenWeight)?.shape.iter();
        let (Some(rows), Some(units), None) = (sizes.next(), sizes.next(), sizes.next()) else { return None };
        (rows > 0 && units > 0 && rows.is_multiple_of(units)).then_some((rows / units, units))
    }

    /// Of three gates the first two have changed places.
    fn order(gates: usize, units: usize) -> Order {
        if gates == 3 { Order::Gates(units) } else { Order::Same }
    }

    /// [gates × units, inputs] as [inputs, gates × units].
    fn gates(&self, variable: Variable) -> Option<Converted<'a>> {
        let (tensor, (gates, units)) = (self.find(variable)?, self.count()?);
        let axes = strides(&tensor)?;
        let &[rows, inputs] = axes.get() else { return plain(tensor, &axes) };
        let order = if rows.size == gates * units { Self::order(gates, units) } else { Order::Same };
        Converted::new(tensor, [inputs, Axis { order, ..rows }])
    }

    /// Two biases: of three gates both are kept, [2, gates × units], and otherwise their sum is all that counts.
    fn gate_biases(&self) -> Option<Converted<'a>> {
        let (input, hidden) = (self.find(Variable::InputBias)?, self.find(Variable::HiddenBias)?);
        let (gates, units) = self.count()?;
        let size = gates * units;
        if input.shape != [size] || hidden.shape != [size] {
            return plain(input, &strides(&input)?);
        }
        let axis = Axis { order: Self::order(gates, units), ..Axis::new(size, 1) };
        let is_stacked = gates == 3;
        let pair = is_stacked.then_some(Axis::new(2, 0));
        Some(Converted::new(input, pair.into_iter().chain([axis]))?.with(hidden, is_stacked))
    }
}
