//! The error function.

use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::exp::exp_normal;
use super::polynomial;
use crate::Scalar;
use crate::scalar::{Vector, splat};

/// The error function: x + x P(x²) for |x| < 1, and else 1 − e^g(x), where the polynomial g is the logarithm of the
/// complement.
#[inline(always)]
pub(crate) fn erf<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let one = splat(simd, T::one());
    let a = x.abs();
    let near = polynomial::<T, S>(simd, a * a, T::ERF).mul_add(a, a);
    // `min` may return the wrong one of a number and NaN, but NaN takes the other way.
    let t = a.min(splat(simd, T::ERF_ONE)) - T::one();
    let far = one - exp_normal::<T, S>(simd, polynomial::<T, S>(simd, t, T::ERF_TAIL));
    a.simd_ge(one).select(far, near).copysign(x)
}
