use fearless_simd::{Simd, SimdBase};

#[cfg(feature = "onnx")]
use super::Softplus;
use super::{Activation, real};
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// x · tanh(ln(1 + eˣ)). Keras: `mish`.
///
/// With n = eˣ (eˣ + 2) it is x · n / (n + 2), which is x for x > 20.
///
/// Within 4.2 ULP for x > −87, where eˣ isn't subnormal, and 1.2 ε max(|x|, |y|) everywhere. NaN at −∞ (as in
/// Keras), ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mish;

impl<T: Scalar> Activation<T> for Mish {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        // `min` may return the wrong one of a number and NaN, but the product with x is NaN again.
        let e = vector::exp::<T, S>(simd, x.min(splat(simd, real::<T>(20.0))));
        let n = e * (e + real::<T>(2.0));
        x * (n / (n + real::<T>(2.0)))
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Mish {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let softplus = Softplus.nodes(g, x);
        let tanh = g.call("Tanh", &[softplus]);
        g.call("Mul", &[x, tanh])
    }
}
