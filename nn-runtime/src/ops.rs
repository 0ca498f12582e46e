//! What networks compute: one kernel for each op of the compiler's model.
//!
//! Every function here is inlined into a network's forward pass, under one instruction set. Slices are as long as the
//! shapes say: the macro has checked them.

mod abreast;
mod batch;
mod batch_normalize;
mod convolve;
mod dense;
mod elementwise;
mod embed;
mod interpolate;
mod merge;
mod normalize;
mod pool;
mod prelu;
mod product;
mod rearrange;
mod recall;
mod recurrent;
mod schedule;
mod transposed;

pub use abreast::Abreast;
pub(crate) use abreast::{to_lines, to_rows};
pub use batch_normalize::{BatchNormalize, batch_normalize};
pub use convolve::{Convolution, Filters, convolve};
pub use dense::dense;
pub(crate) use dense::shared;
pub use elementwise::{Constants, rescale, standardize};
pub use embed::embed;
#[cfg(feature = "onnx")]
pub(crate) use interpolate::between;
pub use interpolate::interpolate;
pub use merge::{Average, Merge, Multiply, Sum, join, merge};
pub use nn_format::{Space, Window};
pub use normalize::{Length, MeanSquare, Moments, Statistic, normalize};
pub use pool::{Largest, Mean, Pooling, pool};
pub use prelu::prelu;
pub use product::Product;
pub use rearrange::{Axis, rearrange};
pub use recall::recall;
pub use recurrent::{
    Cell, ChosenWay, Fused, Gru, Lstm, Recurrence, Sequence, SimpleRnn, Stored, Way, recurrent, recurrent_step,
};
pub use schedule::{
    Called, Choice, Chosen, ChosenConvolution, ConvolutionChoice, Depthwise, Direct, Dot, Inlined, Pointwise, Shared,
};
pub use transposed::convolve_transposed;

use fearless_simd::Simd;

use crate::Scalar;
use crate::activation::{Activation, apply};

/// How many samples a forward pass takes at once: one, which kernels then know, or a block of them.
pub trait Rows: Copy {
    /// Whether it is always one.
    const IS_ONE: bool;

    /// Whether the numbers of different samples lie abreast: [`Abreast`].
    const ABREAST: bool = false;

    /// How many.
    fn count(self) -> usize;
}

/// One row: a sample by itself.
#[derive(Clone, Copy)]
pub struct One;

impl Rows for One {
    const IS_ONE: bool = true;

    #[inline(always)]
    fn count(self) -> usize {
        1
    }
}

impl Rows for usize {
    const IS_ONE: bool = false;

    #[inline(always)]
    fn count(self) -> usize {
        self
    }
}

/// `activation(x)` in place, along rows of `row` numbers.
#[inline(always)]
pub fn activate<T: Scalar, S: Simd, A: Activation<T>>(simd: S, values: &mut [T], row: usize, activation: A) {
    step(
        simd,
        #[inline(always)]
        || apply(simd, activation, values, row),
    );
}

/// Calls `kernel` as a function of its own, under the same instruction set. All places that call it with the same types
/// share it, and rustc's work on a long network doesn't grow with the square of its length.
#[inline(never)]
fn apart<S: Simd, R>(simd: S, kernel: impl FnOnce() -> R) -> R {
    simd.vectorize(kernel)
}

/// Calls `kernel`, a step of a forward pass.
///
/// Without optimisation no two variables share their place on the stack, and vectors are large: a network of ten layers
/// inlined into one function needs two megabytes, which is all that a thread has. So a debug build makes a function of
/// each step, under the same instruction set.
#[inline(always)]
fn step<S: Simd, R>(simd: S, kernel: impl FnOnce() -> R) -> R {
    if cfg!(debug_assertions) { simd.vectorize(kernel) } else { kernel() }
}

/// Copies the numbers of one tensor into another.
#[inline(always)]
pub fn copy<T: Scalar>(from: &[T], to: &mut [T]) {
    to.copy_from_slice(from);
}
