use fearless_simd::Simd;

use super::Activation;
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::Vector;

/// x / (1 + e⁻ˣ). Keras: `silu`, or `swish`.
///
/// Within 3.2 ULP for x > −87, where e⁻ˣ doesn't overflow, and 1.0 ε max(|x|, |y|) everywhere. NaN at −∞ (as in
/// Keras), ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Silu;

impl<T: Scalar> Activation<T> for Silu {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x * vector::sigmoid::<T, S>(simd, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Silu {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let sigmoid = g.call("Sigmoid", &[x]);
        g.call("Mul", &[x, sigmoid])
    }
}
