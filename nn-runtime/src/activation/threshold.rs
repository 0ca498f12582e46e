use fearless_simd::{Select, Simd, SimdBase};

use super::Activation;
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// x if x > `threshold`, and else `default_value`. Keras: `threshold(threshold, default_value)`, without
/// defaults.
///
/// Exact. `default_value` at −∞, ∞ at ∞, NaN for NaN (for which Keras gives `default_value`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold<T> {
    /// The greatest x that gives `default_value`.
    pub threshold: T,
    /// What the result is up to the threshold.
    pub default_value: T,
}

impl<T: Scalar> Activation<T> for Threshold<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x.simd_le(splat(simd, self.threshold)).select(splat(simd, self.default_value), x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Threshold<T> {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let (threshold, otherwise) = (g.number(self.threshold.into_f64()), g.number(self.default_value.into_f64()));
        let is_below = g.call("LessOrEqual", &[x, threshold]);
        g.call("Where", &[is_below, otherwise, x])
    }
}
