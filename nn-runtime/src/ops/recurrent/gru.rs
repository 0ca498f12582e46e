use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::gates::{self, Columns, Step};
use super::{Cell, Recurrent, Remembered};
use crate::Scalar;
use crate::activation::{Activation, Linear, apply};
use crate::ops::gemm::Gemm;
use crate::scalar::{Vector, splat};

/// A gated recurrent unit, as Keras has it. Of the gates z, r, h, the last of which has products of the input and of the
/// last output:
///
/// - candidate = activation(input's products + recurrent activation(r) · last output's products), or, if the layer is
///   reset before, with the products of recurrent activation(r) · output
/// - output = recurrent activation(z) · output + (1 − recurrent activation(z)) · candidate
#[derive(Clone, Copy, Debug)]
pub struct Gru<A, R, const RESET_AFTER: bool> {
    /// That of the candidate.
    pub activation: A,
    /// That of the gates.
    pub recurrent_activation: R,
}

impl<T: Scalar, A: Activation<T>, R: Activation<T>, const RESET_AFTER: bool> Cell<T> for Gru<A, R, RESET_AFTER> {
    const GATES: usize = 3;
    const STATE: usize = 1;
    const POINTWISE: bool = !A::ROWWISE && !R::ROWWISE;
    const PASSES: usize = if RESET_AFTER { 1 } else { 2 };

    #[inline(always)]
    fn biases(bias: &[T], units: usize) -> (&[T], Option<&[T]>) {
        if RESET_AFTER {
            let (input, recurrent) = bias.split_at(3 * units);
            (input, Some(recurrent))
        } else {
            (bias, None)
        }
    }

    #[inline(always)]
    fn tile<S: Simd, const VECTORS: usize>(
        self,
        step: Step<'_, T, S>,
        pass: usize,
        unit: usize,
        outputs: &mut [T],
        row_workspace: &mut [T],
    ) {
        match (RESET_AFTER, pass) {
            (true, _) => self.reset_after::<T, S, VECTORS>(step, unit, outputs),
            (false, 0) => self.gates::<T, S, VECTORS>(step, unit, row_workspace),
            (false, _) => self.candidates::<T, S, VECTORS>(step, unit, row_workspace, outputs),
        }
    }

    #[inline(always)]
    fn stored<S: Simd>(
        self,
        simd: S,
        recurrent: Recurrent<'_, T>,
        (sums, last): (&mut [T], &mut [T]),
        from: Remembered<&[T]>,
        to: Remembered<&mut [T]>,
    ) {
        let units = to.output.len();
        let (gates, candidates) = sums.split_at_mut(2 * units);
        gates.iter_mut().zip(&*last).for_each(|(sum, last)| *sum += *last);
        apply(simd, self.recurrent_activation, gates, units);
        let (update, reset) = gates.split_at(units);
        if RESET_AFTER {
            for ((sum, reset), last) in candidates.iter_mut().zip(reset).zip(&last[2 * units..]) {
                *sum += *reset * *last;
            }
        } else {
            for ((output, reset), last) in to.output.iter_mut().zip(reset).zip(from.output) {
                *output = *reset * *last;
            }
            let Recurrent { kernel, bias } = recurrent;
            let product = Gemm { input: to.output, kernel, bias, inputs: units, units: 3 * units };
            product.one_from(simd, 2 * units, Linear, last);
            candidates.iter_mut().zip(&last[2 * units..]).for_each(|(sum, last)| *sum += *last);
        }
        apply(simd, self.activation, candidates, units);
        for (i, output) in to.output.iter_mut().enumerate() {
            *output = update[i] * from.output[i] + (T::one() - update[i]) * candidates[i];
        }
    }
}

impl<A, R, const RESET_AFTER: bool> Gru<A, R, RESET_AFTER> {
    /// The output of one vector of units.
    #[inline(always)]
    fn output<T: Scalar, S: Simd>(
        &self,
        step: Step<'_, T, S>,
        at: usize,
        update: Vector<T, S>,
        candidate: Vector<T, S>,
        outputs: &mut [T],
    ) where
        A: Activation<T>,
    {
        let lanes = Vector::<T, S>::LEN;
        let last = Vector::<T, S>::from_slice(step.simd, &step.from[at..at + lanes]);
        let candidate = self.activation.pointwise(step.simd, candidate);
        let rest = (splat::<T, S>(step.simd, T::one()) - update) * candidate;
        update.mul_add(last, rest).store_slice(&mut outputs[at..at + lanes]);
    }

    /// Units of a layer that is reset after its products.
    #[inline(always)]
    fn reset_after<T: Scalar, S: Simd, const VECTORS: usize>(
        &self,
        step: Step<'_, T, S>,
        unit: usize,
        outputs: &mut [T],
    ) where
        A: Activation<T>,
        R: Activation<T>,
    {
        let Step { simd, recurrent, .. } = step;
        let columns = step.columns(3, unit);
        let [z, r, mut candidates] = step.inputs::<VECTORS, 3>(columns);
        // The gates' sums go on; the candidate's are apart, since they are multiplied before they join the others.
        let mut sums = [z, r, [splat(simd, T::zero()); VECTORS]];
        gates::add(simd, &mut sums, recurrent.bias, columns);
        gates::multiply(simd, &mut sums, step.last(), recurrent.kernel, columns);
        let [z, r, products] = sums;
        for vector in 0..VECTORS {
            let reset = self.recurrent_activation.pointwise(simd, r[vector]);
            candidates[vector] = reset.mul_add(products[vector], candidates[vector]);
            let update = self.recurrent_activation.pointwise(simd, z[vector]);
            self.output(step, unit + vector * Vector::<T, S>::LEN, update, candidates[vector], outputs);
        }
    }

    /// The update gates, and the outputs as they are reset before the products: one after the other in `row_workspace`.
    #[inline(always)]
    fn gates<T: Scalar, S: Simd, const VECTORS: usize>(
        &self,
        step: Step<'_, T, S>,
        unit: usize,
        row_workspace: &mut [T],
    ) where
        R: Activation<T>,
    {
        let Step { simd, units, from, .. } = step;
        let [z, r] = step.sums::<VECTORS, 2>(step.last(), step.columns(3, unit));
        let lanes = Vector::<T, S>::LEN;
        for vector in 0..VECTORS {
            let at = unit + vector * lanes;
            self.recurrent_activation.pointwise(simd, z[vector]).store_slice(&mut row_workspace[at..at + lanes]);
            let reset = self.recurrent_activation.pointwise(simd, r[vector]);
            let reset = reset * Vector::<T, S>::from_slice(simd, &from[at..at + lanes]);
            reset.store_slice(&mut row_workspace[units + at..][..lanes]);
        }
    }

    /// The candidates and the outputs, after all of the [`gates`](Self::gates).
    #[inline(always)]
    fn candidates<T: Scalar, S: Simd, const VECTORS: usize>(
        &self,
        step: Step<'_, T, S>,
        unit: usize,
        row_workspace: &[T],
        outputs: &mut [T],
    ) where
        A: Activation<T>,
    {
        let Step { simd, units, .. } = step;
        let columns = Columns { first: 2, ..step.columns(3, unit) };
        let (update, reset) = row_workspace[..2 * units].split_at(units);
        let [sums] = step.sums::<VECTORS, 1>(reset, columns);
        let lanes = Vector::<T, S>::LEN;
        for (vector, candidate) in sums.into_iter().enumerate() {
            let at = unit + vector * lanes;
            let update = Vector::<T, S>::from_slice(simd, &update[at..at + lanes]);
            self.output(step, at, update, candidate, outputs);
        }
    }
}
