//! The largest of some places' sums, while they are in registers.

use fearless_simd::{Simd, SimdBase, SimdFloat, SimdMask};

use super::super::Max;
use super::super::Pooling;
use crate::Scalar;
use crate::scalar::{Vector, splat};

/// The largest of each `group` of neighbours, of two or four; they come first.
#[inline(always)]
pub(super) fn pool<T: Scalar, S: Simd, const PLACES: usize, const VECTORS: usize>(
    simd: S,
    sums: [[Vector<T, S>; VECTORS]; PLACES],
    group: usize,
) -> [[Vector<T, S>; VECTORS]; PLACES] {
    // A machine's own maximum is quicker, and may lose a NaN. None is lost in a sum.
    let mut all = [splat::<T, S>(simd, T::zero()); 2];
    for (index, sums) in sums.as_flattened().iter().enumerate() {
        all[index % 2] += *sums;
    }
    if (all[0] + all[1]).is_nan().any_true() {
        halve(
            sums,
            group,
            #[inline(always)]
            |a, b| Pooling::<T>::combine(Max, simd, a, b),
        )
    } else {
        halve(
            sums,
            group,
            #[inline(always)]
            |a: Vector<T, S>, b| a.max(b),
        )
    }
}

#[inline(always)]
fn halve<V: Copy, const PLACES: usize, const VECTORS: usize>(
    mut sums: [[V; VECTORS]; PLACES],
    group: usize,
    combine: impl Fn(V, V) -> V,
) -> [[V; VECTORS]; PLACES] {
    for to in 0..PLACES / 2 {
        sums[to] = larger(sums[2 * to], sums[2 * to + 1], &combine);
    }
    if group == 4 {
        for to in 0..PLACES / 4 {
            sums[to] = larger(sums[2 * to], sums[2 * to + 1], &combine);
        }
    }
    sums
}

#[inline(always)]
fn larger<V: Copy, const VECTORS: usize>(
    mut a: [V; VECTORS],
    b: [V; VECTORS],
    combine: impl Fn(V, V) -> V,
) -> [V; VECTORS] {
    for (a, b) in a.iter_mut().zip(b) {
        *a = combine(*a, b);
    }
    a
}
