#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::{Select, Simd, SimdBase};

use super::step;
use crate::Scalar;
use crate::math::{load_few, map, store_few};
use crate::scalar::{Vector, splat};

/// `max(x, 0) − alpha · max(−x, 0)` in place: Keras's `PReLU`. The axes are those of a sample, with neighbours alike taken
/// together: how large each is, and whether all its places share one alpha.
#[inline(always)]
pub fn prelu<T: Scalar, S: Simd, const AXES: usize>(
    simd: S,
    values: &mut [T],
    axes: [(usize, bool); AXES],
    alpha: &[T],
) {
    step(
        simd,
        #[inline(always)]
        || {
            let Some((&(run, is_shared), outer)) = axes.split_last() else { return };
            let mut index = [0; AXES];
            for values in values.chunks_exact_mut(run.max(1)) {
                // Where the alphas of this run begin.
                let mut at = 0;
                for (&(size, is_shared), &index) in outer.iter().zip(&index) {
                    if !is_shared {
                        at = at * size + index;
                    }
                }
                if is_shared {
                    let alpha = splat::<T, S>(simd, alpha[at]);
                    map(
                        simd,
                        values,
                        #[inline(always)]
                        |x| slope::<T, S>(simd, x, alpha),
                    );
                } else {
                    each(simd, values, &alpha[at * run..][..run]);
                }
                for (&(size, _), index) in outer.iter().zip(&mut index).rev() {
                    *index += 1;
                    if *index < size {
                        break;
                    }
                    *index = 0;
                }
            }
        },
    );
}

/// Each number with an alpha of its own.
#[inline(always)]
fn each<T: Scalar, S: Simd>(simd: S, values: &mut [T], alpha: &[T]) {
    let lanes = Vector::<T, S>::LEN;
    let mut vectors = values.chunks_exact_mut(lanes);
    let mut alphas = alpha.chunks_exact(lanes);
    for (x, alpha) in (&mut vectors).zip(&mut alphas) {
        let y = slope::<T, S>(simd, Vector::<T, S>::from_slice(simd, x), Vector::<T, S>::from_slice(simd, alpha));
        y.store_slice(x);
    }
    let (x, alpha) = (vectors.into_remainder(), alphas.remainder());
    if !x.is_empty() {
        let y = slope::<T, S>(simd, load_few(simd, x, T::zero()), load_few(simd, alpha, T::zero()));
        store_few(y, x);
    }
}

#[inline(always)]
fn slope<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>, alpha: Vector<T, S>) -> Vector<T, S> {
    let zero = splat::<T, S>(simd, T::zero());
    let is_negative = x.simd_lt(zero);
    is_negative.select(zero, x) + alpha * is_negative.select(x, zero)
}
