//! eˣ and its kin.
//!
//! x = k ln 2 + r with an integer k and |r| ≤ ½ ln 2, so eˣ = 2ᵏ eʳ. ln 2 comes in two parts, of which the first is so
//! short that its product with k is exact (Cody and Waite 1980, ch. 6), so r loses nothing by cancellation.

use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::polynomial;
use crate::Scalar;
use crate::scalar::{Bits, Vector, splat};

/// x = k ln 2 + r.
struct Reduced<T: Scalar, S: Simd> {
    /// k.
    k: Vector<T, S>,
    /// k in the lowest bits of a number that has zeros in the next higher ones.
    bits: Bits<T, S>,
    /// The most of r, exact.
    r: Vector<T, S>,
    /// (eʳ − 1) less the former: the rest of r, and the higher powers.
    rest: Vector<T, S>,
}

#[inline(always)]
fn reduce<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Reduced<T, S> {
    let shifted = x.mul_add(splat(simd, T::LOG2_E), splat(simd, T::ROUND));
    let k = shifted - T::ROUND;
    let high = k.mul_add(splat(simd, -T::LN_2_HIGH), x);
    let low = k * -T::LN_2_LOW;
    let r = high + low;
    let rest = polynomial::<T, S>(simd, r, T::EXP).mul_add(r * r, low);
    Reduced { k, bits: shifted.to_bits(), r: high, rest }
}

/// 2ᵏ as two factors, since it alone may be too large or too small to be a number.
#[inline(always)]
fn powers<T: Scalar, S: Simd>(simd: S, k: Bits<T, S>) -> (Vector<T, S>, Vector<T, S>) {
    // Both biases are added first, so that the halves are positive and have one each.
    let k = k + Bits::<T, S>::splat(simd, T::TWICE_BIAS);
    let half = k >> 1;
    let other = k - half;
    (Vector::<T, S>::from_bits(half << T::FRACTION_BITS), Vector::<T, S>::from_bits(other << T::FRACTION_BITS))
}

/// eˣ where it is a normal number, with room below and above: unlike [`exp`] it doesn't care for the others.
#[inline(always)]
pub(super) fn exp_normal<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let Reduced { bits, r, rest, .. } = reduce::<T, S>(simd, x);
    let y = (r + rest) + T::one();
    Vector::<T, S>::from_bits(y.to_bits() + (bits << T::FRACTION_BITS))
}

/// e²ˣ for x from 0 to [`TANH_ONE`](Coefficients::TANH_ONE): 2ᵏ⁺ʳ. The relative error grows by about ε x, which would be too
/// much for eˣ itself; but tanh takes little of it where x is large.
#[inline(always)]
pub(super) fn exp_of_twice<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let scale = splat(simd, T::TWICE_LOG2_E);
    let shifted = x.mul_add(scale, splat(simd, T::ROUND));
    let k = shifted - T::ROUND;
    let r = x.mul_sub(scale, k);
    let y = polynomial::<T, S>(simd, r, T::EXP2).mul_add(r, splat(simd, T::one()));
    Vector::<T, S>::from_bits(y.to_bits() + (shifted.to_bits() << T::FRACTION_BITS))
}

/// eˣ.
#[inline(always)]
pub(crate) fn exp<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    exp_and_error::<T, S>(simd, x).0
}

/// eˣ, and by how much its last sum was too small when the power of two is left out: about the relative error.
#[inline(always)]
fn exp_and_error<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> (Vector<T, S>, Vector<T, S>) {
    let x = x.clamp(splat(simd, T::EXP_LOW), splat(simd, T::EXP_HIGH));
    let Reduced { bits, r, rest, .. } = reduce::<T, S>(simd, x);
    let (half, other) = powers::<T, S>(simd, bits);
    let expm1 = r + rest;
    let y = expm1 + T::one();
    (y * half * other, expm1 - (y - T::one()))
}

/// eˣ − 1 = 2ᵏ ((1 − 2⁻ᵏ) + (eʳ − 1)).
#[inline(always)]
pub(crate) fn expm1<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let clamped = x.clamp(splat(simd, T::EXPM1_LOW), splat(simd, T::EXP_HIGH));
    let Reduced { k, bits, r, rest } = reduce::<T, S>(simd, clamped);
    let (half, other) = powers::<T, S>(simd, bits);
    // 2⁻ᵏ, or 0 if that isn't a normal number.
    let exponent = (splat::<T, S>(simd, T::INTEGER_BIAS) - k).max(splat::<T, S>(simd, T::INTEGER));
    let inverse = Vector::<T, S>::from_bits(exponent.to_bits() << T::FRACTION_BITS);
    let y = ((splat::<T, S>(simd, T::one()) - inverse) + r) + rest;
    (y * half * other).copysign(x)
}

/// 1 / (1 + e⁻ˣ), computed as that or as eˣ / (1 + eˣ), so that the power is no more than 1.
#[inline(always)]
pub(crate) fn sigmoid<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let one = splat(simd, T::one());
    let zero = splat(simd, T::zero());
    let negative = x.simd_lt(zero);
    let (e, error) = exp_and_error::<T, S>(simd, -x.abs());
    let sum = e + one;
    let lost = e - (sum - one);
    let y = negative.select(e, one) / sum;
    // What the numerator and the denominator have lost, in proportion to them. That takes the denominator, and the
    // power without its factor 2ᵏ, for 1, which they nearly are where it matters.
    (negative.select(error, zero) - lost).mul_add(y, y)
}
