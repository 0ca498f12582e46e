use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::Activation;
use super::rows::{Column, exponentials_in_register, first_lanes, greatest};
use crate::Scalar;
use crate::math::{load_few, map, store_few, vector};
#[cfg(feature = "onnx")]
use crate::onnx::{Attribute, Graph, Nodes, Value};
use crate::scalar::{Vector, splat};

/// eˣ / Σ eˣ over the row, the greatest x subtracted first. Keras: `softmax(axis=-1)`.
///
/// Within some 8 ε of the exact one for rows of up to 1000 numbers. A row with NaN or ∞, or with nothing but −∞,
/// becomes NaN (as in Keras).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Softmax;

impl<T: Scalar> Activation<T> for Softmax {
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
        let most = greatest(simd, row);
        let scale = splat(simd, T::one() / exponentials(simd, row, most));
        map(
            simd,
            row,
            #[inline(always)]
            |x| x * scale,
        );
    }

    #[inline(always)]
    fn rows<S: Simd>(self, simd: S, values: &mut [T], len: usize) {
        if values.len() > len && len <= 2 * Vector::<T, S>::LEN {
            return short_softmaxes(simd, values, len);
        }
        for row in values.chunks_exact_mut(len) {
            Activation::<T>::row(self, simd, row);
        }
    }

    #[inline(always)]
    fn lines<S: Simd>(self, simd: S, values: &mut [T], line: usize) {
        for at in (0..line).step_by(Vector::<T, S>::LEN) {
            let mut column = Column { simd, values: &mut *values, line, at };
            let most = column.greatest();
            column.map(
                #[inline(always)]
                |x| vector::exp::<T, S>(simd, x - most),
            );
            let sum = column.fold(
                splat(simd, T::zero()),
                #[inline(always)]
                |sum: Vector<T, S>, x| sum + x,
            );
            let scale = splat::<T, S>(simd, T::one()) / sum;
            column.map(
                #[inline(always)]
                |x| x * scale,
            );
        }
    }

    #[inline(always)]
    fn register<S: Simd>(self, simd: S, x: Vector<T, S>, len: usize) -> Vector<T, S> {
        if len == 2 {
            return softmax_of_two::<T, S>(simd, x);
        }
        let (y, _) = exponentials_in_register::<T, S>(simd, x, len);
        y / y.reduce_sum()
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Softmax {
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        g.node("Softmax", &[x], &[("axis", Attribute::Integer(-1))])
    }
}

/// The softmax of the first two lanes: 1 / (1 + e^(other − x)), which needs no sum over lanes.
#[inline(always)]
fn softmax_of_two<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let other = first_lanes::<T, S>(simd, 1).select(x.rotate_elements_left::<1>(), x.rotate_elements_right::<1>());
    let one = splat::<T, S>(simd, T::one());
    // Times 0, the greater one is 0, but NaN if it is infinite.
    one / (vector::exp::<T, S>(simd, other - x) + x.max(other).mul_add(splat(simd, T::zero()), one))
}

/// Replaces each number of `row` by its exponential divided by the greatest one's, and returns the sum of them.
///
/// A row with NaN or ∞, or with nothing but −∞, gives NaN as its sum.
#[inline(always)]
fn exponentials<T: Scalar, S: Simd>(simd: S, row: &mut [T], most: T) -> T {
    let most = splat(simd, most);
    let mut sum = splat(simd, T::zero());
    let mut vectors = row.chunks_exact_mut(Vector::<T, S>::LEN);
    for vector in &mut vectors {
        let y = vector::exp::<T, S>(simd, Vector::<T, S>::from_slice(simd, vector) - most);
        y.store_slice(vector);
        sum += y;
    }
    let rest = vectors.into_remainder();
    if !rest.is_empty() {
        let x = load_few::<T, S>(simd, rest, T::zero());
        let inside = first_lanes::<T, S>(simd, rest.len());
        let y = vector::exp::<T, S>(simd, inside.select(x - most, splat(simd, T::zero())));
        store_few(y, rest);
        sum += inside.select(y, splat(simd, T::zero()));
    }
    sum.reduce_sum()
}

/// The softmax of many rows that would leave most lanes of a vector empty: the exponentials of all of them in one go.
#[inline(always)]
fn short_softmaxes<T: Scalar, S: Simd>(simd: S, values: &mut [T], len: usize) {
    for row in values.chunks_exact_mut(len) {
        let most = row.iter().fold(T::neg_infinity(), |most, x| if *x > most { *x } else { most });
        for x in row {
            *x -= most;
        }
    }
    map(
        simd,
        values,
        #[inline(always)]
        |x| vector::exp::<T, S>(simd, x),
    );
    for row in values.chunks_exact_mut(len) {
        let scale = T::one() / row.iter().fold(T::zero(), |sum, x| sum + *x);
        for x in row {
            *x *= scale;
        }
    }
}
