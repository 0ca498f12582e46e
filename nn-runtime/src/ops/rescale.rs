#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::Simd;

use super::constants::{Constants, count, rows};
use crate::Scalar;

/// `x · scale + offset` in place, along rows of `ROW` numbers.
#[inline(always)]
pub fn rescale<T: Scalar, S: Simd, const ROW: usize>(
    simd: S,
    values: &mut [T],
    scale: &impl Constants<T>,
    offset: &impl Constants<T>,
) {
    rows::<T, S, ROW>(
        simd,
        values,
        #[inline(always)]
        |x, column| x * scale.load(simd, column) + offset.load(simd, column),
        [count(scale), count(offset)],
    );
}
