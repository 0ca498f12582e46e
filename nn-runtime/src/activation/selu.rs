use fearless_simd::{Select, Simd};

#[cfg(feature = "onnx")]
use super::Elu;
use super::{Activation, negative, real};
use crate::Scalar;
use crate::math::vector;
#[cfg(feature = "onnx")]
use crate::onnx::{Graph, Nodes, Value};
use crate::scalar::Vector;

const SCALE: f64 = 1.050_700_987_355_480_5;
const ALPHA: f64 = 1.673_263_242_354_377_2;

/// s x, or s α (eˣ − 1) below 0, with s = 1.05070… and α = 1.67326…. Keras: `selu`.
///
/// Within 2.5 ULP. −s α at −∞, ∞ at ∞, NaN for NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selu;

impl<T: Scalar> Activation<T> for Selu {
    #[inline(always)]
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S> {
        let below = vector::expm1::<T, S>(simd, x) * real::<T>(SCALE * ALPHA);
        negative::<T, S>(simd, x).select(below, x * real::<T>(SCALE))
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Selu {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        if Graph::<T>::IS_SINGLE {
            // The operator's defaults are the same constants.
            return g.call("Selu", &[x]);
        }
        let y = Elu { alpha: real::<T>(ALPHA) }.nodes(g, x);
        g.times(y, SCALE)
    }
}
