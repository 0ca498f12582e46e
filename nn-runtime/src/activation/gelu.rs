use fearless_simd::{Simd, SimdFloat};

use super::{Activation, real};
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// ½ x (1 + erf(x / √2)). Keras: `gelu(approximate=False)`, its default.
///
/// Within 1.7 ULP right of 0, and 0.92 ε max(|x|, |y|) everywhere: left of 0 the sum cancels, so there the error
/// is small in comparison with x, not with the result. NaN at −∞ (as in Keras), ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gelu;

impl<T: Scalar> Activation<T> for Gelu {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        let phi = vector::erf::<T, S>(simd, x * real::<T>(core::f64::consts::FRAC_1_SQRT_2)) + T::one();
        x * real::<T>(0.5) * phi
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Gelu {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let scaled = g.times(x, core::f64::consts::FRAC_1_SQRT_2);
        let erf = g.call("Erf", &[scaled]);
        let phi = g.plus(erf, 1.0);
        let half = g.times(x, 0.5);
        g.call("Mul", &[half, phi])
    }
}

/// 2√(2/π).
const SLOPE: f64 = 1.595_769_121_605_730_7;

/// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))). Keras: `gelu(approximate=True)`.
///
/// It is computed as x σ(2√(2/π) (x + 0.044715 x³)), which is the same without the cancellation left of 0, and
/// cheaper.
///
/// Within 1.0 ε max(|x|, |y|); the ULPs are no more than 33 for x > −5, and 200 everywhere. NaN at −∞ (as in
/// Keras), ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeluApproximate;

impl<T: Scalar> Activation<T> for GeluApproximate {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        let u = (x * x).mul_add(splat(simd, real::<T>(SLOPE * 0.044_715)), splat(simd, real::<T>(SLOPE))) * x;
        x * vector::sigmoid::<T, S>(simd, u)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for GeluApproximate {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let square = g.call("Mul", &[x, x]);
        let cubic = g.times(square, SLOPE * 0.044_715);
        let sum = g.plus(cubic, SLOPE);
        let u = g.call("Mul", &[sum, x]);
        let sigmoid = g.call("Sigmoid", &[u]);
        g.call("Mul", &[x, sigmoid])
    }
}
