use fearless_simd::{Select, Simd, SimdBase};

use super::Activation;
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// x if |x| > `threshold`, and else 0. Keras: `hard_shrink(threshold=0.5)`.
///
/// Exact. ±∞ at ±∞, NaN for NaN (for which Keras gives 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HardShrink<T> {
    /// The greatest |x| that gives 0.
    pub threshold: T,
}

impl<T: Scalar> Activation<T> for HardShrink<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x.abs().simd_le(splat(simd, self.threshold)).select(splat(simd, T::zero()), x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for HardShrink<T> {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.shrink(x, self.threshold, T::zero())
    }
}
