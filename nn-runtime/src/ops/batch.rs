//! The product of many rows and a matrix: a batch's dense layers.
//!
//! The columns are taken in panels, and a panel in tiles of a few rows, whose sums stay in registers while the inputs go by.
//! Where the rows of the kernel are long, those of one panel lie on few lines of the cache and on many pages. So the first
//! tile takes the weights where they are, and leaves them packed, one after the other, for the tiles that follow.

use core::ops::Range;

use fearless_simd::{Simd, SimdBase, SimdFloat};
use nn_format::DenseStrategy as Kind;

use super::gemm::{Gemm, vectors};
use super::step;
use crate::Scalar;
use crate::activation::Linear;
use crate::math::store_few;
use crate::scalar::{Vector, splat};

/// How many rows a vector-wide panel takes at once: so many sums are under way that none waits.
const TALL: usize = 8;

impl<T: Scalar> Gemm<'_, T> {
    /// Writes `x · kernel + bias` of each row to `output`. Weights are packed into `workspace`, if that is not empty.
    #[inline(always)]
    pub(crate) fn batch<S: Simd>(self, simd: S, rows: usize, workspace: &mut [T], output: &mut [T]) {
        // As many sums as there are registers, besides those for a row of weights and for a number of the input.
        if const { size_of::<Vector<T, S>>() == 64 } {
            Batch { simd, product: self, output }.run::<8, 2>(rows, workspace);
        } else if const { size_of::<Vector<T, S>>() == 32 } {
            Batch { simd, product: self, output }.run::<6, 2>(rows, workspace);
        } else if cfg!(target_arch = "aarch64") {
            Batch { simd, product: self, output }.run::<6, 4>(rows, workspace);
        } else {
            Batch { simd, product: self, output }.run::<2, 4>(rows, workspace);
        }
    }
}

/// A product on its way to the output.
struct Batch<'a, 'o, T, S> {
    simd: S,
    product: Gemm<'a, T>,
    output: &'o mut [T],
}

/// A part of the kernel: the columns of a panel, for the inputs from `from` to `to`.
#[derive(Clone, Copy)]
struct Part {
    column: usize,
    from: usize,
    to: usize,
}

impl<T: Scalar, S: Simd> Batch<'_, '_, T, S> {
    /// All columns of all rows: in panels of `VECTORS` vectors, in tiles of `ROWS` rows. The columns that are left come
    /// first, since they may write over others.
    #[inline(always)]
    fn run<const ROWS: usize, const VECTORS: usize>(&mut self, rows: usize, workspace: &mut [T]) {
        let lanes = Vector::<T, S>::LEN;
        let Gemm { input, inputs, units, .. } = self.product;
        let even = rows / 2 * 2;
        if units % lanes > 0 {
            let column = units / lanes * lanes;
            // As many rows as lanes, each of a vector, at the most.
            if const { Vector::<T, S>::LEN == 16 } {
                self.edge::<256>(column, even);
            } else if const { Vector::<T, S>::LEN == 8 } {
                self.edge::<64>(column, even);
            } else {
                self.edge::<16>(column, even);
            }
        }
        let mut column = 0;
        let most = workspace.len().min(Kind::PANEL_BYTES / size_of::<T>());
        if units * size_of::<T>() > Kind::LONG && even >= 2 * ROWS && most >= VECTORS * lanes {
            let panel = &mut workspace[..most];
            while column + VECTORS * lanes <= units {
                self.packed::<ROWS, VECTORS>(column, even, panel);
                column += VECTORS * lanes;
            }
        }
        while column + VECTORS * lanes <= units {
            self.panel::<ROWS, VECTORS>(column, even);
            column += VECTORS * lanes;
        }
        while column + lanes <= units {
            self.panel::<TALL, 1>(column, even);
            column += lanes;
        }
        for row in even..rows {
            let product = Gemm { input: &input[row * inputs..][..inputs], ..self.product };
            product.one(self.simd, Linear, &mut self.output[row * units..][..units]);
        }
    }

    /// The columns of a panel.
    #[inline(always)]
    fn panel<const ROWS: usize, const VECTORS: usize>(&mut self, column: usize, rows: usize) {
        let Gemm { kernel, bias, inputs, units, .. } = self.product;
        let part = Part { column, from: 0, to: inputs };
        let bias = bias.map(|bias| &bias[column..]);
        self.tiles::<ROWS, VECTORS, _>(
            part,
            bias,
            0..rows,
            #[inline(always)]
            || {
                kernel.chunks_exact(units).map(
                    #[inline(always)]
                    |row| &row[column..][..VECTORS * Vector::<T, S>::LEN],
                )
            },
        );
    }

    /// The same, with weights that are packed into `panel` on their way: as many at a time as it holds.
    #[inline(always)]
    fn packed<const ROWS: usize, const VECTORS: usize>(&mut self, column: usize, rows: usize, panel: &mut [T]) {
        let Gemm { kernel, bias, inputs, units, .. } = self.product;
        let stride = VECTORS * Vector::<T, S>::LEN;
        let bias = bias.map(|bias| &bias[column..]);
        let ranges = inputs.div_ceil(panel.len() / stride);
        for range in 0..ranges {
            let part = Part { column, from: inputs * range / ranges, to: inputs * (range + 1) / ranges };
            let weights = kernel[part.from * units..part.to * units].chunks_exact(units);
            let weights = weights.zip(panel.chunks_exact_mut(stride)).map(
                #[inline(always)]
                |(row, packed)| {
                    packed.copy_from_slice(&row[column..][..stride]);
                    &*packed
                },
            );
            self.tile::<ROWS, VECTORS>(part, bias, 0, weights);
            let packed = &*panel;
            self.tiles::<ROWS, VECTORS, _>(
                part,
                bias,
                ROWS..rows,
                #[inline(always)]
                || packed.chunks_exact(stride),
            );
        }
    }

    /// A part, for an even number of rows: tiles of `ROWS` of them, of four and of two.
    #[inline(always)]
    fn tiles<'w, const ROWS: usize, const VECTORS: usize, W: Iterator<Item = &'w [T]>>(
        &mut self,
        part: Part,
        bias: Option<&[T]>,
        rows: Range<usize>,
        weights: impl Fn() -> W,
    ) where
        T: 'w,
    {
        let mut row = rows.start;
        while rows.end - row >= ROWS + 4 || rows.end - row == ROWS {
            self.tile::<ROWS, VECTORS>(part, bias, row, weights());
            row += ROWS;
        }
        while ROWS > 4 && rows.end - row >= 4 {
            self.tile::<4, VECTORS>(part, bias, row, weights());
            row += 4;
        }
        while row < rows.end {
            self.tile::<2, VECTORS>(part, bias, row, weights());
            row += 2;
        }
    }

    /// The columns that are left, fewer than lanes. A load takes the beginning of the kernel's next row along, and a store
    /// writes over the beginning of the output's next row, which is yet to come. The kernel's last rows are copied.
    #[inline(always)]
    fn edge<const LAST: usize>(&mut self, column: usize, rows: usize) {
        let product = self.product;
        let Gemm { kernel, inputs, units, .. } = product;
        let lanes = Vector::<T, S>::LEN;
        let whole = product.whole::<S>(column);
        let mut last = [T::zero(); LAST];
        for (copy, row) in last.chunks_exact_mut(lanes).zip(kernel.chunks_exact(units).skip(whole)) {
            copy[..units - column].copy_from_slice(&row[column..]);
        }
        let mut bias = [T::zero(); 16];
        if let Some(all) = product.bias {
            bias[..units - column].copy_from_slice(&all[column..]);
        }
        let bias = product.bias.map(|_| &bias[..]);
        let part = Part { column, from: 0, to: inputs };
        let weights = product.weights(column, lanes).take(whole).chain(last.chunks_exact(lanes));
        let mut row = 0;
        while row + TALL <= rows && (row + TALL - 1) * units + column + lanes <= self.output.len() {
            self.tile::<TALL, 1>(part, bias, row, weights.clone());
            row += TALL;
        }
        while row < rows {
            let sums = self.sums::<2, 1>(part, bias, row, weights.clone());
            store_few(sums[0][0], &mut self.output[row * units..][column..units]);
            store_few(sums[1][0], &mut self.output[(row + 1) * units..][column..units]);
            row += 2;
        }
    }

    /// `ROWS` rows of a part, added to what the parts before it gave.
    #[inline(always)]
    fn tile<'w, const ROWS: usize, const VECTORS: usize>(
        &mut self,
        part: Part,
        bias: Option<&[T]>,
        row: usize,
        weights: impl Iterator<Item = &'w [T]>,
    ) where
        T: 'w,
    {
        let lanes = Vector::<T, S>::LEN;
        let sums = self.sums::<ROWS, VECTORS>(part, bias, row, weights);
        for (i, sums) in sums.iter().enumerate() {
            let output = &mut self.output[(row + i) * self.product.units + part.column..][..VECTORS * lanes];
            for (sum, output) in sums.iter().zip(output.chunks_exact_mut(lanes)) {
                sum.store_slice(output);
            }
        }
    }

    #[inline(always)]
    fn sums<'w, const ROWS: usize, const VECTORS: usize>(
        &self,
        part: Part,
        bias: Option<&[T]>,
        row: usize,
        weights: impl Iterator<Item = &'w [T]>,
    ) -> [[Vector<T, S>; VECTORS]; ROWS]
    where
        T: 'w,
    {
        let Self { simd, product: Gemm { input, inputs, units, .. }, .. } = *self;
        let Part { column, from, to } = part;
        step(
            simd,
            #[inline(always)]
            || {
                let mut sums = if from > 0 {
                    core::array::from_fn(
                        #[inline(always)]
                        |i| vectors(simd, &self.output[(row + i) * units + column..]),
                    )
                } else if let Some(bias) = bias {
                    [vectors(simd, bias); ROWS]
                } else {
                    [[splat(simd, T::zero()); VECTORS]; ROWS]
                };
                let rows: [&[T]; ROWS] = core::array::from_fn(
                    #[inline(always)]
                    |i| &input[(row + i) * inputs + from..][..to - from],
                );
                for (i, weights) in (0..to - from).zip(weights) {
                    let weights = vectors::<T, S, VECTORS>(simd, weights);
                    for (sums, row) in sums.iter_mut().zip(rows) {
                        let x = splat::<T, S>(simd, row[i]);
                        for (sum, weights) in sums.iter_mut().zip(weights) {
                            *sum = weights.mul_add(x, *sum);
                        }
                    }
                }
                sums
            },
        )
    }
}
