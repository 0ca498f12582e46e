//! The number types that networks compute in.

use core::fmt::{Debug, Display};

use fearless_simd::{Simd, SimdFloatElement};

use crate::math::Coefficients;
use crate::ops::{Convolution, Gemm, shared};
use crate::simd::Level;
use crate::tensor::Tensor;

/// A number type that tensors are made of: what a network computes in, or the indices (`u32`) that one with an embedding
/// begins with. Sealed.
pub trait Element: Tensor<Scalar = Self> + Debug + Display + Default {
    /// The nearest number of this type.
    ///
    /// ```
    /// use nn_runtime::Element;
    ///
    /// assert_eq!(u32::from_f64(2.0), 2);
    /// assert_eq!(u32::from_f64(-1.0), 0);
    /// ```
    fn from_f64(value: f64) -> Self;

    /// This number as an `f64`, without loss.
    fn into_f64(self) -> f64;
}

impl Element for f32 {
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest is what it is for")]
    fn from_f64(value: f64) -> Self {
        value as Self
    }

    #[inline(always)]
    fn into_f64(self) -> f64 {
        f64::from(self)
    }
}

impl Element for f64 {
    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn into_f64(self) -> f64 {
        self
    }
}

impl Element for u32 {
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the nearest index is what it is for")]
    fn from_f64(value: f64) -> Self {
        // A half is rounded up; what is no index, to the next one; NaN to 0.
        (value + 0.5) as Self
    }

    #[inline(always)]
    fn into_f64(self) -> f64 {
        f64::from(self)
    }
}

/// A number type that a network computes in: `f32` or `f64`.
///
/// It builds on [`num_traits::Float`], so generic code over networks has the usual functions of a float. The trait is
/// sealed: the kernels' accuracy is stated, and tested, for these two types.
pub trait Scalar: num_traits::Float + SimdFloatElement + Coefficients + Element {
    /// The type's name, as `#[dtype(..)]` takes it.
    const NAME: &'static str;

    /// The product of large layers and of batches: compiled once for each type, here.
    #[doc(hidden)]
    fn multiply(level: Level, product: Gemm<'_, Self>, rows: usize, workspace: &mut [Self], output: &mut [Self]);

    /// A direct convolution: compiled once for each type, here.
    #[doc(hidden)]
    fn conv(
        level: Level,
        convolution: &Convolution<'_, Self>,
        activate: &dyn Fn(&mut [Self]),
        workspace: &mut [Self],
        output: &mut [Self],
    );

    /// A convolution of each channel by itself: compiled once for each type, here.
    #[doc(hidden)]
    fn conv_depthwise(
        level: Level,
        convolution: &Convolution<'_, Self>,
        activate: &dyn Fn(&mut [Self]),
        output: &mut [Self],
    );

    /// An index in the bits of a number, for tables in a workspace.
    #[doc(hidden)]
    fn from_index(index: u32) -> Self;

    /// The index in the bits of a number.
    #[doc(hidden)]
    fn to_index(self) -> usize;

    /// Copies a tensor's numbers out of a file, converted if they are of another float type.
    #[doc(hidden)]
    fn read(weight: &nn_format::Weight<'_>, values: &mut [Self]) -> Result<(), nn_format::FormatError>;

    /// Numbers for a file.
    #[doc(hidden)]
    #[cfg(feature = "alloc")]
    fn values(values: &[Self]) -> nn_format::Values<'_>;
}

/// What the two types have in common; their functions are compiled here, once for each.
macro_rules! scalar {
    ($scalar:ty, $copy:ident, $values:ident) => {
        impl Scalar for $scalar {
            const NAME: &'static str = stringify!($scalar);

            #[inline(never)]
            fn multiply(
                level: Level,
                product: Gemm<'_, Self>,
                rows: usize,
                workspace: &mut [Self],
                output: &mut [Self],
            ) {
                shared(level, product, rows, workspace, output);
            }

            #[inline(never)]
            fn conv(
                level: Level,
                convolution: &Convolution<'_, Self>,
                activate: &dyn Fn(&mut [Self]),
                workspace: &mut [Self],
                output: &mut [Self],
            ) {
                convolution.direct(level, activate, workspace, output);
            }

            #[inline(never)]
            fn conv_depthwise(
                level: Level,
                convolution: &Convolution<'_, Self>,
                activate: &dyn Fn(&mut [Self]),
                output: &mut [Self],
            ) {
                convolution.depthwise(level, activate, output);
            }

            #[inline(always)]
            fn from_index(index: u32) -> Self {
                Self::from_bits(index.into())
            }

            #[inline(always)]
            #[allow(clippy::cast_possible_truncation, reason = "an index is of 32 bits")]
            fn to_index(self) -> usize {
                self.to_bits() as usize
            }

            fn read(weight: &nn_format::Weight<'_>, values: &mut [Self]) -> Result<(), nn_format::FormatError> {
                weight.$copy(values)
            }

            #[cfg(feature = "alloc")]
            fn values(values: &[Self]) -> nn_format::Values<'_> {
                nn_format::Values::$values(values)
            }
        }
    };
}

scalar!(f32, copy_to_f32, F32);
scalar!(f64, copy_to_f64, F64);

/// The widest vector of `T` at the SIMD level `S`.
pub(crate) type Vector<T, S> = <T as SimdFloatElement>::Native<S>;

/// The lane-wise truth values of a [`Vector`].
pub(crate) type Mask<T, S> = <Vector<T, S> as fearless_simd::SimdBase<S>>::Mask;

/// The bit patterns of a [`Vector`].
pub(crate) type Bits<T, S> = <Vector<T, S> as fearless_simd::SimdFloat<S>>::Bits;

/// `value` in every lane.
#[inline(always)]
pub(crate) fn splat<T: Scalar, S: Simd>(simd: S, value: T) -> Vector<T, S> {
    fearless_simd::SimdBase::splat(simd, value)
}
