//! Windows on the dimensions of space.

use proc_macro2::TokenStream;

use crate::graph::Value;
#[cfg(feature = "reference")]
use crate::reference::Error;
use crate::shape::{Shape, Size};

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

    /// Whether each output sees the input at its own place, and nothing else.
    pub(crate) fn is_point(&self) -> bool {
        self.kernel.known() == Some(1) && self.stride.known() == Some(1)
    }

    /// How many places there are from a window's first input to its last.
    pub(crate) fn receptive_extent(&self) -> Size {
        if self.dilation.known() == Some(1) {
            return self.kernel.clone();
        }
        self.kernel.minus(&Size::Known(1)).times(&self.dilation).plus(&Size::Known(1))
    }

    /// The same from the first window's first input to the last one's last.
    pub(crate) fn span(&self) -> Size {
        self.output.minus(&Size::Known(1)).times(&self.stride).plus(&self.receptive_extent())
    }

    /// The size of the input with all around it that windows see.
    pub(crate) fn padded(&self) -> Size {
        self.span().max(&self.input.plus(&self.before))
    }

    /// The runtime's window.
    pub(crate) fn tokens(&self) -> TokenStream {
        let Self { input, output, kernel, stride, dilation, before } = self;
        mixed! {
            __nn::ops::Window {
                input: #input, output: #output, kernel: #kernel, stride: #stride, dilation: #dilation, before: #before,
            }
        }
    }
}

/// Windows, if their sizes are known.
pub(crate) fn known(windows: &[Window; 3]) -> Option<[nn_format::Window; 3]> {
    let mut all = [nn_format::Window::NONE; 3];
    for (to, Window { input, output, kernel, stride, dilation, before }) in all.iter_mut().zip(windows) {
        *to = nn_format::Window {
            input: input.known()?,
            output: output.known()?,
            kernel: kernel.known()?,
            stride: stride.known()?,
            dilation: dilation.known()?,
            before: before.known()?,
        };
    }
    Some(all)
}

/// The windows of the runtime.
pub(crate) fn array(windows: &[Window; 3]) -> TokenStream {
    let windows = windows.iter().map(Window::tokens);
    mixed!([#(#windows),*])
}

/// How many places a window has.
pub(crate) fn places(windows: &[Window; 3]) -> Size {
    windows.iter().fold(Size::Known(1), |places, window| places.times(&window.kernel))
}

/// What windows make of an input: as many dimensions of space as that has, and so many channels.
pub(crate) fn output(windows: &[Window; 3], input: &Value, channels: &Size) -> Value {
    let space = input.shape.axes().len().saturating_sub(1).min(windows.len());
    let sizes = windows[windows.len() - space..].iter().map(|window| window.output.clone());
    input.like(Shape::new(sizes.chain([channels.clone()]).collect()))
}

/// The windows with numbers for their sizes.
#[cfg(feature = "reference")]
pub(super) fn numbers(windows: &[Window; 3]) -> Result<[nn_format::Window; 3], Error> {
    let size =
        |windows: &[Window; 3]| windows.iter().map(Window::receptive_extent).find(|extent| extent.known().is_none());
    known(windows).ok_or_else(|| Error::Constant(size(windows).unwrap_or(Size::Known(0)).to_string()))
}

/// How many places there are in the output.
#[cfg(feature = "reference")]
pub(super) fn outputs(windows: &[nn_format::Window; 3]) -> usize {
    windows.iter().map(|window| window.output).product()
}

/// What the output's place `index` sees: the places of the kernel that lie within the input, each with the input's.
#[cfg(feature = "reference")]
pub(super) fn seen(windows: &[nn_format::Window; 3], index: usize) -> Vec<(usize, usize)> {
    let (mut rest, mut places) = ([0; 3], vec![(0, 0)]);
    let mut index = index;
    for (window, at) in windows.iter().zip(&mut rest).rev() {
        *at = index % window.output;
        index /= window.output;
    }
    for (window, at) in windows.iter().zip(rest) {
        let inside = |tap: usize| {
            let place = (at * window.stride + tap * window.dilation).checked_sub(window.before)?;
            (place < window.input).then_some((tap, place))
        };
        let along: Vec<(usize, usize)> = (0..window.kernel).filter_map(inside).collect();
        let outer = std::mem::take(&mut places);
        let each = |(taps, input): (usize, usize)| {
            along.iter().map(move |(tap, place)| (taps * window.kernel + tap, input * window.input + place))
        };
        places = outer.into_iter().flat_map(each).collect();
    }
    places
}
