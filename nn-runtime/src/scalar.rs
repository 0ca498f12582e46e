//! The number types that networks compute in.

use core::fmt::{Debug, Display};

use fearless_simd::{Simd, SimdFloatElement};

use crate::math::Coefficients;
use crate::ops::{Convolution, Product, shared};
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
    fn widen(self) -> f64;
}

impl Element for f32 {
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest is what it is for")]
    fn from_f64(value: f64) -> Self {
        value as Self
    }

    #[inline(always)]
    fn widen(self) -> f64 {
        f64::from(self)
    }
}

impl Element for f64 {
    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn widen(self) -> f64 {
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
    fn widen(self) -> f64 {
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

    /// Room for the weights that a batch packs.
    #[doc(hidden)]
    const PANEL: Self::Panel;
    #[doc(hidden)]
    type Panel: AsMut<[Self]>;

    /// The product of large layers and of batches: compiled once for each type, here.
    #[doc(hidden)]
    fn multiply(level: Level, product: Product<'_, Self>, rows: usize, output: &mut [Self]);

    /// A convolution: compiled once for each type, here.
    #[doc(hidden)]
    fn convolve(level: Level, convolution: Convolution<'_, Self>, activate: &dyn Fn(&mut [Self]), output: &mut [Self]);

    /// Copies a tensor of a file, converted if it is of another float type.
    #[doc(hidden)]
    fn read(tensor: &nn_format::Tensor<'_>, values: &mut [Self]) -> Result<(), nn_format::FormatError>;

    /// Numbers for a file.
    #[doc(hidden)]
    #[cfg(feature = "alloc")]
    fn values(values: &[Self]) -> nn_format::Values<'_>;
}

/// Room for numbers where a whole vector can be loaded at once.
#[cfg_attr(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64"), repr(align(64)))]
#[derive(Debug)]
pub struct Room<T, const N: usize>([T; N]);

impl<T: Scalar, const N: usize> Room<T, N> {
    /// All zeros.
    pub(crate) const NONE: Self = Self([T::ZEROS; N]);
}

impl<T, const N: usize> AsMut<[T]> for Room<T, N> {
    #[inline(always)]
    fn as_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

/// The room for packed weights, on the stack: a part of the second cache, where there is one.
const PANEL_BYTES: usize =
    if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) { 128 * 1024 } else { 4 * 1024 };

/// What the two types have in common; their functions are compiled here, once for each.
macro_rules! scalar {
    ($scalar:ty, $copy:ident, $values:ident) => {
        impl Scalar for $scalar {
            const NAME: &'static str = stringify!($scalar);
            const PANEL: Self::Panel = Room::NONE;
            type Panel = Room<Self, { PANEL_BYTES / size_of::<Self>() }>;

            #[inline(never)]
            fn multiply(level: Level, product: Product<'_, Self>, rows: usize, output: &mut [Self]) {
                shared(level, product, rows, output);
            }

            #[inline(never)]
            fn convolve(
                level: Level,
                convolution: Convolution<'_, Self>,
                activate: &dyn Fn(&mut [Self]),
                output: &mut [Self],
            ) {
                convolution.shared(level, activate, output);
            }

            fn read(tensor: &nn_format::Tensor<'_>, values: &mut [Self]) -> Result<(), nn_format::FormatError> {
                tensor.$copy(values)
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
