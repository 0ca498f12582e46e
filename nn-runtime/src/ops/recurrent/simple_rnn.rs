use fearless_simd::{Simd, SimdBase};

use super::gates::{self, Columns, Input, Sums};
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

    #[inline(always)]
    fn fused<S: Simd>(
        self,
        simd: S,
        input: Input<'_, T>,
        recurrent: Recurrent<'_, T>,
        units: usize,
        (from, to): (&[T], &mut [T]),
        _: &mut [T],
    ) {
        let lanes = Vector::<T, S>::LEN;
        let mut unit = 0;
        while unit < units {
            if unit + 4 * lanes <= units {
                self.tile::<T, S, 4>(simd, input, recurrent, units, unit, from, to);
                unit += 4 * lanes;
            } else if unit + 2 * lanes <= units {
                self.tile::<T, S, 2>(simd, input, recurrent, units, unit, from, to);
                unit += 2 * lanes;
            } else {
                // The last tile overlaps the one before it, so that none is cut.
                let first = unit.min(units - lanes);
                self.tile::<T, S, 1>(simd, input, recurrent, units, first, from, to);
                unit += lanes;
            }
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

impl<A> SimpleRnn<A> {
    /// `VECTORS` vectors of units, from `unit` on.
    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "what a step is")]
    fn tile<T: Scalar, S: Simd, const VECTORS: usize>(
        self,
        simd: S,
        input: Input<'_, T>,
        recurrent: Recurrent<'_, T>,
        units: usize,
        unit: usize,
        last: &[T],
        outputs: &mut [T],
    ) where
        A: Activation<T>,
    {
        let columns = Columns { gates: 1, first: 0, units, unit };
        let mut sums: Sums<T, S, VECTORS, 1> = gates::start(simd, input.start, columns);
        gates::multiply(simd, &mut sums, input.x, input.kernel, columns);
        gates::multiply(simd, &mut sums, last, recurrent.kernel, columns);
        let lanes = Vector::<T, S>::LEN;
        for (sum, output) in sums[0].into_iter().zip(outputs[unit..].chunks_exact_mut(lanes)) {
            self.activation.pointwise(simd, sum).store_slice(output);
        }
    }
}
