use fearless_simd::Simd;

use super::Activation;
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::Vector;

/// tanh x. Keras: `tanh`.
///
/// Within 1.5 ULP. ±1 at ±∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tanh;

impl<T: Scalar> Activation<T> for Tanh {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        vector::tanh::<T, S>(simd, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Tanh {
    const IN_RECURRENT: Option<&'static str> = Some("Tanh");

    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.call("Tanh", &[x])
    }
}
