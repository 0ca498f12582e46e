use fearless_simd::{Select, Simd, SimdBase};

use super::{Activation, negative};
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// ln(1 + eˣ), computed as max(x, 0) + ln(1 + e^−|x|). Keras: `softplus`.
///
/// Within 1.7 ULP. 0 at −∞, ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Softplus;

impl<T: Scalar> Activation<T> for Softplus {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        negative::<T, S>(simd, x).select(splat(simd, T::zero()), x) + soft_part::<T, S>(simd, x)
    }
}

/// ln(1 + e^−|x|), what the softplus has above max(x, 0).
#[inline(always)]
pub(super) fn soft_part<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    vector::log1p::<T, S>(simd, vector::exp::<T, S>(simd, -x.abs()))
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Softplus {
    const IN_RECURRENT: Option<&'static str> = Some("Softplus");

    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        if Graph::<T>::IS_SINGLE {
            return g.call("Softplus", &[x]);
        }
        let magnitude = g.call("Abs", &[x]);
        let negated = g.call("Neg", &[magnitude]);
        let exp = g.call("Exp", &[negated]);
        let sum = g.plus(exp, 1.0);
        let soft = g.call("Log", &[sum]);
        let hard = g.call("Relu", &[x]);
        g.call("Add", &[hard, soft])
    }
}
