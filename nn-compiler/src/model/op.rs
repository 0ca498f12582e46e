//! What layers lower to.

use proc_macro2::TokenStream;

use super::Number;
use crate::shape::{Shape, Size};

/// An activation of nn-runtime with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Activation {
    /// The struct's name in `nn_runtime::activation`: `LeakyRelu`.
    pub(crate) name: &'static str,
    pub(crate) fields: Vec<(&'static str, Number)>,
    /// How it reads: `leaky_relu(0.1)`; nothing for the identity.
    pub(crate) text: String,
    /// About how many instructions it takes for each number.
    pub(crate) operations: usize,
}

impl Activation {
    /// The identity.
    pub(crate) fn linear() -> Self {
        Self { name: "Linear", fields: Vec::new(), text: String::new(), operations: 0 }
    }

    pub(crate) fn is_linear(&self) -> bool {
        self.name == "Linear"
    }

    /// Whether it is known to fall nowhere, and to make NaN of nothing else: then the largest of its numbers is that of the
    /// largest.
    pub(crate) fn rises(&self) -> bool {
        const RISING: &[&str] = &[
            "Linear",
            "Relu",
            "Relu6",
            "Selu",
            "Sigmoid",
            "HardSigmoid",
            "Tanh",
            "HardTanh",
            "Softplus",
            "Exponential",
        ];
        self.fields.is_empty() && RISING.contains(&self.name)
    }
}

/// What is computed. An op reads one tensor and writes one; a layer is any number of them, in a row.
#[derive(Clone)]
pub(crate) enum Op {
    /// `activation(x * kernel + bias)`, with tensors of the op's own layer.
    Dense { inputs: Size, units: Size, activation: Activation },
    /// `activation(x * kernel + bias)` at each place of windows.
    Convolve(Convolution),
    /// The vector of each index, of `dim` numbers, from a tensor of the op's own layer. Its input are the network's indices.
    Embed { outputs: Size, indices: Size, dim: Size },
    /// `x` where it is positive, and else `x * alpha`, with a tensor of the op's own layer that has the axes that are not
    /// shared.
    Prelu { elements: Size, axes: Vec<SharedAxis> },
    /// Each pixel's number between its neighbours', in an image so many times as high and as wide.
    Interpolate { outputs: Size, channels: Size, height: [Size; 2], width: [Size; 2] },
    /// `activation(x)`, along rows of `row` numbers.
    Activate { activation: Activation, elements: Size, row: Size },
    /// `x * scale + offset`; each a number for all, or an array with one for each of a row.
    Rescale { elements: Size, row: Size, scale: TokenStream, offset: TokenStream },
    /// `(x - mean) / max(sqrt(variance), epsilon)`, likewise.
    Standardize { elements: Size, row: Size, mean: TokenStream, variance: TokenStream },
    /// `(x - moving_mean) * gamma / sqrt(moving_variance + epsilon) + beta`, with tensors of the op's own layer, along rows
    /// of `channels` numbers.
    BatchNormalize { elements: Size, channels: Size, epsilon: Number, scaling: Scaling },
    /// `(x - mean) * factor * gamma + beta`, along rows of `channels` numbers, where `statistic` is taken of each `sample`
    /// numbers, or of each of the `groups` that their channels are in.
    Normalize {
        elements: Size,
        channels: Size,
        sample: Size,
        groups: Size,
        statistic: Statistic,
        epsilon: Number,
        scaling: Scaling,
    },
    /// The largest number or the mean of each window, channel by channel, on three axes of space.
    Pool { outputs: Size, channels: Size, pooling: Pooling, windows: [Window; 3] },
    /// The numbers of the input in other places, and zeros: a tensor of `outputs` numbers with these axes.
    Rearrange { outputs: Size, axes: Vec<Axis> },
    /// The steps of a sequence, each with what is remembered of those before, with tensors of the op's own layer.
    Recurrent(Recurrent),
    /// The inputs of the last steps that the windows of a convolution see at this one, `dilation` apart: `outputs` numbers,
    /// out of what is remembered at `state` of the caller's state.
    Recall { taps: Size, dilation: Size, channels: Size, outputs: Size, state: Size },
    /// One tensor of two branches'. A layer of more branches has one for each but the first.
    Merge { elements: Size, how: Merge },
    /// A part of a tensor of `outputs` numbers: `lines` times `width` of each `total`, from `at` on. A layer has one for each
    /// branch.
    Join { outputs: Size, lines: Size, at: Size, width: Size, total: Size },
}

/// A recurrent layer.
#[derive(Clone)]
pub(crate) struct Recurrent {
    pub(crate) cell: Cell,
    pub(crate) steps: Size,
    pub(crate) features: Size,
    pub(crate) units: Size,
    /// How many numbers are written: those of the last step, or of all.
    pub(crate) outputs: Size,
    pub(crate) activation: Activation,
    /// That of the gates, if the cell has any.
    pub(crate) gate_activation: Activation,
    /// Whether the last step is taken first.
    pub(crate) reverse: bool,
    /// Whether the output of each step is written, in the order in which they are taken.
    pub(crate) sequences: bool,
    /// Whether they are written in the other order.
    pub(crate) flip: bool,
    /// Where in the state of the caller's it is remembered what was before, if this is one step of a sequence.
    pub(crate) state: Option<Size>,
}

/// A kind of recurrent layer; each is a struct of nn-runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    SimpleRnn,
    Lstm,
    Gru { reset_after: bool },
}

impl Cell {
    /// How many sums there are for each unit.
    pub(crate) fn gates(self) -> usize {
        match self {
            Self::SimpleRnn => 1,
            Self::Lstm => 4,
            Self::Gru { .. } => 3,
        }
    }

    /// How many numbers are remembered for each unit.
    pub(crate) fn state(self) -> usize {
        match self {
            Self::SimpleRnn | Self::Gru { .. } => 1,
            Self::Lstm => 2,
        }
    }
}

impl Recurrent {
    /// How many sums there are at each step.
    pub(crate) fn sums(&self) -> Size {
        Size::Known(self.cell.gates()).times(&self.units)
    }

    /// How many weights there are.
    pub(crate) fn weights(&self) -> Size {
        self.features.plus(&self.units).times(&self.sums())
    }

    /// How many numbers are remembered: those of a step, and those of the step before it.
    pub(crate) fn remembered(&self) -> Size {
        Size::Known(2 * self.cell.state()).times(&self.units)
    }
}

/// What is made of two numbers; each is a struct of nn-runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Merge {
    Sum,
    Multiply,
    Average,
}

impl Merge {
    /// As diagrams show it.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Sum => "+",
            Self::Multiply => "×",
            Self::Average => "mean",
        }
    }

    /// How many operations it takes.
    pub(crate) fn flops(self) -> usize {
        match self {
            Self::Sum | Self::Multiply => 1,
            Self::Average => 2,
        }
    }
}

/// An axis of a tensor that is made of another's numbers. At index `i` stands what the input has at
/// `(i - before) / repeat + skip` of an axis of its own, which has `input` places that are `stride` numbers apart; or 0,
/// where it has no such place.
#[derive(Clone)]
pub(crate) struct Axis {
    pub(crate) size: Size,
    pub(crate) input: Size,
    pub(crate) stride: Size,
    pub(crate) before: Size,
    pub(crate) skip: Size,
    pub(crate) repeat: Size,
}

/// A dimension of space that a window goes along. Output `o` sees the inputs `o * stride + k * dilation - before`, for each
/// `k` of the kernel; beyond the edges there is nothing.
#[derive(Clone)]
pub(crate) struct Window {
    pub(crate) input: Size,
    pub(crate) output: Size,
    pub(crate) kernel: Size,
    pub(crate) stride: Size,
    pub(crate) dilation: Size,
    pub(crate) before: Size,
}

impl Window {
    /// A window of one place, at each of so many.
    pub(crate) fn point(size: Size) -> Self {
        let [kernel, stride, dilation] = std::array::from_fn(|_| Size::Known(1));
        Self { input: size.clone(), output: size, kernel, stride, dilation, before: Size::Known(0) }
    }

    /// The windows of one to three dimensions, as those of three: an outer one of one place is none.
    pub(crate) fn three(windows: Vec<Self>) -> [Self; 3] {
        let mut three = std::array::from_fn(|_| Self::point(Size::Known(1)));
        for (window, given) in three.iter_mut().rev().zip(windows.into_iter().rev()) {
            *window = given;
        }
        three
    }

    /// How many places there are from a window's first input to its last.
    pub(crate) fn reach(&self) -> Size {
        if self.dilation.known() == Some(1) {
            return self.kernel.clone();
        }
        self.kernel.minus(&Size::Known(1)).times(&self.dilation).plus(&Size::Known(1))
    }

    /// The same from the first window's first input to the last one's last.
    pub(crate) fn span(&self) -> Size {
        self.output.minus(&Size::Known(1)).times(&self.stride).plus(&self.reach())
    }

    /// The size of the input with all around it that windows see.
    pub(crate) fn padded(&self) -> Size {
        self.span().max(&self.input.plus(&self.before))
    }
}

/// What is made of a window's numbers; each is a struct of nn-runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pooling {
    Largest,
    Mean,
}

/// Sums over a window and the channels of a group, with tensors of the op's own layer. Its windows lie within its input.
#[derive(Clone)]
pub(crate) struct Convolution {
    pub(crate) windows: [Window; 3],
    pub(crate) channels: Size,
    pub(crate) filters: Size,
    pub(crate) groups: Size,
    pub(crate) kernel: &'static str,
    pub(crate) bias: Option<&'static str>,
    pub(crate) activation: Activation,
    /// How many numbers it writes.
    pub(crate) outputs: Size,
    /// Whether each input is spread over a window of outputs instead. The windows' `before` is then how many of the first
    /// window's places lie before the output, and the kernel has a row of `channels` numbers for each filter.
    pub(crate) is_transposed: bool,
}

impl Convolution {
    /// How many places a window has.
    pub(crate) fn places(&self) -> Size {
        self.windows.iter().fold(Size::Known(1), |places, window| places.times(&window.kernel))
    }

    /// The strides along all axes, multiplied.
    pub(crate) fn strides(&self) -> Size {
        self.windows.iter().fold(Size::Known(1), |strides, window| strides.times(&window.stride))
    }
}

/// An axis of a tensor, and whether all its places share the numbers of another.
#[derive(Clone)]
pub(crate) struct SharedAxis {
    pub(crate) size: Size,
    pub(crate) is_shared: bool,
}

/// The tensors of the op's own layer by which a normalisation multiplies, and which it adds, if there are any.
#[derive(Clone, Copy, Default)]
pub(crate) struct Scaling {
    pub(crate) gamma: Option<&'static str>,
    pub(crate) beta: Option<&'static str>,
}

/// What a normalisation measures; each is a struct of nn-runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Statistic {
    Moments,
    MeanSquare,
    Length,
}

impl Op {
    /// A layer's only op, along rows of `row` numbers, if its activation does anything.
    pub(crate) fn activate(shape: &Shape, row: Size, activation: Activation) -> Vec<Self> {
        if activation.is_linear() {
            return Vec::new();
        }
        vec![Self::Activate { activation, elements: shape.elements(), row }]
    }

    /// How many numbers the op writes.
    pub(crate) fn output(&self) -> &Size {
        match self {
            Self::Dense { units, .. } => units,
            Self::Activate { elements, .. }
            | Self::Rescale { elements, .. }
            | Self::Standardize { elements, .. }
            | Self::BatchNormalize { elements, .. }
            | Self::Normalize { elements, .. }
            | Self::Prelu { elements, .. }
            | Self::Merge { elements, .. } => elements,
            Self::Embed { outputs, .. }
            | Self::Interpolate { outputs, .. }
            | Self::Pool { outputs, .. }
            | Self::Rearrange { outputs, .. }
            | Self::Recurrent(Recurrent { outputs, .. })
            | Self::Recall { outputs, .. }
            | Self::Join { outputs, .. }
            | Self::Convolve(Convolution { outputs, .. }) => outputs,
        }
    }

    /// How many numbers the op needs room for besides.
    pub(crate) fn room(&self) -> Option<Size> {
        let Self::Recurrent(recurrent) = self else { return None };
        if recurrent.state.is_some() {
            return Some(Size::Known(2).times(&recurrent.sums()));
        }
        let sums = Size::Known(1 + nn_format::STEPS_AT_ONCE).times(&recurrent.sums());
        Some(recurrent.remembered().plus(&sums))
    }

    /// How many weights an op multiplies by.
    pub(crate) fn weights(&self) -> Size {
        match self {
            Self::Dense { inputs, units, .. } => inputs.times(units),
            Self::Convolve(Convolution { windows, channels, filters, groups, .. }) => {
                windows.iter().fold(channels.over(groups), |taps, window| taps.times(&window.kernel)).times(filters)
            }
            Self::Recurrent(recurrent) => recurrent.weights(),
            _ => Size::Known(0),
        }
    }

    /// The activation of an op that can take another's over, and the length of the rows that it goes along.
    pub(crate) fn activation(&self) -> Option<(&Activation, &Size)> {
        match self {
            Self::Dense { units, activation, .. } => Some((activation, units)),
            Self::Convolve(Convolution { filters, activation, .. }) => Some((activation, filters)),
            _ => None,
        }
    }

    /// An op that works in place, on so many numbers.
    pub(crate) fn of_elements(&self, numbers: &Size) -> Self {
        let mut op = self.clone();
        if let Self::Activate { elements, .. }
        | Self::Rescale { elements, .. }
        | Self::Standardize { elements, .. }
        | Self::BatchNormalize { elements, .. }
        | Self::Normalize { elements, .. }
        | Self::Prelu { elements, .. }
        | Self::Merge { elements, .. } = &mut op
        {
            elements.clone_from(numbers);
        }
        op
    }

    /// Whether the op can write over what it reads.
    pub(crate) fn in_place(&self) -> bool {
        matches!(
            self,
            Self::Activate { .. }
                | Self::Rescale { .. }
                | Self::Standardize { .. }
                | Self::BatchNormalize { .. }
                | Self::Normalize { .. }
                | Self::Prelu { .. }
                | Self::Merge { .. }
        )
    }
}
