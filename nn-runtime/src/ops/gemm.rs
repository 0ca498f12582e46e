//! The product of one row and a matrix: what a dense layer does to a sample by itself.
//!
//! The output is taken in tiles whose sums stay in registers while the inputs go by. Eight sums at least are under way at
//! once, which hides the latency of a fused multiply-add: four cycles, two of them begun in each. So a narrow tile has
//! several sums for each of its outputs, which are added at the end.

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::step;
use crate::Scalar;
use crate::activation::{Activation, Linear};
use crate::math::{load_few, store_few};
use crate::scalar::{Vector, splat};

/// `x · kernel + bias`, for any number of rows.
///
/// If the sizes are constants where it is inlined, they are constants in its loops.
#[derive(Clone, Copy)]
pub struct Gemm<'a, T> {
    /// Rows of `inputs` numbers.
    pub(crate) input: &'a [T],
    /// `inputs` rows of `units` numbers.
    pub(crate) kernel: &'a [T],
    pub(crate) bias: Option<&'a [T]>,
    pub(crate) inputs: usize,
    pub(crate) units: usize,
}

impl<T: Scalar> Gemm<'_, T> {
    /// Writes `activation(x · kernel + bias)` of the only row to `output`, where the activation acts on each number.
    #[inline(always)]
    pub(crate) fn one<S: Simd, A: Activation<T>>(self, simd: S, activation: A, output: &mut [T]) {
        self.one_from(simd, 0, activation, output);
    }

    /// `x · kernel + bias` of the only row, where the kernel is further away than the first cache: such caches are the faster
    /// the longer the runs are that are read of them, so that as many sums are under way as there are registers for.
    #[inline(always)]
    pub(crate) fn gemv_streaming<S: Simd>(self, simd: S, output: &mut [T]) {
        // AVX-512 has 32 registers, and AVX2 has 16. (24 sums would not be kept in them: two to three times slower.)
        let column = match Vector::<T, S>::LEN * size_of::<T>() {
            64 => self.tiles::<S, _, 16, 1>(simd, 0, Linear, output),
            32 => self.tiles::<S, _, 12, 1>(simd, 0, Linear, output),
            _ => 0,
        };
        self.one_from(simd, column, Linear, output);
    }

    /// The columns from this one on; the others of `output` stay what they are.
    #[inline(always)]
    pub(crate) fn one_from<S: Simd, A: Activation<T>>(
        self,
        simd: S,
        mut column: usize,
        activation: A,
        output: &mut [T],
    ) {
        column = self.tiles::<S, A, 8, 1>(simd, column, activation, output);
        column = self.tiles::<S, A, 4, 2>(simd, column, activation, output);
        column = self.tiles::<S, A, 2, 4>(simd, column, activation, output);
        column = self.tiles::<S, A, 1, 8>(simd, column, activation, output);
        if column < self.units {
            step(
                simd,
                #[inline(always)]
                || {
                    let [sum] = self.sums::<S, 1, 4, true>(simd, column);
                    store_few(activation.pointwise(simd, sum), &mut output[column..]);
                },
            );
        }
    }

    /// As many tiles of `VECTORS` vectors of columns as there are from `column` on; returns the column after them.
    #[inline(always)]
    fn tiles<S: Simd, A: Activation<T>, const VECTORS: usize, const CHAINS: usize>(
        self,
        simd: S,
        mut column: usize,
        activation: A,
        output: &mut [T],
    ) -> usize {
        let columns = VECTORS * Vector::<T, S>::LEN;
        while column + columns <= self.units {
            self.tile::<S, A, VECTORS, CHAINS>(simd, column, activation, output);
            column += columns;
        }
        column
    }

    /// The sums of a row that fits a register: what the lanes after it hold means nothing.
    #[inline(always)]
    pub(crate) fn narrow<S: Simd>(self, simd: S) -> Vector<T, S> {
        step(
            simd,
            #[inline(always)]
            || {
                if self.inputs < 8 {
                    // So few that the chain is no longer than the sum of several would be.
                    self.sums::<S, 1, 1, true>(simd, 0)[0]
                } else if self.units == Vector::<T, S>::LEN {
                    self.sums::<S, 1, 8, false>(simd, 0)[0]
                } else {
                    self.sums::<S, 1, 4, true>(simd, 0)[0]
                }
            },
        )
    }

    /// The sum of the only row and the only column, whose weights lie as the inputs do.
    #[inline(always)]
    pub(super) fn dot<S: Simd>(self, simd: S) -> T {
        const CHAINS: usize = 4;
        let lanes = Vector::<T, S>::LEN;
        let mut sums = [splat::<T, S>(simd, T::zero()); CHAINS];
        let mut inputs = self.input.chunks_exact(CHAINS * lanes);
        let mut weights = self.kernel.chunks_exact(CHAINS * lanes);
        for (x, weights) in (&mut inputs).zip(&mut weights) {
            let (x, weights) = (vectors::<T, S, CHAINS>(simd, x), vectors::<T, S, CHAINS>(simd, weights));
            for ((sum, x), weights) in sums.iter_mut().zip(x).zip(weights) {
                *sum = x.mul_add(weights, *sum);
            }
        }
        for ((x, weights), sum) in
            inputs.remainder().chunks(lanes).zip(weights.remainder().chunks(lanes)).zip(&mut sums)
        {
            let (x, weights) = (load_few::<T, S>(simd, x, T::zero()), load_few::<T, S>(simd, weights, T::zero()));
            *sum = x.mul_add(weights, *sum);
        }
        let [a, b, c, d] = sums;
        let bias = self.bias.map_or(T::zero(), |bias| bias[0]);
        ((a + b) + (c + d)).reduce_sum() + bias
    }

    /// `VECTORS` vectors of columns from `column` on.
    #[inline(always)]
    fn tile<S: Simd, A: Activation<T>, const VECTORS: usize, const CHAINS: usize>(
        self,
        simd: S,
        column: usize,
        activation: A,
        output: &mut [T],
    ) {
        step(
            simd,
            #[inline(always)]
            || {
                let lanes = Vector::<T, S>::LEN;
                let output = &mut output[column..][..VECTORS * lanes];
                let sums = self.sums::<S, VECTORS, CHAINS, false>(simd, column);
                for (sum, output) in sums.into_iter().zip(output.chunks_exact_mut(lanes)) {
                    activation.pointwise(simd, sum).store_slice(output);
                }
            },
        );
    }

    /// The sums of a tile, each in `CHAINS` parts at first.
    ///
    /// At the `EDGE` there are fewer columns than lanes: a load takes the beginning of the kernel's next row along, which
    /// means nothing, and the last rows, after which the kernel ends, are copied first.
    #[inline(always)]
    fn sums<S: Simd, const VECTORS: usize, const CHAINS: usize, const EDGE: bool>(
        self,
        simd: S,
        column: usize,
    ) -> [Vector<T, S>; VECTORS] {
        let Self { kernel, bias, units, .. } = self;
        let mut sums = [[splat(simd, T::zero()); VECTORS]; CHAINS];
        if let Some(bias) = bias {
            sums[0] = if EDGE {
                [load_few(simd, &bias[column..], T::zero()); VECTORS]
            } else {
                vectors(simd, &bias[column..])
            };
        }
        let (input, last) = self.input.split_at(if EDGE { self.whole::<S>(column) } else { self.inputs });
        let columns = VECTORS * Vector::<T, S>::LEN;
        if EDGE {
            accumulate(simd, &mut sums, input, self.weights(column, columns));
            for (x, row) in last.iter().zip(kernel.chunks_exact(units).skip(input.len())) {
                let weights = load_few::<T, S>(simd, &row[column..], T::zero());
                sums[0][0] = weights.mul_add(splat::<T, S>(simd, *x), sums[0][0]);
            }
        } else {
            let rows = kernel.chunks_exact(units).map(
                #[inline(always)]
                |row| &row[column..][..columns],
            );
            accumulate(simd, &mut sums, input, rows);
        }
        // The parts are added by halves, so that the additions don't wait for each other.
        let mut left = CHAINS;
        while left > 1 {
            left /= 2;
            let (sums, others) = sums.split_at_mut(left);
            for (sum, other) in sums.as_flattened_mut().iter_mut().zip(others.as_flattened()) {
                *sum += *other;
            }
        }
        sums[0]
    }

    /// How many of the kernel's rows can be loaded from `column` on without reading past the last.
    #[inline(always)]
    pub(super) fn whole<S: Simd>(&self, column: usize) -> usize {
        ((self.kernel.len() + self.units).saturating_sub(column + Vector::<T, S>::LEN) / self.units).min(self.inputs)
    }

    /// `len` weights of each of the kernel's rows from `column` on, which may run into the next row.
    #[inline(always)]
    pub(super) fn weights(&self, column: usize, len: usize) -> Weights<'_, T> {
        Weights { rest: &self.kernel[column..], len, units: self.units }
    }
}

/// Some columns of a kernel, row by row.
#[derive(Clone)]
pub(super) struct Weights<'a, T> {
    pub(super) rest: &'a [T],
    pub(super) len: usize,
    pub(super) units: usize,
}

impl<'a, T> Iterator for Weights<'a, T> {
    type Item = &'a [T];

    #[inline(always)]
    fn next(&mut self) -> Option<&'a [T]> {
        let weights = self.rest.get(..self.len)?;
        self.rest = self.rest.get(self.units..).unwrap_or(&[]);
        Some(weights)
    }
}

/// Adds the products of each number of `input` and the vectors of its weights, to the `CHAINS` sums in turn.
#[inline(always)]
fn accumulate<'w, T: Scalar, S: Simd, const VECTORS: usize, const CHAINS: usize>(
    simd: S,
    sums: &mut [[Vector<T, S>; VECTORS]; CHAINS],
    input: &[T],
    mut weights: impl Iterator<Item = &'w [T]>,
) {
    let (groups, rest) = input.as_chunks::<CHAINS>();
    for group in groups {
        for (sums, x) in sums.iter_mut().zip(group) {
            let Some(weights) = weights.next() else { return };
            add(simd, sums, *x, weights);
        }
    }
    for (x, weights) in rest.iter().zip(weights) {
        add(simd, &mut sums[0], *x, weights);
    }
}

/// Adds the products of `x` and the vectors of `weights`.
#[inline(always)]
fn add<T: Scalar, S: Simd, const VECTORS: usize>(simd: S, sums: &mut [Vector<T, S>; VECTORS], x: T, weights: &[T]) {
    let x = splat::<T, S>(simd, x);
    for (sum, weights) in sums.iter_mut().zip(vectors::<T, S, VECTORS>(simd, weights)) {
        *sum = weights.mul_add(x, *sum);
    }
}

/// The first vectors of `numbers`.
#[inline(always)]
pub(super) fn vectors<T: Scalar, S: Simd, const VECTORS: usize>(simd: S, numbers: &[T]) -> [Vector<T, S>; VECTORS] {
    let lanes = Vector::<T, S>::LEN;
    let numbers = &numbers[..VECTORS * lanes];
    core::array::from_fn(
        #[inline(always)]
        |vector| Vector::<T, S>::from_slice(simd, &numbers[vector * lanes..][..lanes]),
    )
}
