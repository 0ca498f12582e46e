//! The product of a few rows and a matrix: what all dense layers are.
//!
//! The output is taken in tiles whose sums stay in registers while the inputs go by. Eight sums at least are under way at
//! once, which hides the latency of a fused multiply-add: four cycles, two of them begun in each. So a narrow tile of
//! one row has several sums for each of its outputs, which are added at the end.

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::{Rows, step};
use crate::Scalar;
use crate::activation::Activation;
use crate::math::{load_few, store_few};
use crate::scalar::{Vector, splat};

/// One row: a sample by itself.
#[derive(Clone, Copy)]
pub struct One;

/// `x · kernel + bias`, for any number of rows.
///
/// If the sizes are constants where it is inlined, they are constants in its loops.
#[derive(Clone, Copy)]
pub struct Product<'a, T> {
    /// Rows of `inputs` numbers.
    pub(crate) input: &'a [T],
    /// `inputs` rows of `units` numbers.
    pub(crate) kernel: &'a [T],
    pub(crate) bias: Option<&'a [T]>,
    pub(crate) inputs: usize,
    pub(crate) units: usize,
}

impl<T: Scalar> Product<'_, T> {
    /// Writes `activation(x · kernel + bias)` of each row to `output`, where the activation acts on each number.
    #[inline(always)]
    pub(crate) fn run<S: Simd, R: Rows, A: Activation<T>>(self, simd: S, rows: R, activation: A, output: &mut [T]) {
        let lanes = Vector::<T, S>::LEN;
        let mut tiles = Tiles { simd, product: self, activation, output };
        let mut column = 0;
        // A panel of columns is used by all rows before the next is loaded.
        if R::IS_ONE {
            while column + 8 * lanes <= self.units {
                tiles.tile::<1, 8, 1>(0, column);
                column += 8 * lanes;
            }
            if column + 4 * lanes <= self.units {
                tiles.tile::<1, 4, 2>(0, column);
                column += 4 * lanes;
            }
        }
        while column + 2 * lanes <= self.units {
            tiles.panel::<R, 2, 4>(rows, column);
            column += 2 * lanes;
        }
        if column + lanes <= self.units {
            tiles.panel::<R, 1, 8>(rows, column);
            column += lanes;
        }
        if column < self.units {
            tiles.edge(rows, column);
        }
    }

    /// The sums of one row that fits a register: what the lanes after it hold means nothing.
    #[inline(always)]
    pub(crate) fn narrow<S: Simd>(&self, simd: S) -> Vector<T, S> {
        step(
            simd,
            #[inline(always)]
            || {
                if self.units == Vector::<T, S>::LEN {
                    self.sums::<S, 1, 1, 8, false>(simd, 0, 0)[0][0]
                } else {
                    self.sums::<S, 1, 1, 4, true>(simd, 0, 0)[0][0]
                }
            },
        )
    }

    /// The sums of a tile: of `VECTORS` vectors of columns from `column` on, for `ROWS` rows from `row` on, each in
    /// `CHAINS` parts at first.
    ///
    /// At the `EDGE` there are fewer columns than lanes: a load takes the beginning of the kernel's next row along, which
    /// means nothing, and the last rows, after which the kernel ends, are copied first.
    #[inline(always)]
    fn sums<S: Simd, const ROWS: usize, const VECTORS: usize, const CHAINS: usize, const EDGE: bool>(
        &self,
        simd: S,
        row: usize,
        column: usize,
    ) -> [[Vector<T, S>; VECTORS]; ROWS] {
        let Self { input, kernel, bias, inputs, units } = *self;
        let zero = splat(simd, T::zero());
        let mut sums = [[[zero; VECTORS]; ROWS]; CHAINS];
        if let Some(bias) = bias {
            sums[0] = [copied::<T, S, VECTORS, EDGE>(simd, &bias[column..], units - column); ROWS];
        }
        let rows: [&[T]; ROWS] = core::array::from_fn(
            #[inline(always)]
            |i| &input[(row + i) * inputs..][..inputs],
        );
        // How many rows of the kernel can be loaded without reading past the last.
        let whole = if EDGE {
            ((kernel.len() + units).saturating_sub(column + Vector::<T, S>::LEN) / units).min(inputs)
        } else {
            inputs
        };
        let mut i = 0;
        while i + CHAINS <= whole {
            for (chain, sums) in sums.iter_mut().enumerate() {
                add(simd, sums, rows, i + chain, &kernel[(i + chain) * units + column..]);
            }
            i += CHAINS;
        }
        while i < whole {
            add(simd, &mut sums[0], rows, i, &kernel[i * units + column..]);
            i += 1;
        }
        while EDGE && i < inputs {
            let weights = copied::<T, S, VECTORS, EDGE>(simd, &kernel[i * units + column..], units - column);
            for (sums, row) in sums[0].iter_mut().zip(rows) {
                sums[0] = weights[0].mul_add(splat::<T, S>(simd, row[i]), sums[0]);
            }
            i += 1;
        }
        // The parts are added by halves, so that the additions don't wait for each other.
        let mut left = CHAINS;
        while left > 1 {
            left /= 2;
            let (sums, others) = sums.split_at_mut(left);
            let sums = sums.as_flattened_mut().as_flattened_mut();
            for (sum, other) in sums.iter_mut().zip(others.as_flattened().as_flattened()) {
                *sum += *other;
            }
        }
        sums[0]
    }
}

/// Adds the products of the `i`-th number of each row and the first vectors of `weights`.
#[inline(always)]
fn add<T: Scalar, S: Simd, const ROWS: usize, const VECTORS: usize>(
    simd: S,
    sums: &mut [[Vector<T, S>; VECTORS]; ROWS],
    rows: [&[T]; ROWS],
    i: usize,
    weights: &[T],
) {
    let lanes = Vector::<T, S>::LEN;
    if ROWS == 1 {
        // Each weight is used once, and comes from memory on its way.
        let x = splat::<T, S>(simd, rows[0][i]);
        for (sum, weights) in sums[0].iter_mut().zip(weights[..VECTORS * lanes].chunks_exact(lanes)) {
            *sum = Vector::<T, S>::from_slice(simd, weights).mul_add(x, *sum);
        }
    } else {
        let weights = vectors::<T, S, VECTORS>(simd, weights);
        for (sums, row) in sums.iter_mut().zip(rows) {
            let x = splat::<T, S>(simd, row[i]);
            for (sum, weights) in sums.iter_mut().zip(weights) {
                *sum = weights.mul_add(x, *sum);
            }
        }
    }
}

/// The first vectors of `numbers`.
#[inline(always)]
fn vectors<T: Scalar, S: Simd, const VECTORS: usize>(simd: S, numbers: &[T]) -> [Vector<T, S>; VECTORS] {
    let lanes = Vector::<T, S>::LEN;
    let numbers = &numbers[..VECTORS * lanes];
    core::array::from_fn(
        #[inline(always)]
        |vector| Vector::<T, S>::from_slice(simd, &numbers[vector * lanes..][..lanes]),
    )
}

/// The first `units` of `numbers` in vectors, where nothing can be read after them.
#[inline(always)]
fn copied<T: Scalar, S: Simd, const VECTORS: usize, const EDGE: bool>(
    simd: S,
    numbers: &[T],
    units: usize,
) -> [Vector<T, S>; VECTORS] {
    if EDGE { [load_few(simd, &numbers[..units], T::zero()); VECTORS] } else { vectors(simd, numbers) }
}

/// A product on its way to the output.
struct Tiles<'a, 'o, T, S, A> {
    simd: S,
    product: Product<'a, T>,
    activation: A,
    output: &'o mut [T],
}

impl<T: Scalar, S: Simd, A: Activation<T>> Tiles<'_, '_, T, S, A> {
    /// `VECTORS` vectors of columns, for all rows.
    #[inline(always)]
    fn panel<R: Rows, const VECTORS: usize, const CHAINS: usize>(&mut self, rows: R, column: usize) {
        let mut row = 0;
        if !R::IS_ONE {
            // Sixteen sums for machines with 32 registers; eight for those with 16.
            let many_registers = size_of::<Vector<T, S>>() == 64 || cfg!(target_arch = "aarch64");
            while many_registers && row + 8 <= rows.count() {
                self.tile::<8, VECTORS, 1>(row, column);
                row += 8;
            }
            while row + 4 <= rows.count() {
                self.tile::<4, VECTORS, 1>(row, column);
                row += 4;
            }
        }
        while row < rows.count() {
            self.tile::<1, VECTORS, CHAINS>(row, column);
            row += 1;
        }
    }

    #[inline(always)]
    fn tile<const ROWS: usize, const VECTORS: usize, const CHAINS: usize>(&mut self, row: usize, column: usize) {
        step(
            self.simd,
            #[inline(always)]
            || {
                let sums = self.product.sums::<S, ROWS, VECTORS, CHAINS, false>(self.simd, row, column);
                let lanes = Vector::<T, S>::LEN;
                for (i, sums) in sums.into_iter().enumerate() {
                    let output = &mut self.output[(row + i) * self.product.units + column..][..VECTORS * lanes];
                    for (sum, output) in sums.into_iter().zip(output.chunks_exact_mut(lanes)) {
                        self.activation.pointwise(self.simd, sum).store_slice(output);
                    }
                }
            },
        );
    }

    /// The columns that are left, fewer than lanes, for all rows.
    #[inline(always)]
    fn edge<R: Rows>(&mut self, rows: R, column: usize) {
        let mut row = 0;
        while !R::IS_ONE && row + 4 <= rows.count() {
            self.edge_tile::<4, 1>(row, column);
            row += 4;
        }
        while row < rows.count() {
            self.edge_tile::<1, 4>(row, column);
            row += 1;
        }
    }

    #[inline(always)]
    fn edge_tile<const ROWS: usize, const CHAINS: usize>(&mut self, row: usize, column: usize) {
        step(
            self.simd,
            #[inline(always)]
            || {
                let units = self.product.units;
                let sums = self.product.sums::<S, ROWS, 1, CHAINS, true>(self.simd, row, column);
                for (i, [sum]) in sums.into_iter().enumerate() {
                    let y = self.activation.pointwise(self.simd, sum);
                    store_few(y, &mut self.output[(row + i) * units + column..(row + i + 1) * units]);
                }
            },
        );
    }
}
