//! The arrays that networks read and write.

use core::fmt::Debug;

use crate::{Element, Scalar, memory};

/// A number, or an array of tensors: `[f32; 64]`, `[[f32; 8]; 8]`, `[u32; 10]`. Sealed.
pub trait Tensor: sealed::Sealed + Copy + Debug + PartialEq + Send + Sync + 'static {
    /// The type of its numbers.
    type Scalar: Element;

    /// How many numbers it holds.
    const LEN: usize;

    /// All zeros.
    const ZEROS: Self;

    /// Its numbers in a row, the last axis fastest.
    #[inline(always)]
    fn flat(&self) -> &[Self::Scalar] {
        memory::flat(self)
    }

    /// Its numbers in a row, to write.
    #[inline(always)]
    fn flat_mut(&mut self) -> &mut [Self::Scalar] {
        memory::flat_mut(self)
    }
}

impl Tensor for f32 {
    type Scalar = Self;
    const LEN: usize = 1;
    const ZEROS: Self = 0.0;
}

impl Tensor for f64 {
    type Scalar = Self;
    const LEN: usize = 1;
    const ZEROS: Self = 0.0;
}

impl Tensor for u32 {
    type Scalar = Self;
    const LEN: usize = 1;
    const ZEROS: Self = 0;
}

impl<A: Tensor, const N: usize> Tensor for [A; N] {
    type Scalar = A::Scalar;
    const LEN: usize = N * A::LEN;
    const ZEROS: Self = [A::ZEROS; N];
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
    impl Sealed for u32 {}
    impl<A: Sealed, const N: usize> Sealed for [A; N] {}
}

/// The index of the largest number; of the first, if several are equal. As in NumPy, the first NaN is larger than all.
///
/// # Panics
///
/// If there are no numbers.
///
/// # Examples
///
/// ```
/// assert_eq!(nn_runtime::argmax(&[0.1, 0.7, 0.2]), 1);
/// ```
#[must_use]
pub fn argmax<T: Scalar>(values: &[T]) -> usize {
    assert!(!values.is_empty(), "the largest of no numbers");
    let mut best = 0;
    for (index, value) in values.iter().enumerate() {
        if values[best].is_nan() {
            break;
        }
        if *value > values[best] || value.is_nan() {
            best = index;
        }
    }
    best
}
