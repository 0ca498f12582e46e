use fearless_simd::{Select, Simd, SimdBase};

#[cfg(feature = "onnx")]
use super::LeakyRelu;
use super::{Activation, negative};
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// max(x, 0). Keras: `relu`, with its defaults.
///
/// Exact. 0 at −∞, ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relu;

impl<T: Scalar> Activation<T> for Relu {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        negative::<T, S>(simd, x).select(splat(simd, T::zero()), x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Relu {
    const IN_RECURRENT: Option<&'static str> = Some("Relu");

    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.call("Relu", &[x])
    }
}

/// x above `threshold`, but no more than `max_value`; and else `negative_slope` · (x − `threshold`). Keras:
/// `relu(negative_slope=0, max_value=None, threshold=0)`.
///
/// As in Keras, x = `threshold` gives 0 (if that is not the threshold's own default), and a maximum brings a
/// minimum of 0 for what is above the threshold, which matters if the threshold is negative.
///
/// Within 1.4 ULP; exact without a slope. The limits at ±∞ are those of the formula; NaN for NaN (for which Keras
/// gives 0 if there is a threshold).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReluWith<T> {
    /// The slope below the threshold.
    pub negative_slope: T,
    /// The most that the result can be. Infinite if there is no maximum.
    pub max_value: T,
    /// Where the slope changes.
    pub threshold: T,
}

impl<T: Scalar> Activation<T> for ReluWith<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
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

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for ReluWith<T> {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let Self { negative_slope, max_value, threshold } = self;
        if (negative_slope, threshold) == (T::zero(), T::zero()) {
            return if max_value.is_finite() { g.clip(x, 0.0, max_value.into_f64()) } else { g.call("Relu", &[x]) };
        }
        if threshold == T::zero() && !max_value.is_finite() {
            return LeakyRelu { negative_slope }.nodes(g, x);
        }
        let (limit, zero) = (g.number(threshold.into_f64()), g.number(0.0));
        let is_below = g.call("LessOrEqual", &[x, limit]);
        let mut y = g.call("Where", &[is_below, zero, x]);
        if max_value.is_finite() {
            y = g.clip(y, 0.0, max_value.into_f64());
        }
        if negative_slope != T::zero() {
            let below = g.call("Sub", &[limit, x]);
            let below = g.call("Relu", &[below]);
            let below = g.times(below, negative_slope.into_f64());
            y = g.call("Sub", &[y, below]);
        }
        y
    }
}
