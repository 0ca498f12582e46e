use fearless_simd::{Select, Simd};

use super::{Activation, negative};
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Attribute, Graph, Nodes, Value};
use crate::scalar::Vector;

/// x, or `alpha` · (e^(x / `alpha`) − 1) below 0. Keras: `celu(alpha=1.0)`.
///
/// Within 1.3 ULP, and some half ULP more if `alpha` is no power of two. −`alpha` at −∞, ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Celu<T> {
    /// The negative of the limit at −∞.
    pub alpha: T,
}

impl<T: Scalar> Activation<T> for Celu<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        let below = vector::expm1::<T, S>(simd, x / self.alpha) * self.alpha;
        negative::<T, S>(simd, x).select(below, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Celu<T> {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        if Graph::<T>::IS_SINGLE {
            return g.node("Celu", &[x], &[("alpha", Attribute::float(self.alpha))]);
        }
        let alpha = g.number(self.alpha.into_f64());
        let scaled = g.call("Div", &[x, alpha]);
        let below = g.expm1(scaled);
        let below = g.call("Mul", &[below, alpha]);
        g.where_negative(x, below, x)
    }
}
