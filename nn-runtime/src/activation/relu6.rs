use fearless_simd::{Simd, SimdBase};

use super::{Activation, real};
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// min(max(x, 0), 6). Keras: `relu6`.
///
/// Exact. 0 at −∞, 6 at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relu6;

impl<T: Scalar> Activation<T> for Relu6 {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x.clamp(splat(simd, T::zero()), splat(simd, real::<T>(6.0)))
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Relu6 {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.clip(x, 0.0, 6.0)
    }
}
