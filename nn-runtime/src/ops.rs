//! What networks compute: one kernel for each op of the compiler's model.
//!
//! Every function here is inlined into a network's forward pass, under one instruction set. Slices are as long as the
//! shapes say: the macro has checked them.

mod batch;
mod batch_in_lanes;
mod batch_normalize;
mod causal_history;
mod concat;
mod constants;
mod conv;
mod conv_transpose;
mod dense;
mod elementwise;
mod gather;
mod gemm;
mod normalize;
mod pool;
mod prelu;
mod recurrent;
mod rescale;
mod resize_bilinear;
mod schedule;
mod standardize;
mod strided_copy;

pub use batch_in_lanes::BatchInLanes;
pub(crate) use batch_in_lanes::{from_lanes, to_lanes};
pub use batch_normalize::{BatchNormalize, batch_normalize};
pub use causal_history::causal_history;
pub use concat::concat;
pub use constants::Constants;
pub use conv::{Convolution, Filters, conv};
pub use conv_transpose::conv_transpose;
pub use dense::dense;
pub(crate) use dense::shared;
pub use elementwise::{Average, Merge, Multiply, Sum, elementwise};
pub use gather::gather;
pub use gemm::Gemm;
pub use nn_format::{Space, Window};
pub use normalize::{L2Norm, MeanVariance, Rms, Statistic, normalize};
pub use pool::{Max, Mean, Pooling, pool};
pub use prelu::prelu;
pub use recurrent::{
    Cell, ChosenRnn, Fused, Gru, Lstm, Recurrence, RnnKernel, Sequence, SimpleRnn, Stored, recurrent, recurrent_step,
};
pub use rescale::rescale;
pub use resize_bilinear::resize_bilinear;
pub use schedule::{
    Called, ChosenConv, ChosenDense, ConvKernel, DenseKernel, Depthwise, Direct, Dot, Inlined, Pointwise, Shared,
};
pub use standardize::standardize;
pub use strided_copy::{Axis, strided_copy};

use fearless_simd::Simd;

use crate::Scalar;
use crate::activation::{Activation, apply};

/// How many samples a forward pass takes at once: one, which kernels then know, or a block of them.
pub trait Rows: Copy {
    /// Whether it is always one.
    const IS_ONE: bool;

    /// Whether the numbers of different samples lie in lanes: [`BatchInLanes`].
    const IN_LANES: bool = false;

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
