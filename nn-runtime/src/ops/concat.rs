#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::Simd;

use super::{Rows, step};
use crate::Scalar;

/// Writes rows of `width` numbers into rows of `total`, from the place `at` on: a part of a concatenation. A sample has
/// `outer` such rows.
///
/// # Panics
///
/// If a slice is shorter than its rows.
#[inline(always)]
pub fn concat<T: Scalar, S: Simd, R: Rows>(
    simd: S,
    rows: R,
    outer: usize,
    (at, width, total): (usize, usize, usize),
    input: &[T],
    output: &mut [T],
) {
    let lines = rows.count() * outer;
    let (input, output) = (&input[..lines * width], &mut output[..lines * total]);
    step(
        simd,
        #[inline(always)]
        || {
            for (from, to) in input.chunks_exact(width.max(1)).zip(output.chunks_exact_mut(total.max(1))) {
                to[at..][..width].copy_from_slice(from);
            }
        },
    );
}
