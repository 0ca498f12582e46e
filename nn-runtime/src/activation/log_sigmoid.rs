use fearless_simd::{Select, Simd, SimdBase};

use super::Activation;
#[cfg(feature = "onnx")]
use super::Softplus;
use super::softplus::soft_part;
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// ln(1 / (1 + e⁻ˣ)), computed as min(x, 0) − ln(1 + e^−|x|). Keras: `log_sigmoid`.
///
/// Within 1.7 ULP. −∞ at −∞, −0 at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogSigmoid;

impl<T: Scalar> Activation<T> for LogSigmoid {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x.simd_gt(splat(simd, T::zero())).select(splat(simd, -T::zero()), x) - soft_part::<T, S>(simd, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for LogSigmoid {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let negated = g.call("Neg", &[x]);
        let softplus = Softplus.nodes(g, negated);
        g.call("Neg", &[softplus])
    }
}
