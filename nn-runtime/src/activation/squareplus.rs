use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::{Activation, negative, real};
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// ½ (x + √(x² + `b`)). Keras: `squareplus(b=4)`.
///
/// Left of 0 it is computed as ½ `b` / (√(x² + `b`) − x), which is the same without the cancellation that Keras
/// has.
///
/// Within 2.8 ULP. 0 at −∞ (where Keras gives NaN), ∞ at ∞, NaN for NaN; x² overflows where |x| > √`T::MAX`, and
/// then the result is 0 or ∞.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Squareplus<T> {
    /// The square of twice the result at 0.
    pub b: T,
}

impl<T: Scalar> Activation<T> for Squareplus<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        let half = splat(simd, real::<T>(0.5));
        let root = x.mul_add(x, splat(simd, self.b)).sqrt();
        let sum = x.abs() + root;
        negative::<T, S>(simd, x).select(half * self.b / sum, half * sum)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Squareplus<T> {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let square = g.call("Mul", &[x, x]);
        let sum = g.plus(square, self.b.into_f64());
        let root = g.call("Sqrt", &[sum]);
        let magnitude = g.call("Abs", &[x]);
        let sum = g.call("Add", &[magnitude, root]);
        let above = g.times(sum, 0.5);
        let half = g.number(0.5 * self.b.into_f64());
        let below = g.call("Div", &[half, sum]);
        g.where_negative(x, below, above)
    }
}
