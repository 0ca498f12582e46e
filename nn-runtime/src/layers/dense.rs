use core::fmt;

use super::Aligned;
use crate::Scalar;
use crate::tensor::Tensor;

/// The parameters of a `dense` layer, in Keras's layout: `activation(x · kernel + bias)`.
///
/// Each tensor is contiguous, and lies at a multiple of 64 bytes where the target has vectors of that size (16 bytes on
/// wasm). Without a bias, `B` is [`NoBias`].
///
/// # Examples
///
/// ```
/// use nn_runtime::Dense;
///
/// let layer: Dense<f32, 2, 3> = Dense::new([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]], [0.5; 3]);
/// assert_eq!(layer.kernel[1][2], -1.0);
/// assert_eq!((&raw const layer.bias).addr() % 16, 0);
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct Dense<T, const INPUTS: usize, const UNITS: usize, B = [T; UNITS]> {
    kernel_alignment: Aligned,
    /// The weight from each input to each unit.
    pub kernel: [[T; UNITS]; INPUTS],
    bias_alignment: Aligned,
    /// What is added for each unit.
    pub bias: B,
}

impl<T: Scalar, const INPUTS: usize, const UNITS: usize, B: Bias<T, UNITS>> Dense<T, INPUTS, UNITS, B> {
    /// A layer of these parameters.
    #[must_use]
    pub const fn new(kernel: [[T; UNITS]; INPUTS], bias: B) -> Self {
        Self { kernel_alignment: Aligned, kernel, bias_alignment: Aligned, bias }
    }

    /// A layer whose parameters are all zero.
    #[must_use]
    pub const fn zeros() -> Self {
        Self::new([[T::ZEROS; UNITS]; INPUTS], B::ZEROS)
    }
}

impl<T: Scalar, const INPUTS: usize, const UNITS: usize, B: Bias<T, UNITS>> Default for Dense<T, INPUTS, UNITS, B> {
    /// All zero.
    fn default() -> Self {
        Self::zeros()
    }
}

impl<T: fmt::Debug, const INPUTS: usize, const UNITS: usize, B: fmt::Debug> fmt::Debug for Dense<T, INPUTS, UNITS, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kernel_alignment: _, kernel, bias_alignment: _, bias } = self;
        f.debug_struct("Dense").field("kernel", kernel).field("bias", bias).finish()
    }
}

impl<T: PartialEq, const INPUTS: usize, const UNITS: usize, B: PartialEq> PartialEq for Dense<T, INPUTS, UNITS, B> {
    fn eq(&self, other: &Self) -> bool {
        self.kernel == other.kernel && self.bias == other.bias
    }
}

/// A vector of parameters that a layer can do without, as what it adds to its sums: a number for each unit, or nothing.
/// Sealed.
pub trait Bias<T, const UNITS: usize>: sealed::Sealed + Copy + Send + Sync + 'static {
    /// A vector of zeros.
    const ZEROS: Self;

    /// The number of each unit; `None` if there is none.
    fn values(&self) -> Option<&[T; UNITS]>;
}

/// The bias of a layer with `use_bias = false`, or the beta of one with `center = false`: nothing is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoBias;

/// The gamma of a layer with `scale = false`: nothing is multiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoScale;

impl<T: Scalar, const UNITS: usize> Bias<T, UNITS> for [T; UNITS] {
    const ZEROS: Self = [T::ZEROS; UNITS];

    #[inline(always)]
    fn values(&self) -> Option<&[T; UNITS]> {
        Some(self)
    }
}

/// A vector that stands as a tensor of several axes. That it has so many numbers is checked where it is compiled.
impl<T: Scalar, A: Tensor<Scalar = T>, const ROWS: usize, const COLUMNS: usize, const UNITS: usize> Bias<T, UNITS>
    for [[A; COLUMNS]; ROWS]
{
    const ZEROS: Self = [[A::ZEROS; COLUMNS]; ROWS];

    #[inline(always)]
    fn values(&self) -> Option<&[T; UNITS]> {
        const { assert!(<Self as Tensor>::LEN == UNITS, "another number of channels") };
        self.flat().first_chunk()
    }
}

macro_rules! absent {
    ($($name:ident),*) => {$(
        impl<T, const UNITS: usize> Bias<T, UNITS> for $name {
            const ZEROS: Self = Self;

            #[inline(always)]
            fn values(&self) -> Option<&[T; UNITS]> {
                None
            }
        }
    )*};
}

absent!(NoBias, NoScale);

mod sealed {
    pub trait Sealed {}
    impl<T: crate::Scalar, const UNITS: usize> Sealed for [T; UNITS] {}
    impl<A: crate::Tensor, const COLUMNS: usize, const ROWS: usize> Sealed for [[A; COLUMNS]; ROWS] {}
    impl Sealed for super::NoBias {}
    impl Sealed for super::NoScale {}
}
