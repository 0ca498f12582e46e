use fearless_simd::Simd;

use super::Activation;
use super::hard_sigmoid::hard_sigmoid;
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::Vector;

/// x · min(max(x / 6 + ½, 0), 1). Keras: `hard_silu`, or `hard_swish`.
///
/// Within 0.8 ε max(|x|, |y|): near −3 the sum cancels. NaN at −∞ (as in Keras), ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HardSilu;

impl<T: Scalar> Activation<T> for HardSilu {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x * hard_sigmoid::<T, S>(simd, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for HardSilu {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        if Graph::<T>::IS_SINGLE {
            return g.call("HardSwish", &[x]);
        }
        let y = g.line_to_one(x, 1.0 / 6.0, 0.5);
        g.call("Mul", &[x, y])
    }
}
