//! One tensor of ours, made of one or two of PyTorch's.

use super::Misfit;
use super::names::{Module, Variable};
use super::order::State;
use crate::{Dtype, Layout, Size, Tensor};

/// No tensor that fits a layer has more axes.
const AXES: usize = 8;

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

/// A tensor in the order of ours, which is made while it is read.
#[derive(Clone, Copy, Debug)]
pub struct Converted<'a> {
    first: Tensor<'a>,
    second: Option<Tensor<'a>>,
    /// Whether two tensors are one after the other, and not added.
    is_stacked: bool,
    shape: [usize; AXES],
    axes: [Axis; AXES],
    rank: usize,
}

/// An axis of ours: how far apart its places are in PyTorch's tensor, and in which order.
#[derive(Clone, Copy, Debug)]
struct Axis {
    size: usize,
    stride: usize,
    order: Order,
}

/// Where PyTorch has a place of ours.
#[derive(Clone, Copy, Debug)]
enum Order {
    Same,
    /// A flattened tensor of so many channels, which PyTorch has first.
    Channels(usize),
    /// Three gates of so many units: r z n for z r h.
    Gates(usize),
}

impl Axis {
    fn new(size: usize, stride: usize) -> Self {
        Self { size, stride, order: Order::Same }
    }

    /// Of a vector that is flattened or will be unflattened, if it is one and has so many channels.
    fn of_channels(self, channels: Option<usize>) -> Self {
        match channels.filter(|&channels| channels > 0 && self.size.is_multiple_of(channels)) {
            Some(channels) => Self { order: Order::Channels(channels), ..self },
            None => self,
        }
    }

    fn offset(&self, place: usize) -> usize {
        let place = match self.order {
            Order::Same => place,
            Order::Channels(channels) => place % channels * (self.size / channels) + place / channels,
            Order::Gates(units) if place < units => place + units,
            Order::Gates(units) if place < 2 * units => place - units,
            Order::Gates(_) => place,
        };
        place * self.stride
    }
}

impl<'a> Converted<'a> {
    fn new(first: Tensor<'a>, axes: impl IntoIterator<Item = Axis>) -> Option<Self> {
        let mut converted =
            Self { first, second: None, is_stacked: false, shape: [0; AXES], axes: [Axis::new(0, 0); AXES], rank: 0 };
        for axis in axes {
            *converted.axes.get_mut(converted.rank)? = axis;
            converted.shape[converted.rank] = axis.size;
            converted.rank += 1;
        }
        Some(converted)
    }

    /// The sizes of its axes.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape[..self.rank]
    }

    /// How many numbers it has.
    #[must_use]
    pub fn elements(&self) -> usize {
        // What isn't empty has no more numbers than the file, or than the network takes.
        if self.shape().contains(&0) { 0 } else { self.shape().iter().product() }
    }

    /// The type of its numbers; if it is made of two, one that is no float if either is.
    #[must_use]
    pub fn dtype(&self) -> Dtype {
        self.tensors().map(|tensor| tensor.dtype).find(|dtype| !dtype.is_convertible()).unwrap_or(self.first.dtype)
    }

    /// The tensors of the file that it is made of.
    pub fn tensors(&self) -> impl Iterator<Item = Tensor<'a>> + use<'a> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// Its numbers, the last axis fastest; none if they are no floats.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        let (last, outer) = self.axes[..self.rank].split_last().map_or((Axis::new(1, 0), &[][..]), |(a, b)| (*a, b));
        let rows = self.elements().checked_div(last.size).unwrap_or(0);
        (0..rows).flat_map(move |row| {
            let mut rest = row;
            let mut base = 0;
            for axis in outer.iter().rev() {
                base += axis.offset(rest % axis.size);
                rest /= axis.size;
            }
            let (first, second) = match self.second {
                Some(second) if self.is_stacked && row > 0 => (second, None),
                Some(second) if !self.is_stacked => (self.first, Some(second)),
                _ => (self.first, None),
            };
            (0..last.size).map_while(move |place| {
                let at = base + last.offset(place);
                let value = first.value_at(at)?;
                Some(value + second.map_or(Some(0.0), |second| second.value_at(at))?)
            })
        })
    }
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
        let (Some([inputs, outputs]), [.., channels, multiplier]) =
            (converted.axes[..converted.rank].last_chunk().copied(), expected)
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
        let sizes = converted.axes[..converted.rank - 2].iter().copied();
        let each =
            [Axis::new(channels, outputs.stride.saturating_mul(multiplier)), Axis::new(multiplier, outputs.stride)];
        Converted::new(converted.first, sizes.chain(each))
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
        let converted = Converted::new(input, pair.into_iter().chain([axis]))?;
        Some(Converted { second: Some(hidden), is_stacked, ..converted })
    }
}

/// The axes of a tensor as they are.
struct Strides {
    axes: [Axis; AXES],
    rank: usize,
}

impl Strides {
    fn get(&self) -> &[Axis] {
        &self.axes[..self.rank]
    }
}

fn strides(tensor: &Tensor<'_>) -> Option<Strides> {
    let rank = tensor.shape.rank();
    let mut axes = [Axis::new(1, 1); AXES];
    for (axis, size) in axes.get_mut(..rank)?.iter_mut().zip(tensor.shape) {
        axis.size = size;
    }
    let mut stride = 1_usize;
    for axis in axes[..rank].iter_mut().rev() {
        axis.stride = stride;
        stride = stride.saturating_mul(axis.size);
    }
    Some(Strides { axes, rank })
}

fn plain<'a>(tensor: Tensor<'a>, axes: &Strides) -> Option<Converted<'a>> {
    Converted::new(tensor, axes.get().iter().copied())
}
