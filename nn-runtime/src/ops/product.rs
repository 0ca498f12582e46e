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
            if column + 2 * lanes <= self.units {
                tiles.tile::<1, 2, 4>(0, column);
                column += 2 * lanes;
            }
        } else {
            while column + 2 * lanes <= self.units {
                tiles.panel::<2>(rows.count(), column);
                column += 2 * lanes;
            }
        }
        if column + lanes <= self.units {
            tiles.panel::<1>(rows.count(), column);
            column += lanes;
        }
        if column < self.units {
            for row in 0..rows.count() {
                tiles.edge(row, column);
            }
        }
    }

    /// The sums of one row that fits a register: what the lanes after it hold means nothing.
    #[inline(always)]
    pub(crate) fn narrow<S: Simd>(&self, simd: S) -> Vector<T, S> {
        if self.units == Vector::<T, S>::LEN {
            step(
                simd,
                #[inline(always)]
                || self.sums::<S, 1, 1, 8>(simd, 0, 0)[0][0],
            )
        } else {
            step(
                simd,
                #[inline(always)]
                || self.edge_sums(simd, 0, 0),
            )
        }
    }

    /// The sums of a tile: of `VECTORS` vectors of columns from `column` on, for `ROWS` rows from `row` on, each in
    /// `CHAINS` parts at first.
    #[inline(always)]
    fn sums<S: Simd, const ROWS: usize, const VECTORS: usize, const CHAINS: usize>(
        &self,
        simd: S,
        row: usize,
        column: usize,
    ) -> [[Vector<T, S>; VECTORS]; ROWS] {
        let mut sums = [[[splat(simd, T::zero()); VECTORS]; ROWS]; CHAINS];
        if let Some(bias) = self.bias {
            let bias = load::<T, S, VECTORS>(simd, &bias[column..]);
            sums[0] = [bias; ROWS];
        }
        let inputs: [&[T]; ROWS] = core::array::from_fn(
            #[inline(always)]
            |i| &self.input[(row + i) * self.inputs..][..self.inputs],
        );
        let mut i = 0;
        while i + CHAINS <= self.inputs {
            for (chain, sums) in sums.iter_mut().enumerate() {
                self.add(simd, sums, inputs, column, i + chain);
            }
            i += CHAINS;
        }
        while i < self.inputs {
            self.add(simd, &mut sums[0], inputs, column, i);
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

    /// Adds the products of the `i`-th input of each row.
    #[inline(always)]
    fn add<S: Simd, const ROWS: usize, const VECTORS: usize>(
        &self,
        simd: S,
        sums: &mut [[Vector<T, S>; VECTORS]; ROWS],
        inputs: [&[T]; ROWS],
        column: usize,
        i: usize,
    ) {
        let lanes = Vector::<T, S>::LEN;
        let weights = &self.kernel[i * self.units + column..][..VECTORS * lanes];
        if ROWS == 1 {
            // Each weight is used once, and comes from memory on its way.
            let x = splat::<T, S>(simd, inputs[0][i]);
            for (sum, weights) in sums[0].iter_mut().zip(weights.chunks_exact(lanes)) {
                *sum = Vector::<T, S>::from_slice(simd, weights).mul_add(x, *sum);
            }
        } else {
            let weights = load::<T, S, VECTORS>(simd, weights);
            for (sums, input) in sums.iter_mut().zip(inputs) {
                let x = splat::<T, S>(simd, input[i]);
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = weights.mul_add(x, *sum);
                }
            }
        }
    }

    /// The sums of one row's columns from `column` on, which are fewer than lanes. A load takes the beginning of the next
    /// row of the kernel along, which means nothing; the last rows, after which the kernel ends, are copied first.
    #[inline(always)]
    fn edge_sums<S: Simd>(&self, simd: S, row: usize, column: usize) -> Vector<T, S> {
        const CHAINS: usize = 4;
        let lanes = Vector::<T, S>::LEN;
        let Self { kernel, inputs, units, .. } = *self;
        let input = &self.input[row * inputs..][..inputs];
        // How many rows can be loaded without reading past the last.
        let whole = ((kernel.len() + units).saturating_sub(column + lanes) / units).min(inputs);
        let mut sums = [splat(simd, T::zero()); CHAINS];
        if let Some(bias) = self.bias {
            sums[0] = load_few(simd, &bias[column..units], T::zero());
        }
        let mut i = 0;
        while i + CHAINS <= whole {
            for (chain, sum) in sums.iter_mut().enumerate() {
                let [weights] = load::<T, S, 1>(simd, &kernel[(i + chain) * units + column..]);
                *sum = weights.mul_add(splat::<T, S>(simd, input[i + chain]), *sum);
            }
            i += CHAINS;
        }
        while i < whole {
            let [weights] = load::<T, S, 1>(simd, &kernel[i * units + column..]);
            sums[0] = weights.mul_add(splat::<T, S>(simd, input[i]), sums[0]);
            i += 1;
        }
        while i < inputs {
            let weights = load_few::<T, S>(simd, &kernel[i * units + column..(i + 1) * units], T::zero());
            sums[1] = weights.mul_add(splat::<T, S>(simd, input[i]), sums[1]);
            i += 1;
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3])
    }
}

/// The first vectors of `numbers`.
#[inline(always)]
fn load<T: Scalar, S: Simd, const VECTORS: usize>(simd: S, numbers: &[T]) -> [Vector<T, S>; VECTORS] {
    let lanes = Vector::<T, S>::LEN;
    let numbers = &numbers[..VECTORS * lanes];
    core::array::from_fn(
        #[inline(always)]
        |vector| Vector::<T, S>::from_slice(simd, &numbers[vector * lanes..][..lanes]),
    )
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
    fn panel<const VECTORS: usize>(&mut self, rows: usize, column: usize) {
        // Sixteen sums for machines with 32 registers; eight for those with 16.
        let many_registers = size_of::<Vector<T, S>>() == 64 || cfg!(target_arch = "aarch64");
        let mut row = 0;
        while many_registers && row + 8 <= rows {
            self.tile::<8, VECTORS, 1>(row, column);
            row += 8;
        }
        while row + 4 <= rows {
            self.tile::<4, VECTORS, 1>(row, column);
            row += 4;
        }
        while row < rows {
            self.tile::<1, VECTORS, 8>(row, column);
            row += 1;
        }
    }

    #[inline(always)]
    fn tile<const ROWS: usize, const VECTORS: usize, const CHAINS: usize>(&mut self, row: usize, column: usize) {
        step(
            self.simd,
            #[inline(always)]
            || {
                let sums = self.product.sums::<S, ROWS, VECTORS, CHAINS>(self.simd, row, column);
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

    #[inline(always)]
    fn edge(&mut self, row: usize, column: usize) {
        step(
            self.simd,
            #[inline(always)]
            || {
                let units = self.product.units;
                let sum = self.product.edge_sums(self.simd, row, column);
                let y = self.activation.pointwise(self.simd, sum);
                store_few(y, &mut self.output[row * units + column..(row + 1) * units]);
            },
        );
    }
}
