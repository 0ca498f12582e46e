use core::fmt;
use core::marker::PhantomData;

use super::{Aligned, Bias};
use crate::Scalar;
use crate::tensor::Tensor;

/// The parameters of a `conv1d`, `conv2d` or `conv3d` layer, in Keras's layout: the kernel `K` is an array of the window's
/// places, of the channels of a group, and of the filters: `[[[[f32; 8]; 1]; 3]; 3]` for eight filters of 3 × 3 on one
/// channel.
///
/// Each tensor is contiguous, and lies at a multiple of 64 bytes where the target has vectors of that size (16 bytes on
/// wasm). Without a bias, `B` is [`NoBias`](crate::NoBias).
///
/// # Examples
///
/// ```
/// use nn_runtime::{Conv, NoBias};
///
/// // Two filters of two steps, on one channel: a sum and a difference.
/// let layer: Conv<f32, [[[f32; 2]; 1]; 2], 2, NoBias> = Conv::new([[[1.0, -1.0]], [[1.0, 1.0]]], NoBias);
/// assert_eq!(layer.kernel[0][0][1], -1.0);
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct Conv<T, K, const FILTERS: usize, B = [T; FILTERS]> {
    kernel_alignment: Aligned,
    /// The weight from each number of a window to each filter.
    pub kernel: K,
    bias_alignment: Aligned,
    /// What is added for each filter.
    pub bias: B,
    scalar: PhantomData<T>,
}

impl<T: Scalar, K: Tensor<Scalar = T>, const FILTERS: usize, B: Bias<T, FILTERS>> Conv<T, K, FILTERS, B> {
    /// A layer of these parameters.
    #[must_use]
    pub const fn new(kernel: K, bias: B) -> Self {
        Self { kernel_alignment: Aligned, kernel, bias_alignment: Aligned, bias, scalar: PhantomData }
    }

    /// A layer whose parameters are all zero.
    #[must_use]
    pub const fn zeros() -> Self {
        Self::new(K::ZEROS, B::ZEROS)
    }
}

impl<T: Scalar, K: Tensor<Scalar = T>, const FILTERS: usize, B: Bias<T, FILTERS>> Default for Conv<T, K, FILTERS, B> {
    /// All zero.
    fn default() -> Self {
        Self::zeros()
    }
}

impl<T, K: fmt::Debug, const FILTERS: usize, B: fmt::Debug> fmt::Debug for Conv<T, K, FILTERS, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kernel_alignment: _, kernel, bias_alignment: _, bias, scalar: _ } = self;
        f.debug_struct("Conv").field("kernel", kernel).field("bias", bias).finish()
    }
}

impl<T, K: PartialEq, const FILTERS: usize, B: PartialEq> PartialEq for Conv<T, K, FILTERS, B> {
    fn eq(&self, other: &Self) -> bool {
        self.kernel == other.kernel && self.bias == other.bias
    }
}
