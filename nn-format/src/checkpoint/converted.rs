//! A tensor whose numbers stand in another order than the network's.

use crate::{Dtype, FormatError, Tensor};

/// No tensor that fits a layer has more axes.
const AXES: usize = 8;

/// A tensor in the network's order, which is made while it is read.
#[derive(Clone, Copy, Debug)]
pub struct Converted<'a> {
    pub(super) first: Tensor<'a>,
    second: Option<Tensor<'a>>,
    /// Whether two tensors are one after the other, and not added.
    is_stacked: bool,
    shape: [usize; AXES],
    axes: [Axis; AXES],
    rank: usize,
}

/// An axis of the network's: how far apart its places are in the file's tensor, and in which order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) size: usize,
    pub(super) stride: usize,
    pub(super) order: Order,
}

/// Where the file has a place of the network's.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    Same,
    /// A flattened tensor of so many channels, which the file has first.
    Channels(usize),
    /// Three gates of so many units: r z n for z r h.
    Gates(usize),
}

impl Axis {
    pub(super) fn new(size: usize, stride: usize) -> Self {
        Self { size, stride, order: Order::Same }
    }

    /// Of a vector that is flattened or will be unflattened, if it is one and has so many channels.
    pub(super) fn of_channels(self, channels: Option<usize>) -> Self {
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
    pub(super) fn new(first: Tensor<'a>, axes: impl IntoIterator<Item = Axis>) -> Option<Self> {
        let mut converted =
            Self { first, second: None, is_stacked: false, shape: [0; AXES], axes: [Axis::new(0, 0); AXES], rank: 0 };
        for axis in axes {
            *converted.axes.get_mut(converted.rank)? = axis;
            converted.shape[converted.rank] = axis.size;
            converted.rank += 1;
        }
        Some(converted)
    }

    /// The same with `second` after it, or added to it.
    pub(super) fn with(self, second: Tensor<'a>, is_stacked: bool) -> Self {
        Self { second: Some(second), is_stacked, ..self }
    }

    pub(super) fn axes(&self) -> &[Axis] {
        &self.axes[..self.rank]
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

    /// Writes all numbers to `out`.
    pub(super) fn copy<T>(&self, out: &mut [T], convert: impl Fn(f64) -> T) -> Result<(), FormatError> {
        let dtype = self.dtype();
        if !dtype.is_convertible() {
            return Err(FormatError::NotConvertible { dtype });
        }
        if self.elements() != out.len() {
            return Err(FormatError::LengthMismatch { expected: self.elements(), found: out.len() });
        }
        for (out, value) in out.iter_mut().zip(self.values()) {
            *out = convert(value);
        }
        Ok(())
    }

    /// Its numbers, the last axis fastest; none if they are no floats.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        let (last, outer) = self.axes().split_last().map_or((Axis::new(1, 0), &[][..]), |(a, b)| (*a, b));
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

/// The axes of a tensor as they are.
pub(super) struct Strides {
    axes: [Axis; AXES],
    rank: usize,
}

impl Strides {
    pub(super) fn get(&self) -> &[Axis] {
        &self.axes[..self.rank]
    }
}

pub(super) fn strides(tensor: &Tensor<'_>) -> Option<Strides> {
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

pub(super) fn plain<'a>(tensor: Tensor<'a>, axes: &Strides) -> Option<Converted<'a>> {
    Converted::new(tensor, axes.get().iter().copied())
}
