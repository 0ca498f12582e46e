use fearless_simd::{Simd, SimdBase};

use super::Activation;
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// min(max(x, −1), 1). Keras: `hard_tanh`.
///
/// Exact. ±1 at ±∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HardTanh;

impl<T: Scalar> Activation<T> for HardTanh {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x.clamp(splat(simd, -T::one()), splat(simd, T::one()))
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for HardTanh {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.clip(x, -1.0, 1.0)
    }
}
