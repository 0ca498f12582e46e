use fearless_simd::Simd;

use super::Activation;
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::Vector;

/// x³.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cube;

impl<T: Scalar> Activation<T> for Cube {
    #[inline(always)]
    fn pointwise<S: Simd>(self, _simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x * x * x
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Cube {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let square = g.call("Mul", &[x, x]);
        g.call("Mul", &[square, x])
    }
}
