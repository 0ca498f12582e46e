//! Activations of each number by itself.

use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::Activation;
use crate::Scalar;
use crate::math::vector;
use crate::scalar::{Mask, Vector, splat};

/// `T` of a number that it has exactly, or nearly.
#[inline(always)]
fn real<T: Scalar>(value: f64) -> T {
    T::from_f64(value)
}

/// The lanes below 0. NaN isn't among them.
#[inline(always)]
fn negative<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Mask<T, S> {
    x.simd_lt(splat(simd, T::zero()))
}

/// An activation without parameters.
macro_rules! plain {
    ($(#[$attribute:meta])* $name:ident, |$simd:ident, $x:ident| $body:expr) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name;

        impl<T: Scalar> Activation<T> for $name {
            #[inline(always)]
            fn pointwise<S: Simd>(self, $simd: S, $x: Vector<T, S>) -> Vector<T, S> {
                $body
            }
        }
    };
}

/// An activation with parameters.
macro_rules! parametric {
    (
        $(#[$attribute:meta])* $name:ident { $($(#[$on_field:meta])* $field:ident),* },
        |$self:ident, $simd:ident, $x:ident| $body:expr
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name<T> {
            $($(#[$on_field])* pub $field: T,)*
        }

        impl<T: Scalar> Activation<T> for $name<T> {
            #[inline(always)]
            fn pointwise<S: Simd>($self, $simd: S, $x: Vector<T, S>) -> Vector<T, S> {
                $body
            }
        }
    };
}

/// x. Keras: `linear`. Exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear;

impl<T: Scalar> Activation<T> for Linear {
    const IS_IDENTITY: bool = true;

    #[inline(always)]
    fn pointwise<S: Simd>(self, _simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x
    }
}

plain! {
    /// max(x, 0). Keras: `relu`, with its defaults.
    ///
    /// Exact. 0 at −∞, ∞ at ∞, NaN for NaN.
    Relu, |simd, x| negative::<T, S>(simd, x).select(splat(simd, T::zero()), x)
}

parametric! {
    /// x above `threshold`, but no more than `max_value`; and else `negative_slope` · (x − `threshold`). Keras:
    /// `relu(negative_slope=0, max_value=None, threshold=0)`.
    ///
    /// As in Keras, x = `threshold` gives 0 (if that is not the threshold's own default), and a maximum brings a
    /// minimum of 0 for what is above the threshold, which matters if the threshold is negative.
    ///
    /// Within 1.4 ULP; exact without a slope. The limits at ±∞ are those of the formula; NaN for NaN (for which Keras
    /// gives 0 if there is a threshold).
    ReluWith {
        /// The slope below the threshold.
        negative_slope,
        /// The most that the result can be. Infinite if there is no maximum.
        max_value,
        /// Where the slope changes.
        threshold
    },
    |self, simd, x| {
        let zero = splat(simd, T::zero());
        let threshold = splat(simd, self.threshold);
        let mut y = x.simd_le(threshold).select(zero, x);
        if self.max_value < T::infinity() {
            let max = splat(simd, self.max_value);
            y = y.simd_lt(zero).select(zero, y);
            y = y.simd_gt(max).select(max, y);
        }
        if self.negative_slope != T::zero() {
            let below = threshold - x;
            y -= below.simd_gt(zero).select(below, zero) * self.negative_slope;
        }
        y
    }
}

plain! {
    /// min(max(x, 0), 6). Keras: `relu6`.
    ///
    /// Exact. 0 at −∞, 6 at ∞, NaN for NaN.
    Relu6, |simd, x| x.clamp(splat(simd, T::zero()), splat(simd, real::<T>(6.0)))
}

parametric! {
    /// x, or `negative_slope` · x below 0. Keras: `leaky_relu(negative_slope=0.2)`; the *layer* `LeakyReLU` has 0.3.
    ///
    /// Rounded once. −∞ at −∞ (if the slope is positive), ∞ at ∞, NaN for NaN.
    LeakyRelu {
        /// The slope below 0.
        negative_slope
    },
    |self, simd, x| negative::<T, S>(simd, x).select(x * self.negative_slope, x)
}

parametric! {
    /// x, or `alpha` · (eˣ − 1) below 0. Keras: `elu(alpha=1.0)`.
    ///
    /// Within 1.3 ULP, and half an ULP more if `alpha` is no power of two. −`alpha` at −∞, ∞ at ∞, NaN for NaN.
    Elu {
        /// The negative of the limit at −∞.
        alpha
    },
    |self, simd, x| negative::<T, S>(simd, x).select(vector::expm1::<T, S>(simd, x) * self.alpha, x)
}

plain! {
    /// s x, or s α (eˣ − 1) below 0, with s = 1.05070… and α = 1.67326…. Keras: `selu`.
    ///
    /// Within 2.5 ULP. −s α at −∞, ∞ at ∞, NaN for NaN.
    Selu, |simd, x| {
        let scale = 1.050_700_987_355_480_5;
        let below = vector::expm1::<T, S>(simd, x) * real::<T>(scale * 1.673_263_242_354_377_2);
        negative::<T, S>(simd, x).select(below, x * real::<T>(scale))
    }
}

parametric! {
    /// x, or `alpha` · (e^(x / `alpha`) − 1) below 0. Keras: `celu(alpha=1.0)`.
    ///
    /// Within 1.3 ULP, and some half ULP more if `alpha` is no power of two. −`alpha` at −∞, ∞ at ∞, NaN for NaN.
    Celu {
        /// The negative of the limit at −∞.
        alpha
    },
    |self, simd, x| {
        let below = vector::expm1::<T, S>(simd, x / self.alpha) * self.alpha;
        negative::<T, S>(simd, x).select(below, x)
    }
}

plain! {
    /// ½ x (1 + erf(x / √2)). Keras: `gelu(approximate=False)`, its default.
    ///
    /// Within 1.7 ULP right of 0, and 0.92 ε max(|x|, |y|) everywhere: left of 0 the sum cancels, so there the error
    /// is small in comparison with x, not with the result. NaN at −∞ (as in Keras), ∞ at ∞, NaN for NaN.
    Gelu, |simd, x| {
        let phi = vector::erf::<T, S>(simd, x * real::<T>(core::f64::consts::FRAC_1_SQRT_2)) + T::one();
        x * real::<T>(0.5) * phi
    }
}

plain! {
    /// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))). Keras: `gelu(approximate=True)`.
    ///
    /// It is computed as x σ(2√(2/π) (x + 0.044715 x³)), which is the same without the cancellation left of 0, and
    /// cheaper.
    ///
    /// Within 1.0 ε max(|x|, |y|); the ULPs are no more than 33 for x > −5, and 200 everywhere. NaN at −∞ (as in
    /// Keras), ∞ at ∞, NaN for NaN.
    GeluApproximate, |simd, x| {
        let slope = 1.595_769_121_605_730_7; // 2√(2/π)
        let u = (x * x).mul_add(splat(simd, real::<T>(slope * 0.044_715)), splat(simd, real::<T>(slope))) * x;
        x * vector::sigmoid::<T, S>(simd, u)
    }
}

plain! {
    /// 1 / (1 + e⁻ˣ). Keras: `sigmoid`.
    ///
    /// Within 1.5 ULP. 0 at −∞, 1 at ∞, NaN for NaN.
    Sigmoid, |simd, x| vector::sigmoid::<T, S>(simd, x)
}

plain! {
    /// min(max(x / 6 + ½, 0), 1). Keras: `hard_sigmoid`.
    ///
    /// Within 0.6 ε max(|x|, |y|): near −3 the sum cancels. 0 at −∞, 1 at ∞, NaN for NaN.
    HardSigmoid, |simd, x| hard_sigmoid::<T, S>(simd, x)
}

#[inline(always)]
fn hard_sigmoid<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let line = x.mul_add(splat(simd, real::<T>(1.0 / 6.0)), splat(simd, real::<T>(0.5)));
    line.clamp(splat(simd, T::zero()), splat(simd, T::one()))
}

plain! {
    /// x · min(max(x / 6 + ½, 0), 1). Keras: `hard_silu`, or `hard_swish`.
    ///
    /// Within 0.8 ε max(|x|, |y|): near −3 the sum cancels. NaN at −∞ (as in Keras), ∞ at ∞, NaN for NaN.
    HardSilu, |simd, x| x * hard_sigmoid::<T, S>(simd, x)
}

plain! {
    /// min(max(x, −1), 1). Keras: `hard_tanh`.
    ///
    /// Exact. ±1 at ±∞, NaN for NaN.
    HardTanh, |simd, x| x.clamp(splat(simd, -T::one()), splat(simd, T::one()))
}

plain! {
    /// x / (1 + e⁻ˣ). Keras: `silu`, or `swish`.
    ///
    /// Within 3.2 ULP for x > −87, where e⁻ˣ doesn't overflow, and 1.0 ε max(|x|, |y|) everywhere. NaN at −∞ (as in
    /// Keras), ∞ at ∞, NaN for NaN.
    Silu, |simd, x| x * vector::sigmoid::<T, S>(simd, x)
}

/// ln(1 + e^−|x|), what the softplus has above max(x, 0).
#[inline(always)]
fn soft_part<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    vector::log1p::<T, S>(simd, vector::exp::<T, S>(simd, -x.abs()))
}

plain! {
    /// ln(1 + eˣ), computed as max(x, 0) + ln(1 + e^−|x|). Keras: `softplus`.
    ///
    /// Within 1.7 ULP. 0 at −∞, ∞ at ∞, NaN for NaN.
    Softplus, |simd, x| {
        negative::<T, S>(simd, x).select(splat(simd, T::zero()), x) + soft_part::<T, S>(simd, x)
    }
}

plain! {
    /// x / (1 + |x|). Keras: `softsign`.
    ///
    /// Within 1.5 ULP. NaN at ±∞ (as in Keras) and for NaN.
    Softsign, |_simd, x| x / (x.abs() + T::one())
}

plain! {
    /// tanh x. Keras: `tanh`.
    ///
    /// Within 1.5 ULP. ±1 at ±∞, NaN for NaN.
    Tanh, |simd, x| vector::tanh::<T, S>(simd, x)
}

plain! {
    /// x − tanh x. Keras: `tanh_shrink`.
    ///
    /// Within 0.8 ε |x|: near 0 the difference cancels. ±∞ at ±∞, NaN for NaN.
    TanhShrink, |simd, x| x - vector::tanh::<T, S>(simd, x)
}

parametric! {
    /// x − `threshold` above `threshold`, x + `threshold` below −`threshold`, and 0 between. Keras:
    /// `soft_shrink(threshold=0.5)`.
    ///
    /// Rounded once. ±∞ at ±∞, NaN for NaN (for which Keras gives 0).
    SoftShrink {
        /// How much nearer to 0 the result is.
        threshold
    },
    |self, simd, x| {
        let a = x.abs();
        let inside = a.simd_le(splat(simd, self.threshold));
        inside.select(splat(simd, T::zero()), (a - self.threshold).copysign(x))
    }
}

parametric! {
    /// x if |x| > `threshold`, and else 0. Keras: `hard_shrink(threshold=0.5)`.
    ///
    /// Exact. ±∞ at ±∞, NaN for NaN (for which Keras gives 0).
    HardShrink {
        /// The greatest |x| that gives 0.
        threshold
    },
    |self, simd, x| x.abs().simd_le(splat(simd, self.threshold)).select(splat(simd, T::zero()), x)
}

plain! {
    /// eˣ. Keras: `exponential`.
    ///
    /// Within 1 ULP. 0 at −∞, ∞ at ∞, NaN for NaN.
    Exponential, |simd, x| vector::exp::<T, S>(simd, x)
}

plain! {
    /// ln(1 / (1 + e⁻ˣ)), computed as min(x, 0) − ln(1 + e^−|x|). Keras: `log_sigmoid`.
    ///
    /// Within 1.7 ULP. −∞ at −∞, −0 at ∞, NaN for NaN.
    LogSigmoid, |simd, x| {
        x.simd_gt(splat(simd, T::zero())).select(splat(simd, -T::zero()), x) - soft_part::<T, S>(simd, x)
    }
}

plain! {
    /// x · tanh(ln(1 + eˣ)). Keras: `mish`.
    ///
    /// With n = eˣ (eˣ + 2) it is x · n / (n + 2), which is x for x > 20.
    ///
    /// Within 4.2 ULP for x > −87, where eˣ isn't subnormal, and 1.2 ε max(|x|, |y|) everywhere. NaN at −∞ (as in
    /// Keras), ∞ at ∞, NaN for NaN.
    Mish, |simd, x| {
        // `min` may return the wrong one of a number and NaN, but the product with x is NaN again.
        let e = vector::exp::<T, S>(simd, x.min(splat(simd, real::<T>(20.0))));
        let n = e * (e + real::<T>(2.0));
        x * (n / (n + real::<T>(2.0)))
    }
}

parametric! {
    /// ½ (x + √(x² + `b`)). Keras: `squareplus(b=4)`.
    ///
    /// Left of 0 it is computed as ½ `b` / (√(x² + `b`) − x), which is the same without the cancellation that Keras
    /// has.
    ///
    /// Within 2.8 ULP. 0 at −∞ (where Keras gives NaN), ∞ at ∞, NaN for NaN; x² overflows where |x| > √`T::MAX`, and
    /// then the result is 0 or ∞.
    Squareplus {
        /// The square of twice the result at 0.
        b
    },
    |self, simd, x| {
        let half = splat(simd, real::<T>(0.5));
        let root = x.mul_add(x, splat(simd, self.b)).sqrt();
        let sum = x.abs() + root;
        negative::<T, S>(simd, x).select(half * self.b / sum, half * sum)
    }
}

parametric! {
    /// x if x > `threshold`, and else `default_value`. Keras: `threshold(threshold, default_value)`, without
    /// defaults.
    ///
    /// Exact. `default_value` at −∞, ∞ at ∞, NaN for NaN (for which Keras gives `default_value`).
    Threshold {
        /// The greatest x that gives `default_value`.
        threshold,
        /// What the result is up to the threshold.
        default_value
    },
    |self, simd, x| x.simd_le(splat(simd, self.threshold)).select(splat(simd, self.default_value), x)
}

plain! {
    /// 0 for x ≤ −1, x for x ≥ 1, and ¼ (x + 1)² between. Keras: `sparse_plus`.
    ///
    /// Within 2.0 ULP. 0 at −∞, ∞ at ∞, NaN for NaN.
    SparsePlus, |simd, x| {
        let one = splat(simd, T::one());
        let y = (x + one) * real::<T>(0.5);
        let y = x.simd_lt(one).select(y * y, x);
        x.simd_le(-one).select(splat(simd, T::zero()), y)
    }
}

plain! {
    /// min(max(½ (x + 1), 0), 1). Keras: `sparse_sigmoid`.
    ///
    /// Rounded once. 0 at −∞, 1 at ∞, NaN for NaN.
    SparseSigmoid, |simd, x| {
        ((x + T::one()) * real::<T>(0.5)).clamp(splat(simd, T::zero()), splat(simd, T::one()))
    }
}

/// How many of the `boundaries` are not above x: the index of the bin that x is in, for boundaries that ascend. Keras: the
/// layer `Discretization`, whose indices are integers.
///
/// Exact. 0 at −∞, their number at ∞, NaN for NaN (for which Keras gives their number).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discretize<T: 'static> {
    /// The least number of each bin but the first.
    pub boundaries: &'static [T],
}

impl<T: Scalar> Activation<T> for Discretize<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        let mut index = splat::<T, S>(simd, T::zero());
        for &boundary in self.boundaries {
            index = x.simd_ge(splat(simd, boundary)).select(index + T::one(), index);
        }
        x.simd_eq(x).select(index, x)
    }
}
