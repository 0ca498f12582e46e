//! Logarithms.
//!
//! x = 2ᵏ (1 + f) with √½ ≤ 1 + f < √2, and ln(1 + f) = 2 artanh s with s = f / (2 + f). What s has lost by rounding
//! is kept out of the result: 2s = f − s f, and s f = f²/2 − s f²/2, so that ln(1 + f) = f − (f²/2 − s (f²/2 + R))
//! with R = (2 artanh s − 2s) / s. (Ng 1993, in the comments of FDLIBM's `e_log.c`.)

use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::polynomial;
use crate::Scalar;
use crate::scalar::{Bits, Vector, splat};

/// k ln 2 + ln(1 + f).
#[inline(always)]
fn assemble<T: Scalar, S: Simd>(simd: S, k: Vector<T, S>, f: Vector<T, S>) -> Vector<T, S> {
    let half_square = f * f * T::from_f64(0.5);
    let s = f / (f + T::from_f64(2.0));
    let z = s * s;
    let rest = polynomial::<T, S>(simd, z, T::LN).mul_add(z, half_square);
    let low = k.mul_add(splat(simd, T::LN_2_LOW), s * rest);
    k.mul_add(splat(simd, T::LN_2_HIGH), f - (half_square - low))
}

/// k and 1 + f of a positive normal x.
#[inline(always)]
fn split<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> (Vector<T, S>, Vector<T, S>) {
    let bits = x.to_bits() + Bits::<T, S>::splat(simd, T::ONE_ABOVE_SQRT_HALF);
    let integer = (bits >> T::FRACTION_BITS) | splat::<T, S>(simd, T::INTEGER).to_bits();
    let k = Vector::<T, S>::from_bits(integer) - T::INTEGER_BIAS;
    let m = (bits & T::FRACTION) + Bits::<T, S>::splat(simd, T::SQRT_HALF);
    (k, Vector::<T, S>::from_bits(m))
}

/// `y` for positive finite x, and else what a logarithm is at x: x itself for ∞ and NaN, −∞ for 0, NaN below.
#[inline(always)]
fn at_limits<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>, y: Vector<T, S>) -> Vector<T, S> {
    let zero = splat(simd, T::zero());
    let y = x.simd_lt(splat(simd, T::infinity())).select(y, x);
    let y = x.simd_lt(zero).select(splat(simd, T::nan()), y);
    x.simd_eq(zero).select(splat(simd, T::neg_infinity()), y)
}

/// The natural logarithm.
#[inline(always)]
pub(crate) fn ln<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let subnormal = x.simd_lt(splat(simd, T::LEAST_NORMAL));
    let (k, m) = split::<T, S>(simd, subnormal.select(x * T::UP, x));
    let k = subnormal.select(k - T::UP_EXPONENT, k);
    at_limits::<T, S>(simd, x, assemble::<T, S>(simd, k, m - T::one()))
}

/// ln(1 + x).
#[inline(always)]
pub(crate) fn log1p<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let one = splat(simd, T::one());
    let sum = one + x;
    // What the sum has lost by rounding (Knuth, TAOCP 4.2.2, theorem B).
    let x_part = sum - one;
    let lost = (one - (sum - x_part)) + (x - x_part);
    let (k, m) = split::<T, S>(simd, sum);
    // 2⁻ᵏ, or 0 if that isn't a normal number.
    let exponent = (splat::<T, S>(simd, T::INTEGER_BIAS) - k).max(splat::<T, S>(simd, T::INTEGER));
    let scale = Vector::<T, S>::from_bits(exponent.to_bits() << T::FRACTION_BITS);
    let f = lost.mul_add(scale, m - one);
    at_limits::<T, S>(simd, sum, assemble::<T, S>(simd, k, f)).copysign(x)
}
