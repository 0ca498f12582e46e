use fearless_simd::Simd;

use super::Activation;
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::Vector;

/// x − tanh x. Keras: `tanh_shrink`.
///
/// Within 0.8 ε |x|: near 0 the difference cancels. ±∞ at ±∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TanhShrink;

impl<T: Scalar> Activation<T> for TanhShrink {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x - vector::tanh::<T, S>(simd, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for TanhShrink {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let tanh = g.call("Tanh", &[x]);
        g.call("Sub", &[x, tanh])
    }
}
