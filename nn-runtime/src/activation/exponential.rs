use fearless_simd::Simd;

use super::Activation;
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::Vector;

/// eˣ. Keras: `exponential`.
///
/// Within 1 ULP. 0 at −∞, ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential;

impl<T: Scalar> Activation<T> for Exponential {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        vector::exp::<T, S>(simd, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Exponential {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.call("Exp", &[x])
    }
}
