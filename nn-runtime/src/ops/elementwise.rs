//! One tensor of two, number by number.

#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::{Simd, SimdBase};

use super::step;
use crate::Scalar;
use crate::math::load_few;
use crate::scalar::{Vector, splat};

/// What is made of two numbers, whichever of them comes first.
pub trait Merge<T: Scalar>: Copy {
    /// Of the numbers in two registers.
    fn register<S: Simd>(self, simd: S, a: Vector<T, S>, b: Vector<T, S>) -> Vector<T, S>;
}

/// `a + b`.
#[derive(Clone, Copy)]
pub struct Sum;

/// `a · b`.
#[derive(Clone, Copy)]
pub struct Multiply;

/// `(a + b) / 2`.
#[derive(Clone, Copy)]
pub struct Average;

impl<T: Scalar> Merge<T> for Sum {
    #[inline(always)]
    fn register<S: Simd>(self, _: S, a: Vector<T, S>, b: Vector<T, S>) -> Vector<T, S> {
        a + b
    }
}

impl<T: Scalar> Merge<T> for Multiply {
    #[inline(always)]
    fn register<S: Simd>(self, _: S, a: Vector<T, S>, b: Vector<T, S>) -> Vector<T, S> {
        a * b
    }
}

impl<T: Scalar> Merge<T> for Average {
    #[inline(always)]
    fn register<S: Simd>(self, simd: S, a: Vector<T, S>, b: Vector<T, S>) -> Vector<T, S> {
        (a + b) * splat::<T, S>(simd, T::from_f64(0.5))
    }
}

/// Merges the numbers of `other` into `values`.
///
/// # Panics
///
/// If they are not as many.
#[inline(always)]
pub fn elementwise<T: Scalar, S: Simd, M: Merge<T>>(simd: S, how: M, values: &mut [T], other: &[T]) {
    step(
        simd,
        #[inline(always)]
        || {
            let lanes = Vector::<T, S>::LEN;
            assert_eq!(values.len(), other.len());
            let (mut vectors, mut others) = (values.chunks_exact_mut(lanes), other.chunks_exact(lanes));
            for (a, b) in vectors.by_ref().zip(others.by_ref()) {
                let (x, y) = (Vector::<T, S>::from_slice(simd, a), Vector::<T, S>::from_slice(simd, b));
                how.register(simd, x, y).store_slice(a);
            }
            let (rest, other) = (vectors.into_remainder(), others.remainder());
            if !rest.is_empty() {
                let (x, y) = (load_few(simd, rest, T::zero()), load_few(simd, other, T::zero()));
                rest.copy_from_slice(&how.register(simd, x, y).as_slice()[..rest.len()]);
            }
        },
    );
}
