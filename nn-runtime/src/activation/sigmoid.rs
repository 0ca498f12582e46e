use fearless_simd::Simd;

use super::Activation;
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::Vector;

/// 1 / (1 + e⁻ˣ). Keras: `sigmoid`.
///
/// Within 1.5 ULP. 0 at −∞, 1 at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sigmoid;

impl<T: Scalar> Activation<T> for Sigmoid {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        vector::sigmoid::<T, S>(simd, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Sigmoid {
    const IN_RECURRENT: Option<&'static str> = Some("Sigmoid");

    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.call("Sigmoid", &[x])
    }
}
