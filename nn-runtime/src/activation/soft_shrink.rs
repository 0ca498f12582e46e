use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::Activation;
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// x − `threshold` above `threshold`, x + `threshold` below −`threshold`, and 0 between. Keras:
/// `soft_shrink(threshold=0.5)`.
///
/// Rounded once. ±∞ at ±∞, NaN for NaN (for which Keras gives 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SoftShrink<T> {
    /// How much nearer to 0 the result is.
    pub threshold: T,
}

impl<T: Scalar> Activation<T> for SoftShrink<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        let a = x.abs();
        let inside = a.simd_le(splat(simd, self.threshold));
        inside.select(splat(simd, T::zero()), (a - self.threshold).copysign(x))
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for SoftShrink<T> {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.shrink(x, self.threshold, self.threshold)
    }
}
