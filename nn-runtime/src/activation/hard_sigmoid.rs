use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::{Activation, real};
use crate::Scalar;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// min(max(x / 6 + ½, 0), 1). Keras: `hard_sigmoid`.
///
/// Within 0.6 ε max(|x|, |y|): near −3 the sum cancels. 0 at −∞, 1 at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HardSigmoid;

impl<T: Scalar> Activation<T> for HardSigmoid {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        hard_sigmoid::<T, S>(simd, x)
    }
}

/// min(max(`slope` · x + ½, 0), 1). Keras 2: `hard_sigmoid`, with a slope of 0.2.
///
/// Within ε max(|`slope` · x|, ½): left of 0 the sum cancels. 0 at −∞ and 1 at ∞ (if the slope is positive), NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HardSigmoidWith<T> {
    /// The slope where the result is between 0 and 1.
    pub slope: T,
}

impl<T: Scalar> Activation<T> for HardSigmoidWith<T> {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        let line = x.mul_add(splat(simd, self.slope), splat(simd, real::<T>(0.5)));
        line.clamp(splat(simd, T::zero()), splat(simd, T::one()))
    }
}

/// min(max(x / 6 + ½, 0), 1).
#[inline(always)]
pub(super) fn hard_sigmoid<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let line = x.mul_add(splat(simd, real::<T>(1.0 / 6.0)), splat(simd, real::<T>(0.5)));
    line.clamp(splat(simd, T::zero()), splat(simd, T::one()))
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for HardSigmoid {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.line_to_one(x, 1.0 / 6.0, 0.5)
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for HardSigmoidWith<T> {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.line_to_one(x, self.slope.into_f64(), 0.5)
    }
}
