//! The hyperbolic tangent.

use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::exp::exp_of_twice;
use super::horner;
use crate::Scalar;
use crate::scalar::{Vector, splat};

/// The hyperbolic tangent: x + x z P(z)/Q(z) with z = x² for |x| < 1, and else 1 − 2 / (e²ˣ + 1). They share a
/// division.
#[inline(always)]
pub(crate) fn tanh<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let one = splat(simd, T::one());
    let a = x.abs();
    let large = a.simd_ge(one);
    let z = a * a;
    let p = horner::<T, S>(simd, z, T::TANH_P) * (a * z);
    let q = horner::<T, S>(simd, z, T::TANH_Q);
    // `min` may return the wrong one of a number and NaN, but NaN isn't large.
    let e = exp_of_twice::<T, S>(simd, a.min(splat(simd, T::TANH_ONE))) + T::one();
    let numerator = large.select(splat(simd, -(T::one() + T::one())), p);
    let y = large.select(one, a) + numerator / large.select(e, q);
    y.copysign(x)
}
