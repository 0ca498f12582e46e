use fearless_simd::{Simd, SimdBase};

use super::gates::Step;
use super::{Cell, Recurrent, Remembered};
use crate::Scalar;
use crate::activation::{Activation, apply};
use crate::scalar::Vector;

/// output = activation(x · kernel + output · recurrent kernel + bias).
#[derive(Clone, Copy, Debug)]
pub struct SimpleRnn<A> {
    /// That of the sum.
    pub activation: A,
}

impl<T: Scalar, A: Activation<T>> Cell<T> for SimpleRnn<A> {
    const GATES: usize = 1;
    const STATE: usize = 1;
    const POINTWISE: bool = !A::ROWWISE;
    const WIDTH: usize = 4;

    #[inline(always)]
    fn tile<S: Simd, const VECTORS: usize>(
        self,
        step: Step<'_, T, S>,
        _: usize,
        unit: usize,
        outputs: &mut [T],
        _: &mut [T],
    ) {
        let [sums] = step.sums::<VECTORS, 1>(step.last(), step.columns(1, unit));
        for (sum, output) in sums.into_iter().zip(outputs[unit..].chunks_exact_mut(Vector::<T, S>::LEN)) {
            self.activation.pointwise(step.simd, sum).store_slice(output);
        }
    }

    #[inline(always)]
    fn stored<S: Simd>(
        self,
        simd: S,
        _: Recurrent<'_, T>,
        (sums, last): (&mut [T], &mut [T]),
        _: Remembered<&[T]>,
        to: Remembered<&mut [T]>,
    ) {
        let units = to.output.len();
        for ((output, sum), last) in to.output.iter_mut().zip(sums).zip(last) {
            *output = *sum + *last;
        }
        apply(simd, self.activation, to.output, units);
    }
}
