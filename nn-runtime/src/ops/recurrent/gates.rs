//! The sums of several gates of a few units, in registers.

use fearless_simd::{Simd, SimdFloat};

use super::super::gemm::vectors;
use super::Recurrent;
use crate::Scalar;
use crate::scalar::{Vector, splat};

/// The input's part of the sums of one step.
#[derive(Clone, Copy)]
pub(super) struct Input<'a, T> {
    /// What the sums begin with: the bias, or the whole of the input's part.
    pub(super) start: Option<&'a [T]>,
    /// The features; none where `start` is the whole.
    pub(super) x: &'a [T],
    /// Their weights.
    pub(super) kernel: &'a [T],
}

impl<T> Input<'_, T> {
    /// Nothing.
    pub(super) const EMPTY: Self = Self { start: None, x: &[], kernel: &[] };
}

/// One step of one row, whose sums stay in registers.
#[derive(Clone, Copy)]
pub struct Step<'a, T, S> {
    pub(super) simd: S,
    pub(super) input: Input<'a, T>,
    pub(super) recurrent: Recurrent<'a, T>,
    pub(super) units: usize,
    /// What is remembered of the step before: of all units the output, and what else there is.
    pub(super) from: &'a [T],
}

impl<'a, T: Scalar, S: Simd> Step<'a, T, S> {
    /// The last output.
    #[inline(always)]
    pub(super) fn last(&self) -> &'a [T] {
        &self.from[..self.units]
    }

    /// The columns of the first of so many gates, and of those after it.
    #[inline(always)]
    pub(super) fn columns(&self, gates: usize, unit: usize) -> Columns {
        Columns { gates, first: 0, units: self.units, unit }
    }

    /// The sums of `GATES` gates: of the input's products, and of those of `last`.
    #[inline(always)]
    pub(super) fn sums<const VECTORS: usize, const GATES: usize>(
        &self,
        last: &[T],
        columns: Columns,
    ) -> Sums<T, S, VECTORS, GATES> {
        let mut sums = self.inputs(columns);
        multiply(self.simd, &mut sums, last, self.recurrent.kernel, columns);
        sums
    }

    /// The input's part of them.
    #[inline(always)]
    pub(super) fn inputs<const VECTORS: usize, const GATES: usize>(
        &self,
        columns: Columns,
    ) -> Sums<T, S, VECTORS, GATES> {
        let mut sums = start(self.simd, self.input.start, columns);
        multiply(self.simd, &mut sums, self.input.x, self.input.kernel, columns);
        sums
    }
}

/// Where some sums are: `GATES` gates from the gate `first` on, of which each has `units` columns; from the unit `unit` on.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    /// How many gates a kernel's rows have.
    pub(super) gates: usize,
    pub(super) first: usize,
    pub(super) units: usize,
    pub(super) unit: usize,
}

/// A vector for each of `VECTORS` times as many units as lanes, of each of `GATES` gates.
pub(super) type Sums<T, S, const VECTORS: usize, const GATES: usize> = [[Vector<T, S>; VECTORS]; GATES];

/// The vectors of one row.
#[inline(always)]
fn load<T: Scalar, S: Simd, const VECTORS: usize, const GATES: usize>(
    simd: S,
    row: &[T],
    columns: Columns,
) -> Sums<T, S, VECTORS, GATES> {
    let Columns { first, units, unit, .. } = columns;
    core::array::from_fn(
        #[inline(always)]
        |gate| vectors(simd, &row[(first + gate) * units + unit..]),
    )
}

/// The vectors of one row, if there is one; zeros otherwise.
#[inline(always)]
fn start<T: Scalar, S: Simd, const VECTORS: usize, const GATES: usize>(
    simd: S,
    row: Option<&[T]>,
    columns: Columns,
) -> Sums<T, S, VECTORS, GATES> {
    match row {
        Some(row) => load(simd, row, columns),
        None => [[splat(simd, T::zero()); VECTORS]; GATES],
    }
}

/// Adds the vectors of one row, if there is one.
#[inline(always)]
pub(super) fn add<T: Scalar, S: Simd, const VECTORS: usize, const GATES: usize>(
    simd: S,
    sums: &mut Sums<T, S, VECTORS, GATES>,
    row: Option<&[T]>,
    columns: Columns,
) {
    let Some(row) = row else { return };
    let row = load::<T, S, VECTORS, GATES>(simd, row, columns);
    for (sum, number) in sums.as_flattened_mut().iter_mut().zip(row.as_flattened()) {
        *sum += *number;
    }
}

/// Adds the products of each number of `x` and the vectors of its weights. Where there are few sums, each is taken in parts,
/// so that enough of them are under way to hide the latency of an addition.
#[inline(always)]
pub(super) fn multiply<T: Scalar, S: Simd, const VECTORS: usize, const GATES: usize>(
    simd: S,
    sums: &mut Sums<T, S, VECTORS, GATES>,
    x: &[T],
    kernel: &[T],
    columns: Columns,
) {
    if const { VECTORS * GATES >= 6 } {
        multiply_in::<T, S, VECTORS, GATES, 1>(simd, sums, x, kernel, columns);
    } else if const { VECTORS * GATES >= 3 } {
        multiply_in::<T, S, VECTORS, GATES, 2>(simd, sums, x, kernel, columns);
    } else {
        multiply_in::<T, S, VECTORS, GATES, 4>(simd, sums, x, kernel, columns);
    }
}

#[inline(always)]
fn multiply_in<T: Scalar, S: Simd, const VECTORS: usize, const GATES: usize, const PARTS: usize>(
    simd: S,
    sums: &mut Sums<T, S, VECTORS, GATES>,
    x: &[T],
    kernel: &[T],
    columns: Columns,
) {
    let row = columns.gates * columns.units;
    let mut others = [[[splat::<T, S>(simd, T::zero()); VECTORS]; GATES]; PARTS];
    let (groups, rest) = x.as_chunks::<PARTS>();
    let mut rows = kernel.chunks_exact(row);
    for group in groups {
        for (part, x) in group.iter().enumerate() {
            let Some(row) = rows.next() else { return };
            // The first part is the sum itself.
            add_row(simd, if part == 0 { &mut *sums } else { &mut others[part] }, *x, row, columns);
        }
    }
    for (x, row) in rest.iter().zip(rows) {
        add_row(simd, sums, *x, row, columns);
    }
    for part in &others[1..] {
        for (sum, other) in sums.as_flattened_mut().iter_mut().zip(part.as_flattened()) {
            *sum += *other;
        }
    }
}

/// Adds the products of `x` and the vectors of one row.
#[inline(always)]
fn add_row<T: Scalar, S: Simd, const VECTORS: usize, const GATES: usize>(
    simd: S,
    sums: &mut Sums<T, S, VECTORS, GATES>,
    x: T,
    row: &[T],
    columns: Columns,
) {
    let x = splat::<T, S>(simd, x);
    let weights = load::<T, S, VECTORS, GATES>(simd, row, columns);
    for (sum, weight) in sums.as_flattened_mut().iter_mut().zip(weights.as_flattened()) {
        *sum = weight.mul_add(x, *sum);
    }
}
