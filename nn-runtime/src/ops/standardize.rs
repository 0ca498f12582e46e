#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::constants::{Constants, count, rows};
use crate::Scalar;
use crate::scalar::splat;

/// `(x − mean) / max(√variance, 10⁻⁷)` in place, along rows of `ROW` numbers: Keras's `Normalization`.
#[inline(always)]
pub fn standardize<T: Scalar, S: Simd, const ROW: usize>(
    simd: S,
    values: &mut [T],
    mean: &impl Constants<T>,
    variance: &impl Constants<T>,
) {
    let epsilon = splat::<T, S>(simd, T::from_f64(1e-7));
    rows::<T, S, ROW>(
        simd,
        values,
        #[inline(always)]
        |x, column| (x - mean.load(simd, column)) / variance.load(simd, column).sqrt().max(epsilon),
        [count(mean), count(variance)],
    );
}
