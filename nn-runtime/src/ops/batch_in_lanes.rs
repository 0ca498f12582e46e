//! The product of a block of samples and a small matrix, with the samples in lanes.
//!
//! A line is one number of each sample: vectors of lanes that never meet. So the size of a layer need not fit a vector, and
//! a softmax needs no sums over lanes. What it takes is one load for each weight and line, which is as many as multiply-adds
//! where a vector is a whole line; while the weights are in the first cache, that costs nothing.

use core::marker::PhantomData;

use fearless_simd::{Simd, SimdBase, SimdFloat};
use nn_format::lane_count;

use super::gemm::{Gemm, vectors};
use super::{Rows, step};
use crate::Scalar;
use crate::activation::Activation;
use crate::scalar::{Vector, splat};

/// A block of samples that lie in lanes: the first number of each, then the second of each. The type is that of the numbers.
#[derive(Clone, Copy, Debug)]
pub struct BatchInLanes<T>(PhantomData<T>);

impl<T: Scalar> BatchInLanes<T> {
    /// As many samples as a line has numbers.
    pub(crate) const ROWS: Self = Self(PhantomData);
    /// How many they are.
    pub(crate) const COUNT: usize = lane_count(size_of::<T>());
}

impl<T: Scalar> Rows for BatchInLanes<T> {
    const IS_ONE: bool = false;
    const IN_LANES: bool = true;

    #[inline(always)]
    fn count(self) -> usize {
        Self::COUNT
    }
}

impl<T: Scalar> Gemm<'_, T> {
    /// Writes the lines of `activation(x · kernel + bias)` to `output`, where the activation acts on each number.
    #[inline(always)]
    pub(crate) fn in_lanes<S: Simd, A: Activation<T>, const UNITS: usize>(
        self,
        simd: S,
        activation: A,
        output: &mut [T],
    ) {
        let mut tiles = Tiles { simd, product: self, activation, output, unit: 0 };
        // The vectors of a line; units, as many as there are registers for their sums; and so many sums for each that none
        // waits. What the layer has no units for is not compiled.
        if const { size_of::<Vector<T, S>>() == 64 } {
            if const { UNITS >= 16 } {
                tiles.all::<1, 16, 1>();
            }
            if const { UNITS % 16 >= 8 } {
                tiles.all::<1, 8, 1>();
            }
            if const { UNITS % 8 >= 4 } {
                tiles.all::<1, 4, 2>();
            }
            if const { UNITS % 4 >= 2 } {
                tiles.all::<1, 2, 4>();
            }
            if const { UNITS % 2 == 1 } {
                tiles.all::<1, 1, 8>();
            }
        } else if const { size_of::<Vector<T, S>>() == 32 || cfg!(target_arch = "aarch64") } {
            if const { UNITS >= 6 } {
                tiles.wide::<6, 1>();
            }
            if const { UNITS % 6 >= 4 } {
                tiles.wide::<4, 1>();
            }
            if const { UNITS % 6 % 4 >= 2 } {
                tiles.wide::<2, 2>();
            }
            if const { UNITS % 2 == 1 } {
                tiles.wide::<1, 4>();
            }
        } else {
            if const { UNITS >= 2 } {
                tiles.all::<4, 2, 1>();
            }
            if const { UNITS % 2 == 1 } {
                tiles.all::<4, 1, 2>();
            }
        }
    }
}

/// A product on its way to the output: the units before `unit` are there.
struct Tiles<'a, 'o, T, S, A> {
    simd: S,
    product: Gemm<'a, T>,
    activation: A,
    output: &'o mut [T],
    unit: usize,
}

impl<T: Scalar, S: Simd, A: Activation<T>> Tiles<'_, '_, T, S, A> {
    /// The same where a line is two vectors, or four.
    #[inline(always)]
    fn wide<const UNITS: usize, const CHAINS: usize>(&mut self) {
        if const { size_of::<Vector<T, S>>() == 32 } {
            self.all::<2, UNITS, CHAINS>();
        } else {
            self.all::<4, UNITS, CHAINS>();
        }
    }

    /// As many tiles of `UNITS` units as there are.
    #[inline(always)]
    fn all<const VECTORS: usize, const UNITS: usize, const CHAINS: usize>(&mut self) {
        while self.unit + UNITS <= self.product.units {
            step(
                self.simd,
                #[inline(always)]
                || self.tile::<VECTORS, UNITS, CHAINS>(),
            );
            self.unit += UNITS;
        }
    }

    #[inline(always)]
    fn tile<const VECTORS: usize, const UNITS: usize, const CHAINS: usize>(&mut self) {
        let Self { simd, product: Gemm { input, kernel, bias, inputs, units }, activation, unit, .. } = *self;
        let mut sums = [[[splat::<T, S>(simd, T::zero()); VECTORS]; UNITS]; CHAINS];
        if let Some(bias) = bias {
            for (sums, bias) in sums[0].iter_mut().zip(&bias[unit..][..UNITS]) {
                *sums = [splat(simd, *bias); VECTORS];
            }
        }
        let mut terms = input.chunks_exact(BatchInLanes::<T>::COUNT).zip(kernel.chunks_exact(units));
        for _ in 0..inputs / CHAINS {
            for sums in &mut sums {
                let Some((line, row)) = terms.next() else { return };
                add(simd, sums, line, &row[unit..]);
            }
        }
        for (line, row) in terms {
            add(simd, &mut sums[0], line, &row[unit..]);
        }
        let mut left = CHAINS;
        while left > 1 {
            left /= 2;
            let (sums, others) = sums.split_at_mut(left);
            let (sums, others) = (sums.as_flattened_mut().as_flattened_mut(), others.as_flattened().as_flattened());
            for (sum, other) in sums.iter_mut().zip(others) {
                *sum += *other;
            }
        }
        let output = &mut self.output[unit * BatchInLanes::<T>::COUNT..][..UNITS * BatchInLanes::<T>::COUNT];
        for (sum, output) in sums[0].as_flattened().iter().zip(output.chunks_exact_mut(Vector::<T, S>::LEN)) {
            activation.pointwise(simd, *sum).store_slice(output);
        }
    }
}

/// Adds the products of a line and the first weights of a row, one for each unit.
#[inline(always)]
fn add<T: Scalar, S: Simd, const VECTORS: usize, const UNITS: usize>(
    simd: S,
    sums: &mut [[Vector<T, S>; VECTORS]; UNITS],
    line: &[T],
    row: &[T],
) {
    let x = vectors::<T, S, VECTORS>(simd, line);
    for (sums, weight) in sums.iter_mut().zip(&row[..UNITS]) {
        let weight = splat::<T, S>(simd, *weight);
        for (sum, x) in sums.iter_mut().zip(x) {
            *sum = x.mul_add(weight, *sum);
        }
    }
}

/// How many columns are transposed at once: a power of two.
const COLUMNS: usize = 4;

/// The numbers of one vector for each of the columns.
type Square<T> = [T; COLUMNS * 16];

/// Turns rows of `len` numbers into lines. There may be fewer rows than a line has numbers: the other numbers of the lines
/// stay what they are.
#[inline(always)]
pub(crate) fn to_lanes<T: Scalar, S: Simd>(simd: S, rows: &[T], len: usize, lines: &mut [T]) {
    if len == 1 {
        return lines[..rows.len()].copy_from_slice(rows);
    }
    step(
        simd,
        #[inline(always)]
        || {
            let lanes = Vector::<T, S>::LEN;
            let mut square: Square<T> = [T::zero(); COLUMNS * 16];
            for (block, rows) in rows.chunks(lanes * len).enumerate() {
                for column in (0..len).step_by(COLUMNS) {
                    // The last columns may be some that were transposed before.
                    let column = column.min(len.saturating_sub(COLUMNS));
                    let x = if len == COLUMNS && rows.len() == lanes * len {
                        vectors::<T, S, COLUMNS>(simd, rows)
                    } else {
                        for (to, start) in square.chunks_exact_mut(COLUMNS).zip((column..rows.len()).step_by(len)) {
                            // As many at once as a register holds, unless the rows end.
                            match rows[start..].first_chunk::<COLUMNS>() {
                                Some(from) => to.copy_from_slice(from),
                                None => to[..len].copy_from_slice(&rows[start..][..len]),
                            }
                        }
                        vectors::<T, S, COLUMNS>(simd, &square)
                    };
                    let [(a, b), (c, d)] = [x[0].deinterleave(x[1]), x[2].deinterleave(x[3])];
                    let [(a, c), (b, d)] = [a.deinterleave(c), b.deinterleave(d)];
                    let lines = lines[column * BatchInLanes::<T>::COUNT..].chunks_exact_mut(BatchInLanes::<T>::COUNT);
                    for (line, x) in lines.zip([a, b, c, d]).take(len) {
                        x.store_slice(&mut line[block * lanes..][..lanes]);
                    }
                }
            }
        },
    );
}

/// Turns lines into rows of `len` numbers, of which there may be fewer than a line has numbers.
#[inline(always)]
pub(crate) fn from_lanes<T: Scalar, S: Simd>(simd: S, lines: &[T], len: usize, rows: &mut [T]) {
    if len == 1 {
        return rows.copy_from_slice(&lines[..rows.len()]);
    }
    step(
        simd,
        #[inline(always)]
        || {
            let lanes = Vector::<T, S>::LEN;
            let mut square: Square<T> = [T::zero(); COLUMNS * 16];
            for (block, rows) in rows.chunks_mut(lanes * len).enumerate() {
                for column in (0..len).step_by(COLUMNS) {
                    let column = column.min(len.saturating_sub(COLUMNS));
                    let mut x = [splat::<T, S>(simd, T::zero()); COLUMNS];
                    let lines = lines[column * BatchInLanes::<T>::COUNT..].chunks_exact(BatchInLanes::<T>::COUNT);
                    for (x, line) in x.iter_mut().zip(lines).take(len) {
                        *x = Vector::<T, S>::from_slice(simd, &line[block * lanes..][..lanes]);
                    }
                    let [(a, b), (c, d)] = [x[0].interleave(x[2]), x[1].interleave(x[3])];
                    let [(a, b), (c, d)] = [a.interleave(c), b.interleave(d)];
                    for (x, square) in [a, b, c, d].into_iter().zip(square.chunks_exact_mut(lanes)) {
                        x.store_slice(square);
                    }
                    let end = rows.len();
                    for (from, start) in square.chunks_exact(COLUMNS).zip((column..end).step_by(len)) {
                        // What is written too much is written over by the next row.
                        match rows[start..].first_chunk_mut::<COLUMNS>() {
                            Some(to) => to.copy_from_slice(from),
                            None => rows[start..][..len].copy_from_slice(&from[..len]),
                        }
                    }
                }
            }
        },
    );
}
