//! Neighbouring places taken together, where a filter has fewer weights than a vector has lanes: a wider window, whose
//! filters are those of each of its places, with zeros where a place does not look.

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::super::Window;
use super::super::product::vectors;
use super::Filters;
use crate::Scalar;
use crate::scalar::{Vector, splat};

/// The most weights, and the most sums, of places that are taken together.
const WEIGHTS: usize = 2048;
const SUMS: usize = 64;

/// Where their weights are written.
pub(super) struct Room<T> {
    kernel: [T; WEIGHTS],
    bias: [T; SUMS],
}

impl<T: Scalar> Room<T> {
    pub(super) const NONE: Self = Self { kernel: [T::ZEROS; WEIGHTS], bias: [T::ZEROS; SUMS] };
}

/// The window on the last dimension of so many places.
pub(super) fn window(window: &Window, together: usize) -> usize {
    window.kernel + (together - 1) * window.stride
}

/// How many places of the last dimension to take together, so that there are the fewest multiplications of vectors.
#[inline(always)]
pub(super) fn choose<T>(lanes: usize, windows: &[Window; 3], weights: &Filters<'_, T>, len: usize) -> usize {
    let [a, b, last] = windows;
    let places = a.output * b.output * last.output;
    if weights.groups > 1 || last.dilation > 1 || weights.filters >= 2 * lanes || places < 32 {
        return 1;
    }
    let mut best = (1, 0, 1);
    for together in 1..=last.output.min(16) {
        let sums = together * weights.filters;
        if together > 1 && (sums > SUMS || len / last.kernel * window(last, together) * together > WEIGHTS) {
            break;
        }
        // Multiplications for each place, as a fraction.
        let work = window(last, together) * sums.div_ceil(lanes);
        if best.1 == 0 || work * best.2 < best.1 * together {
            best = (together, work, together);
        }
    }
    best.0
}

/// The weights of so many places taken together, and what is added to their sums.
#[inline(always)]
pub(super) fn spread<'a, T: Scalar>(
    windows: &[Window; 3],
    weights: &Filters<'a, T>,
    together: usize,
    room: &'a mut Room<T>,
) -> (&'a [T], Option<&'a [T]>) {
    let Filters { channels, filters, kernel, bias, .. } = *weights;
    let last = &windows[2];
    let (run, sums) = (last.kernel * channels, together * filters);
    let wide = window(last, together) * channels * sums;
    let mut len = 0;
    for (from, to) in kernel.chunks_exact(run * filters).zip(room.kernel.chunks_exact_mut(wide)) {
        for place in 0..together {
            let rows = to[place * last.stride * channels * sums..].chunks_exact_mut(sums);
            for (from, to) in from.chunks_exact(filters).zip(rows) {
                to[place * filters..][..filters].copy_from_slice(from);
            }
        }
        len += wide;
    }
    let bias = bias.map(|bias| {
        for to in room.bias.chunks_exact_mut(filters).take(together) {
            to.copy_from_slice(bias);
        }
        &room.bias[..sums]
    });
    (&room.kernel[..len], bias)
}

/// Whether there is no infinity and no NaN among the numbers: multiplied by 0, each is 0.
#[inline(always)]
pub(super) fn is_finite<T: Scalar, S: Simd>(simd: S, numbers: &[T]) -> bool {
    const CHAINS: usize = 4;
    let zero = splat::<T, S>(simd, T::zero());
    let mut sums = [zero; CHAINS];
    let mut blocks = numbers.chunks_exact(CHAINS * Vector::<T, S>::LEN);
    for block in &mut blocks {
        for (sum, x) in sums.iter_mut().zip(vectors::<T, S, CHAINS>(simd, block)) {
            *sum = x.mul_add(zero, *sum);
        }
    }
    let rest = blocks.remainder().iter().fold(T::zero(), |sum, x| sum + *x * T::zero());
    let [a, b, c, d] = sums;
    ((a + b) + (c + d)).reduce_sum() + rest == T::zero()
}
