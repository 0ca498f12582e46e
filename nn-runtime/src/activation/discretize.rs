use fearless_simd::{Select, Simd, SimdBase};

use super::Activation;
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Attribute, Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// How many of the `boundaries` are not above x: the index of the bin that x is in, for boundaries that ascend. Keras: the
/// layer `Discretization`, whose indices are integers.
///
/// Exact. 0 at −∞, their number at ∞, NaN for NaN (for which Keras gives their number).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discretize<T: 'static> {
    /// The least number of each bin but the first.
    pub boundaries: &'static [T],
}

impl<T: Scalar> Activation<T> for Discretize<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        let mut index = splat::<T, S>(simd, T::zero());
        for &boundary in self.boundaries {
            index = x.simd_ge(splat(simd, boundary)).select(index + T::one(), index);
        }
        x.simd_eq(x).select(index, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Discretize<T> {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let boundaries = g.own("boundaries", &[self.boundaries.len()], self.boundaries.to_vec());
        let last = g.integers(&[-1]);
        let column = g.call("Unsqueeze", &[x, last]);
        let is_above = g.call("GreaterOrEqual", &[column, boundaries]);
        let (zero, one) = (g.number(0.0), g.number(1.0));
        let ones = g.call("Where", &[is_above, one, zero]);
        let index = g.node("ReduceSum", &[ones, last], &[("keepdims", Attribute::Integer(0))]);
        let is_number = g.call("Equal", &[x, x]);
        g.call("Where", &[is_number, index, x])
    }
}
