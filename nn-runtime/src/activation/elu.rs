use fearless_simd::{Select, Simd};

use super::{Activation, negative};
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Attribute, Graph, Nodes, Value};
use crate::scalar::Vector;

/// x, or `alpha` · (eˣ − 1) below 0. Keras: `elu(alpha=1.0)`.
///
/// Within 1.3 ULP, and half an ULP more if `alpha` is no power of two. −`alpha` at −∞, ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elu<T> {
    /// The negative of the limit at −∞.
    pub alpha: T,
}

impl<T: Scalar> Activation<T> for Elu<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        negative::<T, S>(simd, x).select(vector::expm1::<T, S>(simd, x) * self.alpha, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Elu<T> {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        if Graph::<T>::IS_SINGLE {
            return g.node("Elu", &[x], &[("alpha", Attribute::float(self.alpha))]);
        }
        let below = g.expm1(x);
        let below = g.times(below, self.alpha.into_f64());
        g.where_negative(x, below, x)
    }
}
