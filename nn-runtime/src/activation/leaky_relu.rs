use fearless_simd::{Select, Simd};

use super::{Activation, negative};
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Attribute, Graph, Nodes, Value};
use crate::scalar::Vector;

/// x, or `negative_slope` · x below 0. Keras: `leaky_relu(negative_slope=0.2)`; the *layer* `LeakyReLU` has 0.3.
///
/// Rounded once. −∞ at −∞ (if the slope is positive), ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeakyRelu<T> {
    /// The slope below 0.
    pub negative_slope: T,
}

impl<T: Scalar> Activation<T> for LeakyRelu<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        negative::<T, S>(simd, x).select(x * self.negative_slope, x)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for LeakyRelu<T> {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        if Graph::<T>::IS_SINGLE {
            return g.node("LeakyRelu", &[x], &[("alpha", Attribute::float(self.negative_slope))]);
        }
        let below = g.times(x, self.negative_slope.into_f64());
        g.where_negative(x, below, x)
    }
}
