use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::gates::{self, Columns, Input, Sums};
use super::{Cell, Recurrent, Remembered};
use crate::Scalar;
use crate::activation::{Activation, apply};
use crate::scalar::Vector;

/// Long short-term memory, as Keras has it. Of the gates i, f, c, o:
///
/// - cell = recurrent activation(f) · cell + recurrent activation(i) · activation(c)
/// - output = recurrent activation(o) · activation(cell)
#[derive(Clone, Copy, Debug)]
pub struct Lstm<A, R> {
    /// That of the candidate, and of the cell.
    pub activation: A,
    /// That of the gates.
    pub recurrent_activation: R,
}

impl<T: Scalar, A: Activation<T>, R: Activation<T>> Cell<T> for Lstm<A, R> {
    const GATES: usize = 4;
    const STATE: usize = 2;
    const POINTWISE: bool = !A::ROWWISE && !R::ROWWISE;

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
        let (last, cells) = from.split_at(units);
        let (outputs, new) = to.split_at_mut(units);
        let mut unit = 0;
        let lanes = Vector::<T, S>::LEN;
        while unit < units {
            if unit + 2 * lanes <= units {
                self.tile::<T, S, 2>(simd, input, recurrent, units, unit, (last, cells), (outputs, new));
                unit += 2 * lanes;
            } else {
                // The last tile overlaps the one before it, so that none is cut.
                let from = unit.min(units - lanes);
                self.tile::<T, S, 1>(simd, input, recurrent, units, from, (last, cells), (outputs, new));
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
        from: Remembered<&[T]>,
        to: Remembered<&mut [T]>,
    ) {
        let units = to.output.len();
        sums.iter_mut().zip(last).for_each(|(sum, last)| *sum += *last);
        let (gates, rest) = sums.split_at_mut(2 * units);
        apply(simd, self.recurrent_activation, gates, units);
        let (candidates, output) = rest.split_at_mut(units);
        apply(simd, self.activation, candidates, units);
        apply(simd, self.recurrent_activation, output, units);
        let (input, forget) = gates.split_at(units);
        for (i, cell) in to.cell.iter_mut().enumerate() {
            *cell = forget[i] * from.cell[i] + input[i] * candidates[i];
        }
        to.output.copy_from_slice(to.cell);
        apply(simd, self.activation, to.output, units);
        to.output.iter_mut().zip(output).for_each(|(output, gate)| *output *= *gate);
    }
}

impl<A, R> Lstm<A, R> {
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
        (last, cells): (&[T], &[T]),
        (outputs, new): (&mut [T], &mut [T]),
    ) where
        A: Activation<T>,
        R: Activation<T>,
    {
        let lanes = Vector::<T, S>::LEN;
        let columns = Columns { gates: 4, first: 0, units, unit };
        let mut sums: Sums<T, S, VECTORS, 4> = gates::start(simd, input.start, columns);
        gates::multiply(simd, &mut sums, input.x, input.kernel, columns);
        gates::multiply(simd, &mut sums, last, recurrent.kernel, columns);
        let [i, f, c, o] = sums;
        for vector in 0..VECTORS {
            let at = unit + vector * lanes;
            let [i, f, o] = [i[vector], f[vector], o[vector]];
            let (i, f) = (self.recurrent_activation.pointwise(simd, i), self.recurrent_activation.pointwise(simd, f));
            let o = self.recurrent_activation.pointwise(simd, o);
            let cell = Vector::<T, S>::from_slice(simd, &cells[at..at + lanes]);
            let added = i * self.activation.pointwise(simd, c[vector]);
            let cell = f.mul_add(cell, added);
            cell.store_slice(&mut new[at..at + lanes]);
            let output = o * self.activation.pointwise(simd, cell);
            output.store_slice(&mut outputs[at..at + lanes]);
        }
    }
}
