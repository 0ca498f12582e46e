use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::gates::Step;
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
    fn tile<S: Simd, const VECTORS: usize>(
        self,
        step: Step<'_, T, S>,
        _: usize,
        unit: usize,
        to: &mut [T],
        _: &mut [T],
    ) {
        let Step { simd, units, from, .. } = step;
        let cells = &from[units..];
        let (outputs, new) = to.split_at_mut(units);
        let lanes = Vector::<T, S>::LEN;
        let [i, f, c, o] = step.sums::<VECTORS, 4>(step.last(), step.columns(4, unit));
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
