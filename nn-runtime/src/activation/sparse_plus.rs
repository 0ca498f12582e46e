use fearless_simd::{Select, Simd, SimdBase};

use super::{Activation, real};
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// 0 for x ≤ −1, x for x ≥ 1, and ¼ (x + 1)² between. Keras: `sparse_plus`.
///
/// Within 2.0 ULP. 0 at −∞, ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SparsePlus;

impl<T: Scalar> Activation<T> for SparsePlus {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        let one = splat(simd, T::one());
        let y = (x + one) * real::<T>(0.5);
        let y = x.simd_lt(one).select(y * y, x);
        x.simd_le(-one).select(splat(simd, T::zero()), y)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for SparsePlus {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let line = g.line_to_one(x, 0.5, 0.5);
        let square = g.call("Mul", &[line, line]);
        let one = g.number(1.0);
        let is_below = g.call("Less", &[x, one]);
        g.call("Where", &[is_below, square, x])
    }
}
