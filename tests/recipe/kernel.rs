//! `-x`, in place.

use fearless_simd::Simd;

use crate::Scalar;
use crate::math::map;
use crate::ops::step;

/// `-x` in place.
#[inline(always)]
pub fn negate<T: Scalar, S: Simd>(simd: S, values: &mut [T]) {
    step(
        simd,
        #[inline(always)]
        || map(simd, values, |x| -x),
    );
}

#[cfg(feature = "onnx")]
impl<T: Scalar> crate::onnx::Graph<'_, T> {
    /// `-x`.
    pub fn negate(&mut self) {
        let x = self.current.value;
        self.current.value = self.principal("Neg", &[x], &[]);
    }
}
