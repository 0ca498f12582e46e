use fearless_simd::{Simd, SimdBase};

use super::Activation;
use super::rows::{Column, exponentials_in_register, fold, greatest};
use crate::Scalar;
use crate::math::{load_few, map, store_few, vector};
#[cfg(feature = "onnx")]
use crate::onnx::{Attribute, Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// x − ln Σ eˣ over the row, the greatest x subtracted first. Keras: `log_softmax(axis=-1)`.
///
/// Within some 8 ε max(1, |x|, |y|) for rows of up to 1000 numbers. A row with NaN or ∞, or with nothing but −∞,
/// becomes NaN (as in Keras).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogSoftmax;

impl<T: Scalar> Activation<T> for LogSoftmax {
    const ROWWISE: bool = true;

    #[inline(always)]
    fn pointwise<S: Simd>(self, _simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x
    }

    #[inline(always)]
    fn row<S: Simd>(self, simd: S, row: &mut [T]) {
        if row.len() <= Vector::<T, S>::LEN {
            let y = Activation::<T>::register(self, simd, load_few::<T, S>(simd, row, T::zero()), row.len());
            return store_few(y, row);
        }
        let most = splat(simd, greatest(simd, row));
        let sum = fold(
            simd,
            row,
            T::neg_infinity(),
            splat(simd, T::zero()),
            #[inline(always)]
            |sum: Vector<T, S>, x| sum + vector::exp::<T, S>(simd, x - most),
        )
        .reduce_sum();
        let ln = vector::ln::<T, S>(simd, splat(simd, sum));
        map(
            simd,
            row,
            #[inline(always)]
            |x| (x - most) - ln,
        );
    }

    #[inline(always)]
    fn lines<S: Simd>(self, simd: S, values: &mut [T], line: usize) {
        for at in (0..line).step_by(Vector::<T, S>::LEN) {
            let mut column = Column { simd, values: &mut *values, line, at };
            let most = column.greatest();
            let sum = column.fold(
                splat(simd, T::zero()),
                #[inline(always)]
                |sum: Vector<T, S>, x| sum + vector::exp::<T, S>(simd, x - most),
            );
            let ln = vector::ln::<T, S>(simd, sum);
            column.map(
                #[inline(always)]
                |x| (x - most) - ln,
            );
        }
    }

    #[inline(always)]
    fn register<S: Simd>(self, simd: S, x: Vector<T, S>, len: usize) -> Vector<T, S> {
        let (y, x) = exponentials_in_register::<T, S>(simd, x, len);
        let sum = y.reduce_sum();
        x - vector::ln::<T, S>(simd, splat(simd, sum))
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for LogSoftmax {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.node("LogSoftmax", &[x], &[("axis", Attribute::Integer(-1))])
    }
}
