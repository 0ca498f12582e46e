//! Recurrent layers: what each step adds to what the layer remembers of the steps before.
//!
//! A step is a product of the input and of the last output with all gates' weights, and then a [`Cell`]: what one kind of
//! layer makes of the sums. There are two ways through it. A layer whose weights stay near the processor has its step
//! [fused](Cell::tile): the sums of all gates of a few units are made in registers, and go through the activations there,
//! while the sums of the next units are under way. Otherwise, and for batches, the sums are [stored](Cell::stored): they
//! come from the products that dense layers have, for many rows at once.
//!
//! The input's part of the sums does not wait for the step before it. Where a step has many features, it is taken for
//! several steps at once, so that the weights are loaded once for all of them.

mod gates;
mod gru;
mod lstm;
#[cfg(feature = "onnx")]
mod onnx;
mod simple_rnn;

pub use gru::Gru;
pub use lstm::Lstm;
use nn_format::{RnnStrategy as Kind, STEPS_AT_ONCE};
pub use simple_rnn::SimpleRnn;

use fearless_simd::{Simd, SimdBase};

use self::gates::{Input, Step};
use super::gemm::Gemm;
use super::{Rows, apart};
use crate::Scalar;
use crate::activation::Linear;
use crate::scalar::Vector;

/// A kind of recurrent layer: what it makes of the sums of its gates.
pub trait Cell<T: Scalar>: Copy {
    /// How many sums there are for each unit.
    const GATES: usize;

    /// How many numbers are remembered for each unit; the first is the output.
    const STATE: usize;

    /// Whether the activations are of each number by itself.
    const POINTWISE: bool;

    /// What is added to the products of the input, and to those of the last output.
    fn biases(bias: &[T], units: usize) -> (&[T], Option<&[T]>) {
        let _ = units;
        (bias, None)
    }

    /// How many vectors of units a fused step takes at once, at the most: 2 or 4.
    const WIDTH: usize = 2;

    /// How often a fused step goes over all units.
    const PASSES: usize = 1;

    /// What `VECTORS` vectors of units, from `unit` on, become in a fused step: their sums never leave the registers. `to` is
    /// what will be remembered of all units, and `row_workspace` has a number for each gate of each, which the passes share.
    fn tile<S: Simd, const VECTORS: usize>(
        self,
        step: Step<'_, T, S>,
        pass: usize,
        unit: usize,
        to: &mut [T],
        row_workspace: &mut [T],
    );

    /// One step of one row: of the products of the input and of those of the last output, which are overwritten.
    fn stored<S: Simd>(
        self,
        simd: S,
        recurrent: Recurrent<'_, T>,
        sums: (&mut [T], &mut [T]),
        from: Remembered<&[T]>,
        to: Remembered<&mut [T]>,
    );
}

/// The weights of the last output.
#[derive(Clone, Copy)]
pub struct Recurrent<'a, T> {
    kernel: &'a [T],
    bias: Option<&'a [T]>,
}

/// What is remembered of one row: the output, and for some cells a number more for each unit.
pub struct Remembered<A> {
    output: A,
    cell: A,
}

/// A recurrent layer.
#[derive(Clone, Copy)]
pub struct Recurrence<'a, T, C> {
    /// What it makes of its sums.
    pub cell: C,
    /// For each feature, the weights of each gate's units.
    pub kernel: &'a [T],
    /// For each unit of the last output, the same.
    pub recurrent_kernel: &'a [T],
    /// What is added.
    pub bias: Option<&'a [T]>,
}

/// The steps of a sequence, and which of them are written.
#[derive(Clone, Copy, Debug)]
pub struct Sequence {
    /// How many steps there are.
    pub steps: usize,
    /// Whether the last is taken first.
    pub reverse: bool,
    /// Whether each step's output is written, in the order in which they are taken, or only the last one's.
    pub sequences: bool,
    /// Whether they are written in the other order: as time goes, if the last is taken first.
    pub flip: bool,
}

impl Sequence {
    /// How many steps' outputs are written.
    const fn outputs(self) -> usize {
        if self.sequences { self.steps } else { 1 }
    }
}

/// Whether the step is fused, as a type.
pub trait RnnKernel<T> {
    /// How the layer is computed.
    const WAY: Kind;
}

/// In a function of the layer's own, in registers.
pub struct Fused;

/// By the products that all large layers share.
pub struct Stored;

/// By sizes that the macro did not know.
pub struct ChosenRnn<const FEATURES: usize, const UNITS: usize, const GATES: usize>;

impl<T> RnnKernel<T> for Fused {
    const WAY: Kind = Kind::Fused;
}

impl<T> RnnKernel<T> for Stored {
    const WAY: Kind = Kind::Stored;
}

impl<T: Scalar, const FEATURES: usize, const UNITS: usize, const GATES: usize> RnnKernel<T>
    for ChosenRnn<FEATURES, UNITS, GATES>
{
    const WAY: Kind = Kind::choose(FEATURES, UNITS, GATES, size_of::<T>());
}

/// With at least so many features, the input's part of the sums is taken for several steps at once.
const MANY_FEATURES: usize = 24;

/// A recurrent layer's forward pass over whole sequences: one of each row, of `steps` times `FEATURES` numbers.
///
/// `row_workspace` holds for each row the sums of [`STEPS_AT_ONCE`] steps and of one more, and twice what is remembered;
/// `workspace` what [`nn_format::DenseStrategy::workspace`] says of the products of many rows.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "what a recurrent layer is")]
pub fn recurrent<T, S, R, C, W, const FEATURES: usize, const UNITS: usize>(
    simd: S,
    rows: R,
    _: W,
    layer: Recurrence<'_, T, C>,
    sequence: Sequence,
    input: &[T],
    (row_workspace, workspace): (&mut [T], &mut [T]),
    output: &mut [T],
) where
    T: Scalar,
    S: Simd,
    R: Rows,
    C: Cell<T>,
    W: RnnKernel<T>,
{
    apart(
        simd,
        #[inline(always)]
        || {
            Pass::<_, _, _, W, FEATURES, UNITS> { simd, layer, way: core::marker::PhantomData }.all(
                rows,
                sequence,
                input,
                (row_workspace, workspace),
                output,
            );
        },
    );
}

/// One step of a recurrent layer, for one row: `x` is the step's input, and `state` what is remembered, twice: the `odd`
/// steps read the second half and write the first.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "what a recurrent layer is")]
pub fn recurrent_step<T, S, C, W, const FEATURES: usize, const UNITS: usize>(
    simd: S,
    _: W,
    layer: Recurrence<'_, T, C>,
    odd: bool,
    x: &[T],
    state: &mut [T],
    row_workspace: &mut [T],
    output: &mut [T],
) where
    T: Scalar,
    S: Simd,
    C: Cell<T>,
    W: RnnKernel<T>,
{
    apart(
        simd,
        #[inline(always)]
        || {
            let pass = Pass::<_, _, _, W, FEATURES, UNITS> { simd, layer, way: core::marker::PhantomData };
            let (first, second) = state.split_at_mut(C::STATE * UNITS);
            let (from, to) = if odd { (second, first) } else { (first, second) };
            let (sums, row_workspace) = row_workspace.split_at_mut(C::GATES * UNITS);
            pass.step(&x[..FEATURES], from, &mut to[..C::STATE * UNITS], sums, row_workspace);
            output[..UNITS].copy_from_slice(&to[..UNITS]);
        },
    );
}

/// A layer on its way through a sequence.
struct Pass<'a, T, S, C, W, const FEATURES: usize, const UNITS: usize> {
    simd: S,
    layer: Recurrence<'a, T, C>,
    way: core::marker::PhantomData<W>,
}

impl<T: Scalar, S: Simd, C: Cell<T>, W: RnnKernel<T>, const FEATURES: usize, const UNITS: usize>
    Pass<'_, T, S, C, W, FEATURES, UNITS>
{
    /// The sums of one step.
    const SUMS: usize = C::GATES * UNITS;
    /// Whether the sums of one row stay in registers.
    const FUSED: bool = matches!(W::WAY, Kind::Fused) && C::POINTWISE && UNITS >= Vector::<T, S>::LEN;
    /// Whether the input's part of them is taken for several steps at once.
    const AHEAD: bool = !Self::FUSED || FEATURES >= MANY_FEATURES;
    /// Whether the weights stay in the first cache, so that samples have nothing to share.
    const NEAR: bool = (FEATURES + UNITS) * Self::SUMS * size_of::<T>() <= 32 * 1024;

    /// What is added to the products of the input, and to those of the last output.
    #[inline(always)]
    fn biases(&self) -> (Option<&[T]>, Option<&[T]>) {
        match self.layer.bias {
            Some(bias) => {
                let (input, recurrent) = C::biases(bias, UNITS);
                (Some(input), recurrent)
            }
            None => (None, None),
        }
    }

    #[inline(always)]
    fn recurrent(&self) -> Recurrent<'_, T> {
        Recurrent { kernel: self.layer.recurrent_kernel, bias: self.biases().1 }
    }

    /// The products of the input of one step or of several.
    #[inline(always)]
    fn product<'p>(&'p self, input: &'p [T]) -> Gemm<'p, T> {
        let Recurrence { kernel, .. } = self.layer;
        Gemm { input, kernel, bias: self.biases().0, inputs: FEATURES, units: Self::SUMS }
    }

    /// Multiplies rows, by the kernel that large layers share, or here.
    #[inline(always)]
    fn multiply(&self, product: Gemm<'_, T>, rows: usize, workspace: &mut [T], output: &mut [T]) {
        if matches!(W::WAY, Kind::Stored) || rows > 1 {
            T::multiply(self.simd.level(), product, rows, workspace, output);
        } else {
            product.one(self.simd, Linear, output);
        }
    }

    /// One step of one row.
    #[inline(always)]
    fn step(&self, x: &[T], from: &[T], to: &mut [T], sums: &mut [T], row_workspace: &mut [T]) {
        let input = if Self::FUSED {
            Input { start: self.biases().0, x, kernel: self.layer.kernel }
        } else {
            self.multiply(self.product(x), 1, &mut [], sums);
            Input::EMPTY
        };
        self.advance(input, from, to, sums, row_workspace);
    }

    /// One step of one row, whose input is in its `sums` already, or is said by `input`.
    #[inline(always)]
    fn advance(&self, input: Input<'_, T>, from: &[T], to: &mut [T], sums: &mut [T], row_workspace: &mut [T]) {
        let recurrent = self.recurrent();
        if Self::FUSED {
            let step = Step { simd: self.simd, input, recurrent, units: UNITS, from };
            self.tiles(step, to, &mut row_workspace[..Self::SUMS]);
        } else {
            let row_workspace = &mut row_workspace[..Self::SUMS];
            self.multiply(self.last(&from[..UNITS]), 1, &mut [], row_workspace);
            let (output, cell) = from.split_at(UNITS);
            let from = Remembered { output, cell };
            let (output, cell) = to.split_at_mut(UNITS);
            self.layer.cell.stored(self.simd, recurrent, (sums, row_workspace), from, Remembered { output, cell });
        }
    }

    /// A fused step of all units, of which there are at least as many as lanes.
    #[inline(always)]
    fn tiles(&self, step: Step<'_, T, S>, to: &mut [T], row_workspace: &mut [T]) {
        let cell = self.layer.cell;
        let lanes = Vector::<T, S>::LEN;
        for pass in 0..C::PASSES {
            let mut unit = 0;
            while unit < UNITS {
                if C::WIDTH >= 4 && unit + 4 * lanes <= UNITS {
                    cell.tile::<S, 4>(step, pass, unit, to, row_workspace);
                    unit += 4 * lanes;
                } else if unit + 2 * lanes <= UNITS {
                    cell.tile::<S, 2>(step, pass, unit, to, row_workspace);
                    unit += 2 * lanes;
                } else {
                    // The last tile overlaps the one before it, so that none is cut.
                    cell.tile::<S, 1>(step, pass, unit.min(UNITS - lanes), to, row_workspace);
                    unit += lanes;
                }
            }
        }
    }

    /// The products of the last outputs.
    #[inline(always)]
    fn last<'p>(&'p self, outputs: &'p [T]) -> Gemm<'p, T> {
        let Recurrent { kernel, bias } = self.recurrent();
        Gemm { input: outputs, kernel, bias, inputs: UNITS, units: Self::SUMS }
    }

    /// Whole sequences. Samples whose steps need nothing but the first cache go one after the other; others together.
    #[inline(always)]
    fn all<R: Rows>(
        &self,
        rows: R,
        sequence: Sequence,
        input: &[T],
        (row_workspace, workspace): (&mut [T], &mut [T]),
        output: &mut [T],
    ) {
        let count = rows.count();
        if const { R::IS_ONE || Self::FUSED && Self::NEAR } {
            let (inputs, outputs) = (sequence.steps * FEATURES, sequence.outputs() * UNITS);
            for row in 0..count {
                let (input, output) = (&input[row * inputs..][..inputs], &mut output[row * outputs..][..outputs]);
                self.one(sequence, input, row_workspace, output);
            }
        } else {
            self.many(count, sequence, input, (row_workspace, workspace), output);
        }
    }

    /// One sequence.
    #[inline(always)]
    fn one(&self, sequence: Sequence, input: &[T], row_workspace: &mut [T], output: &mut [T]) {
        let Sequence { steps, reverse, .. } = sequence;
        let (mut from, row_workspace) = row_workspace.split_at_mut(C::STATE * UNITS);
        let (mut to, row_workspace) = row_workspace.split_at_mut(C::STATE * UNITS);
        let (last, ahead) = row_workspace.split_at_mut(Self::SUMS);
        let ahead = &mut ahead[..STEPS_AT_ONCE * Self::SUMS];
        from.fill(T::zero());
        let mut taken = 0;
        while taken < steps {
            let count = STEPS_AT_ONCE.min(steps - taken);
            let first = if reverse { steps - taken - count } else { taken };
            let x = &input[first * FEATURES..][..count * FEATURES];
            if Self::AHEAD {
                // Of so few rows none gains by weights that are packed first.
                T::multiply(self.simd.level(), self.product(x), count, &mut [], &mut ahead[..count * Self::SUMS]);
            }
            for i in 0..count {
                let at = if reverse { count - 1 - i } else { i };
                let sums = &mut ahead[at * Self::SUMS..][..Self::SUMS];
                if !Self::FUSED {
                    self.advance(Input::EMPTY, from, to, sums, last);
                } else if Self::AHEAD {
                    self.advance(Input { start: Some(&*sums), ..Input::EMPTY }, from, to, &mut [], last);
                } else {
                    let x = &x[at * FEATURES..][..FEATURES];
                    let input = Input { start: self.biases().0, x, kernel: self.layer.kernel };
                    self.advance(input, from, to, &mut [], last);
                }
                (from, to) = (to, from);
                Self::write(1, taken + i, sequence, from, output);
            }
            taken += count;
        }
    }

    /// Many sequences, step by step.
    #[inline(always)]
    fn many(
        &self,
        rows: usize,
        sequence: Sequence,
        input: &[T],
        (row_workspace, workspace): (&mut [T], &mut [T]),
        output: &mut [T],
    ) {
        let Sequence { steps, reverse, .. } = sequence;
        let (mut from, row_workspace) = row_workspace.split_at_mut(rows * C::STATE * UNITS);
        let (mut to, row_workspace) = row_workspace.split_at_mut(rows * C::STATE * UNITS);
        let (last, ahead) = row_workspace.split_at_mut(rows * Self::SUMS);
        let ahead = &mut ahead[..rows * STEPS_AT_ONCE * Self::SUMS];
        from.fill(T::zero());
        let mut taken = 0;
        while taken < steps {
            let count = STEPS_AT_ONCE.min(steps - taken);
            let first = if reverse { steps - taken - count } else { taken };
            for row in 0..rows {
                let x = &input[(row * steps + first) * FEATURES..][..count * FEATURES];
                let sums = &mut ahead[row * STEPS_AT_ONCE * Self::SUMS..][..count * Self::SUMS];
                T::multiply(self.simd.level(), self.product(x), count, workspace, sums);
            }
            for i in 0..count {
                let at = if reverse { count - 1 - i } else { i };
                self.together(rows, at, (from, to), (ahead, last), workspace);
                (from, to) = (to, from);
                Self::write(rows, taken + i, sequence, from, output);
            }
            taken += count;
        }
    }

    /// A step of all rows: one product for all of them.
    #[inline(always)]
    fn together(
        &self,
        rows: usize,
        at: usize,
        (from, to): (&[T], &mut [T]),
        (ahead, last): (&mut [T], &mut [T]),
        workspace: &mut [T],
    ) {
        let (last_outputs, last_cells) = from.split_at(rows * UNITS);
        let (outputs, cells) = to.split_at_mut(rows * UNITS);
        self.multiply(self.last(last_outputs), rows, workspace, last);
        for (row, last) in last.chunks_exact_mut(Self::SUMS).take(rows).enumerate() {
            let sums = &mut ahead[(row * STEPS_AT_ONCE + at) * Self::SUMS..][..Self::SUMS];
            let range = row * UNITS..(row + 1) * UNITS;
            let second = if C::STATE > 1 { range.clone() } else { 0..0 };
            let before = Remembered { output: &last_outputs[range.clone()], cell: &last_cells[second.clone()] };
            let after = Remembered { output: &mut outputs[range], cell: &mut cells[second] };
            self.layer.cell.stored(self.simd, self.recurrent(), (sums, last), before, after);
        }
    }

    /// Writes the outputs after a step, if they are asked for.
    #[inline(always)]
    fn write(rows: usize, taken: usize, sequence: Sequence, state: &[T], output: &mut [T]) {
        let Sequence { steps, sequences, flip, .. } = sequence;
        if sequences {
            let at = if flip { steps - 1 - taken } else { taken };
            for (output, h) in output.chunks_exact_mut(steps * UNITS).zip(state[..rows * UNITS].chunks_exact(UNITS)) {
                output[at * UNITS..][..UNITS].copy_from_slice(h);
            }
        } else if taken + 1 >= steps {
            output[..rows * UNITS].copy_from_slice(&state[..rows * UNITS]);
        }
    }
}
