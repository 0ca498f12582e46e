use fearless_simd::{Simd, SimdBase};

use super::Activation;
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::Vector;

/// x / (1 + |x|). Keras: `softsign`.
///
/// Within 1.5 ULP. NaN at ±∞ (as in Keras) and for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Softsign;

impl<T: Scalar> Activation<T> for Softsign {
    #[inline(always)]
    fn pointwise<S: Simd>(self, _simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x / (x.abs() + T::one())
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Softsign {
    const IN_RECURRENT: Option<&'static str> = Some("Softsign");

    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        if Graph::<T>::IS_SINGLE {
            return g.call("Softsign", &[x]);
        }
        let magnitude = g.call("Abs", &[x]);
        let divisor = g.plus(magnitude, 1.0);
        g.call("Div", &[x, divisor])
    }
}
