//! The transcendental functions that networks need, a whole vector at a time.
//!
//! [`f32`] and [`f64`] share one source: the algorithms are generic, and only their coefficients belong to a type.
//! They have no branches and no tables, so every lane takes the same way. A fused multiply-add makes them faster, but
//! no error bound rests on one: where a product must be exact, its factors are short enough.
//!
//! The error bounds are in units in the last place of the exact result, ULP, and hold at every SIMD level.
//! `cargo run --release -p nn-runtime --example ulp` measures them: in `f32` with every number there is, in `f64` with
//! four million. NaN gives NaN, and subnormal numbers are treated as well as others, both as inputs and as results.

mod coefficients;
mod erf;
mod exp;
mod ln;
mod tanh;

use fearless_simd::{Level, Simd, SimdBase, SimdFloat};

pub use self::coefficients::Coefficients;
use crate::Scalar;
use crate::scalar::{Vector, splat};
use crate::simd::{self, Kernel};

/// The functions on one vector: for kernels, which fuse them with what comes before.
pub(crate) mod vector {
    pub(crate) use super::erf::erf;
    pub(crate) use super::exp::{exp, expm1, sigmoid};
    pub(crate) use super::ln::{ln, log1p};
    pub(crate) use super::tanh::tanh;
}

/// Replaces each value by `function` of it: whole vectors, then one that is filled up with zeros.
#[inline(always)]
pub(crate) fn map<T: Scalar, S: Simd>(simd: S, values: &mut [T], function: impl Fn(Vector<T, S>) -> Vector<T, S>) {
    let mut vectors = values.chunks_exact_mut(Vector::<T, S>::LEN);
    for vector in &mut vectors {
        function(Vector::<T, S>::from_slice(simd, vector)).store_slice(vector);
    }
    let rest = vectors.into_remainder();
    if !rest.is_empty() {
        store_few(function(load_few(simd, rest, T::zero())), rest);
    }
}

/// A vector that begins with `values`, of which there may be fewer than lanes, and has `padding` in the other lanes.
#[inline(always)]
pub(crate) fn load_few<T: Scalar, S: Simd>(simd: S, values: &[T], padding: T) -> Vector<T, S> {
    Vector::<T, S>::from_fn(
        simd,
        #[inline(always)]
        |lane| values.get(lane).copied().unwrap_or(padding),
    )
}

/// Stores the first lanes of `x`, as many as there are `values`: in pieces of a fixed size, since a `memcpy` of so few
/// costs more than all the rest.
#[inline(always)]
pub(crate) fn store_few<T: Scalar, S: Simd>(x: impl SimdBase<S, Element = T>, values: &mut [T]) {
    #[inline(always)]
    fn piece<const N: usize, T: Copy>(to: &mut [T], from: &[T], at: usize) -> usize {
        if to.len() & N == 0 {
            return at;
        }
        to[at..at + N].copy_from_slice(&from[at..at + N]);
        at + N
    }

    let from = x.as_slice();
    debug_assert!(values.len() <= from.len() && from.len() <= 16, "a vector has 16 lanes at most");
    let at = piece::<16, T>(values, from, 0);
    let at = piece::<8, T>(values, from, at);
    let at = piece::<4, T>(values, from, at);
    let at = piece::<2, T>(values, from, at);
    piece::<1, T>(values, from, at);
}

/// c₀ + c₁x + c₂x² + .. : even and odd powers apart, each by Horner's rule, so that the chain of dependent operations
/// is half as long.
#[inline(always)]
fn polynomial<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>, c: &[T]) -> Vector<T, S> {
    let square = x * x;
    let last = c.len() - 1;
    let mut same = splat(simd, c[last]); // the powers of the last one's parity
    let mut other = splat(simd, c[last - 1]);
    let mut i = last - 1;
    while i >= 2 {
        same = same.mul_add(square, splat(simd, c[i - 1]));
        other = other.mul_add(square, splat(simd, c[i - 2]));
        i -= 2;
    }
    if i == 1 {
        same = same.mul_add(square, splat(simd, c[0]));
        other.mul_add(x, same)
    } else {
        same.mul_add(x, other)
    }
}

/// The same by Horner's rule alone: fewer operations, for where nothing waits for it.
#[inline(always)]
fn horner<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>, c: &[T]) -> Vector<T, S> {
    let (last, others) = c.split_last().expect("a polynomial has coefficients");
    others.iter().rev().fold(
        splat(simd, *last),
        #[inline(always)]
        |sum, c| sum.mul_add(x, splat(simd, *c)),
    )
}

macro_rules! functions {
    ($($(#[$attribute:meta])* $name:ident, $at:ident;)*) => {$(
        $(#[$attribute])*
        pub fn $name<T: Scalar>(values: &mut [T]) {
            $at(simd::best(), values);
        }

        #[doc = concat!("[`", stringify!($name), "`](fn@", stringify!($name), ") at a given level: for tests.")]
        #[doc(hidden)]
        pub fn $at<T: Scalar>(level: Level, values: &mut [T]) {
            struct Map<'a, T>(&'a mut [T]);

            impl<T: Scalar> Kernel for Map<'_, T> {
                type Output = ();

                #[inline(always)]
                fn run<S: Simd>(self, simd: S) {
                    map(simd, self.0, #[inline(always)] |x| vector::$name::<T, S>(simd, x));
                }
            }

            simd::dispatch(level, Map(values));
        }
    )*};
}

functions! {
    /// Replaces each x by eˣ: 0 at −∞, ∞ at ∞.
    ///
    /// Within 0.92 ULP in `f32`, 1 ULP in `f64`.
    exp, exp_at;
    /// Replaces each x by eˣ − 1, good also near 0: −1 at −∞, ∞ at ∞, ±0 at ±0.
    ///
    /// Within 1.25 ULP in `f32` and `f64`.
    expm1, expm1_at;
    /// Replaces each x by its natural logarithm: −∞ at ±0, ∞ at ∞, NaN below 0.
    ///
    /// Within 0.85 ULP in `f32`, 0.8 ULP in `f64`.
    ln, ln_at;
    /// Replaces each x by ln(1 + x), good also near 0: −∞ at −1, ∞ at ∞, NaN below −1, ±0 at ±0.
    ///
    /// Within 1.4 ULP in `f32` and `f64`.
    log1p, log1p_at;
    /// Replaces each x by its hyperbolic tangent: ±1 at ±∞, ±0 at ±0.
    ///
    /// Within 1.5 ULP in `f32`, 1.45 ULP in `f64`.
    tanh, tanh_at;
    /// Replaces each x by the logistic function 1 / (1 + e⁻ˣ): 0 at −∞, 1 at ∞.
    ///
    /// Within 1.5 ULP in `f32`, 1.4 ULP in `f64`.
    sigmoid, sigmoid_at;
    /// Replaces each x by the error function 2/√π ∫₀ˣ e^(−t²) dt: ±1 at ±∞, ±0 at ±0.
    ///
    /// Within 1.45 ULP in `f32`, 1.3 ULP in `f64`.
    erf, erf_at;
}
