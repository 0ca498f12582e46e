//! Constant numbers of an op, and what goes along rows with them.

#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::{Simd, SimdBase};

use crate::Scalar;
use crate::math::load_few;
use crate::ops::step;
use crate::scalar::{Vector, splat};

/// Constant numbers of an op: one for all, or an array with one for each of a row. Sealed.
pub trait Constants<T: Scalar>: sealed::Sealed {
    /// How many there are; 0 for one for all.
    const COUNT: usize;

    /// The numbers for the lanes from `column` on.
    fn load<S: Simd>(&self, simd: S, column: usize) -> Vector<T, S>;

    /// The numbers.
    #[cfg(feature = "onnx")]
    fn numbers(&self) -> &[T];
}

impl<T: Scalar> Constants<T> for T {
    const COUNT: usize = 0;

    #[inline(always)]
    fn load<S: Simd>(&self, simd: S, _: usize) -> Vector<T, S> {
        splat(simd, *self)
    }

    #[cfg(feature = "onnx")]
    fn numbers(&self) -> &[T] {
        core::slice::from_ref(self)
    }
}

impl<T: Scalar, const N: usize> Constants<T> for [T; N] {
    const COUNT: usize = N;

    #[inline(always)]
    fn load<S: Simd>(&self, simd: S, column: usize) -> Vector<T, S> {
        let lanes = Vector::<T, S>::LEN;
        if column + lanes <= N {
            Vector::<T, S>::from_slice(simd, &self[column..][..lanes])
        } else {
            load_few(simd, &self[column..], T::zero())
        }
    }

    #[cfg(feature = "onnx")]
    fn numbers(&self) -> &[T] {
        self
    }
}

mod sealed {
    pub trait Sealed {}
    impl<T: crate::Scalar> Sealed for T {}
    impl<T: crate::Scalar, const N: usize> Sealed for [T; N] {}
}

/// How many constants there are; 0 for one for all.
#[inline(always)]
pub(super) fn count<T: Scalar, C: Constants<T>>(_: &C) -> usize {
    C::COUNT
}

/// Replaces each number by `function` of it and its column.
#[inline(always)]
pub(super) fn rows<T: Scalar, S: Simd, const ROW: usize>(
    simd: S,
    values: &mut [T],
    function: impl Fn(Vector<T, S>, usize) -> Vector<T, S>,
    counts: [usize; 2],
) {
    step(
        simd,
        #[inline(always)]
        || rows_step::<T, S, ROW>(simd, values, function, counts),
    );
}

#[inline(always)]
fn rows_step<T: Scalar, S: Simd, const ROW: usize>(
    simd: S,
    values: &mut [T],
    function: impl Fn(Vector<T, S>, usize) -> Vector<T, S>,
    counts: [usize; 2],
) {
    // Where all columns have the same constants, the rows are one.
    let row = if counts == [0, 0] { values.len() } else { ROW };
    let lanes = Vector::<T, S>::LEN;
    for row in values.chunks_exact_mut(row.max(1)) {
        let mut column = 0;
        let mut vectors = row.chunks_exact_mut(lanes);
        for vector in &mut vectors {
            function(Vector::<T, S>::from_slice(simd, vector), column).store_slice(vector);
            column += lanes;
        }
        let rest = vectors.into_remainder();
        if !rest.is_empty() {
            let y = function(load_few(simd, rest, T::zero()), column);
            rest.copy_from_slice(&y.as_slice()[..rest.len()]);
        }
    }
}
