//! What activations of whole rows share.

use fearless_simd::{Select, Simd, SimdBase, SimdMask};

use crate::Scalar;
use crate::math::{load_few, vector};
use crate::scalar::{Mask, Vector, splat};

/// Some rows that lie in lanes: a vector of them, one row in each lane.
pub(super) struct Column<'a, T, S> {
    pub(super) simd: S,
    pub(super) values: &'a mut [T],
    pub(super) line: usize,
    pub(super) at: usize,
}

impl<T: Scalar, S: Simd> Column<'_, T, S> {
    /// Folds the rows, place by place.
    #[inline(always)]
    pub(super) fn fold<R>(&self, first: R, step: impl Fn(R, Vector<T, S>) -> R) -> R {
        let lines = self.values.chunks_exact(self.line);
        lines.fold(
            first,
            #[inline(always)]
            |result, line| step(result, Vector::<T, S>::from_slice(self.simd, &line[self.at..][..Vector::<T, S>::LEN])),
        )
    }

    /// Replaces each number.
    #[inline(always)]
    pub(super) fn map(&mut self, function: impl Fn(Vector<T, S>) -> Vector<T, S>) {
        for line in self.values.chunks_exact_mut(self.line) {
            let x = &mut line[self.at..][..Vector::<T, S>::LEN];
            function(Vector::<T, S>::from_slice(self.simd, x)).store_slice(x);
        }
    }

    /// The greatest number of each row; any number of it if NaN is among them.
    #[inline(always)]
    pub(super) fn greatest(&self) -> Vector<T, S> {
        self.fold(
            splat(self.simd, T::neg_infinity()),
            #[inline(always)]
            |most: Vector<T, S>, x| most.max(x),
        )
    }
}

/// The first `len` lanes.
#[inline(always)]
pub(super) fn first_lanes<T: Scalar, S: Simd>(simd: S, len: usize) -> Mask<T, S> {
    let bits = if len < 64 { (1 << len) - 1 } else { u64::MAX };
    Mask::<T, S>::from_bitmask(simd, bits)
}

/// Folds `row` vector by vector, the last one filled up with `padding`.
#[inline(always)]
pub(super) fn fold<T: Scalar, S: Simd, R>(
    simd: S,
    row: &[T],
    padding: T,
    first: R,
    step: impl Fn(R, Vector<T, S>) -> R,
) -> R {
    let mut result = first;
    let vectors = row.chunks_exact(Vector::<T, S>::LEN);
    let rest = vectors.remainder();
    for vector in vectors {
        result = step(result, Vector::<T, S>::from_slice(simd, vector));
    }
    if !rest.is_empty() {
        result = step(result, load_few(simd, rest, padding));
    }
    result
}

/// The greatest number of `row`, and −∞ of none. Any number of it if NaN is among them.
#[inline(always)]
pub(super) fn greatest<T: Scalar, S: Simd>(simd: S, row: &[T]) -> T {
    let least = T::neg_infinity();
    fold(
        simd,
        row,
        least,
        splat(simd, least),
        #[inline(always)]
        |most: Vector<T, S>, x| most.max(x),
    )
    .reduce_max()
}

/// The first `len` lanes' exponentials divided by the greatest one's, and 0 in the others; and their logarithms.
///
/// The other lanes are kept from the exponential: that of −∞ is 0 by way of subnormal numbers, which some processors take
/// longer for than for all the rest.
#[inline(always)]
pub(super) fn exponentials_in_register<T: Scalar, S: Simd>(
    simd: S,
    x: Vector<T, S>,
    len: usize,
) -> (Vector<T, S>, Vector<T, S>) {
    let zero = splat(simd, T::zero());
    if len >= Vector::<T, S>::LEN {
        let x = x - x.reduce_max();
        return (vector::exp::<T, S>(simd, x), x);
    }
    let inside = first_lanes::<T, S>(simd, len);
    let x = inside.select(x - inside.select(x, splat(simd, T::neg_infinity())).reduce_max(), zero);
    (inside.select(vector::exp::<T, S>(simd, x), zero), x)
}
