//! Neighbouring places taken together, where a filter has fewer weights than a vector has lanes: a wider window, whose
//! filters are those of each of its places, with zeros where a place does not look.

use fearless_simd::{Simd, SimdBase, SimdFloat};
use nn_format::Convolution;

use super::super::gemm::vectors;
use super::Filters;
use crate::Scalar;
use crate::scalar::{Vector, splat};

/// The weights of so many places taken together, and what is added to their sums, written into the `workspace`.
#[inline(always)]
pub(super) fn spread<'a, T: Scalar>(
    sizes: &Convolution,
    weights: &Filters<'a, T>,
    together: usize,
    workspace: &'a mut [T],
) -> (&'a [T], Option<&'a [T]>) {
    let Filters { channels, filters, kernel, bias, .. } = *weights;
    let last = &sizes.space.windows[2];
    let (run, sums) = (last.kernel * channels, together * filters);
    let wide = sizes.width(together) * channels * sums;
    let (wide_kernel, wide_bias) = workspace.split_at_mut(sizes.weights_together(together));
    wide_kernel.fill(T::zero());
    for (from, to) in kernel.chunks_exact(run * filters).zip(wide_kernel.chunks_exact_mut(wide)) {
        for place in 0..together {
            let rows = to[place * last.stride * channels * sums..].chunks_exact_mut(sums);
            for (from, to) in from.chunks_exact(filters).zip(rows) {
                to[place * filters..][..filters].copy_from_slice(from);
            }
        }
    }
    let bias = bias.map(|bias| {
        for to in wide_bias.chunks_exact_mut(filters).take(together) {
            to.copy_from_slice(bias);
        }
        &wide_bias[..sums]
    });
    (wide_kernel, bias)
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
