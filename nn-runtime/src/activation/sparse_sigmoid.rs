use fearless_simd::{Simd, SimdBase};

use super::{Activation, real};
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// min(max(½ (x + 1), 0), 1). Keras: `sparse_sigmoid`.
///
/// Rounded once. 0 at −∞, 1 at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SparseSigmoid;

impl<T: Scalar> Activation<T> for SparseSigmoid {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        ((x + T::one()) * real::<T>(0.5)).clamp(splat(simd, T::zero()), splat(simd, T::one()))
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for SparseSigmoid {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.line_to_one(x, 0.5, 0.5)
    }
}
