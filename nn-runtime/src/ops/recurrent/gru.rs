use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::gates::{self, Columns, Input, Sums};
use super::{Cell, Recurrent, Remembered};
use crate::Scalar;
use crate::activation::{Activation, Linear, apply};
use crate::ops::product::Product;
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

/// The step's columns: all three gates.
const fn all(units: usize, unit: usize) -> Columns {
    Columns { gates: 3, first: 0, units, unit }
}

impl<T: Scalar, A: Activation<T>, R: Activation<T>, const RESET_AFTER: bool> Cell<T> for Gru<A, R, RESET_AFTER> {
    const GATES: usize = 3;
    const STATE: usize = 1;
    const POINTWISE: bool = !A::ROWWISE && !R::ROWWISE;

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
    fn fused<S: Simd>(
        self,
        simd: S,
        input: Input<'_, T>,
        recurrent: Recurrent<'_, T>,
        units: usize,
        (from, to): (&[T], &mut [T]),
        room: &mut [T],
    ) {
        let step = Step { gru: self, simd, input, recurrent, units, last: from };
        let lanes = Vector::<T, S>::LEN;
        let passes = if RESET_AFTER { 1 } else { 2 };
        for pass in 0..passes {
            let mut unit = 0;
            while unit < units {
                let wide = unit + 2 * lanes <= units;
                // The last tile overlaps the one before it, so that none is cut.
                let first = if wide { unit } else { unit.min(units - lanes) };
                match (RESET_AFTER, pass, wide) {
                    (true, _, true) => step.tile::<2>(first, to),
                    (true, _, false) => step.tile::<1>(first, to),
                    (false, 0, true) => step.gates::<2>(first, room),
                    (false, 0, false) => step.gates::<1>(first, room),
                    (false, _, true) => step.candidates::<2>(first, room, to),
                    (false, _, false) => step.candidates::<1>(first, room, to),
                }
                unit += if wide { 2 * lanes } else { lanes };
            }
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
            // The first two gates' columns are made anew, and not used: a product has whole rows.
            let product = Product { input: to.output, kernel, bias, inputs: units, units: 3 * units };
            product.one(simd, Linear, last);
            candidates.iter_mut().zip(&last[2 * units..]).for_each(|(sum, last)| *sum += *last);
        }
        apply(simd, self.activation, candidates, units);
        for (i, output) in to.output.iter_mut().enumerate() {
            *output = update[i] * from.output[i] + (T::one() - update[i]) * candidates[i];
        }
    }
}

/// One step of one row.
struct Step<'a, T, S, A, R, const RESET_AFTER: bool> {
    gru: Gru<A, R, RESET_AFTER>,
    simd: S,
    input: Input<'a, T>,
    recurrent: Recurrent<'a, T>,
    units: usize,
    last: &'a [T],
}

impl<T: Scalar, S: Simd, A: Activation<T>, R: Activation<T>, const RESET_AFTER: bool>
    Step<'_, T, S, A, R, RESET_AFTER>
{
    #[inline(always)]
    fn gate(&self, x: Vector<T, S>) -> Vector<T, S> {
        self.gru.recurrent_activation.pointwise(self.simd, x)
    }

    /// The output of one vector of units.
    #[inline(always)]
    fn output(&self, at: usize, update: Vector<T, S>, candidate: Vector<T, S>, outputs: &mut [T]) {
        let lanes = Vector::<T, S>::LEN;
        let last = Vector::<T, S>::from_slice(self.simd, &self.last[at..at + lanes]);
        let candidate = self.gru.activation.pointwise(self.simd, candidate);
        let rest = (splat::<T, S>(self.simd, T::one()) - update) * candidate;
        update.mul_add(last, rest).store_slice(&mut outputs[at..at + lanes]);
    }

    /// `VECTORS` vectors of units, from `unit` on, of a layer that is reset after its products.
    #[inline(always)]
    fn tile<const VECTORS: usize>(&self, unit: usize, outputs: &mut [T]) {
        let Self { simd, input, recurrent, units, last, .. } = *self;
        let columns = all(units, unit);
        let mut sums: Sums<T, S, VECTORS, 3> = gates::start(simd, input.start, columns);
        gates::multiply(simd, &mut sums, input.x, input.kernel, columns);
        let [z, r, mut candidates] = sums;
        // The gates' sums go on; the candidate's are apart, since they are multiplied before they join the others.
        let mut sums = [z, r, [splat(simd, T::zero()); VECTORS]];
        gates::add(simd, &mut sums, recurrent.bias, columns);
        gates::multiply(simd, &mut sums, last, recurrent.kernel, columns);
        let [z, r, products] = sums;
        for vector in 0..VECTORS {
            candidates[vector] = self.gate(r[vector]).mul_add(products[vector], candidates[vector]);
            self.output(unit + vector * Vector::<T, S>::LEN, self.gate(z[vector]), candidates[vector], outputs);
        }
    }

    /// The update gates, and the outputs as they are reset before the products: one after the other in `room`.
    #[inline(always)]
    fn gates<const VECTORS: usize>(&self, unit: usize, room: &mut [T]) {
        let Self { simd, input, recurrent, units, last, .. } = *self;
        let columns = all(units, unit);
        let mut sums: Sums<T, S, VECTORS, 2> = gates::start(simd, input.start, columns);
        gates::multiply(simd, &mut sums, input.x, input.kernel, columns);
        gates::multiply(simd, &mut sums, last, recurrent.kernel, columns);
        let [z, r] = sums;
        let lanes = Vector::<T, S>::LEN;
        for vector in 0..VECTORS {
            let at = unit + vector * lanes;
            self.gate(z[vector]).store_slice(&mut room[at..at + lanes]);
            let reset = self.gate(r[vector]) * Vector::<T, S>::from_slice(simd, &last[at..at + lanes]);
            reset.store_slice(&mut room[units + at..][..lanes]);
        }
    }

    /// The candidates and the outputs, after all of the [`gates`](Self::gates).
    #[inline(always)]
    fn candidates<const VECTORS: usize>(&self, unit: usize, room: &[T], outputs: &mut [T]) {
        let Self { simd, input, recurrent, units, .. } = *self;
        let columns = Columns { first: 2, ..all(units, unit) };
        let (update, reset) = room[..2 * units].split_at(units);
        let mut sums: Sums<T, S, VECTORS, 1> = gates::start(simd, input.start, columns);
        gates::multiply(simd, &mut sums, input.x, input.kernel, columns);
        gates::multiply(simd, &mut sums, reset, recurrent.kernel, columns);
        let lanes = Vector::<T, S>::LEN;
        for (vector, candidate) in sums[0].into_iter().enumerate() {
            let at = unit + vector * lanes;
            let update = Vector::<T, S>::from_slice(simd, &update[at..at + lanes]);
            self.output(at, update, candidate, outputs);
        }
    }
}
