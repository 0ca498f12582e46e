use fearless_simd::Simd;

use super::Activation;
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::Vector;

/// x. Keras: `linear`. Exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear;

impl<T: Scalar> Activation<T> for Linear {
    const IS_IDENTITY: bool = true;

    #[inline(always)]
    fn pointwise<S: Simd>(self, _simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Linear {
    fn nodes(self, _g: &mut Graph<'_, T>, x: Value) -> Value {
        x
    }
}
