use fearless_simd::{Simd, SimdBase, SimdFloat};

use crate::Scalar;
use crate::activation::Activation;
use crate::layers::Bias;
use crate::math::{load_few, store_few};
use crate::ops::step;
use crate::scalar::{Vector, splat};

/// `activation(x · kernel + bias)`: each of the `UNITS` outputs is the sum of all `INPUTS`, weighted by a column of
/// `kernel`.
///
/// Columns are taken in tiles of up to eight vectors, whose sums stay in registers while the inputs go by. Eight sums are
/// under way at once, which hides the latency of a fused multiply-add: four cycles, two of them begun in each. So where a
/// tile is narrower, each of its sums is several, added at the end. The order of additions thus depends on the SIMD level;
/// each sum's error is at most that of adding the products one after the other.
#[inline(always)]
pub fn dense<T, S, A, B, const INPUTS: usize, const UNITS: usize>(
    simd: S,
    input: &[T],
    kernel: &[[T; UNITS]; INPUTS],
    bias: &B,
    activation: A,
    output: &mut [T],
) where
    T: Scalar,
    S: Simd,
    A: Activation<T>,
    B: Bias<T, UNITS>,
{
    let input: &[T; INPUTS] = input.first_chunk().expect("as many inputs as the kernel has rows");
    let output: &mut [T; UNITS] = output.first_chunk_mut().expect("as many outputs as the kernel has columns");
    let layer = Layer { simd, input, kernel, bias };
    let lanes = Vector::<T, S>::LEN;
    if UNITS <= lanes {
        // One register holds the row, so that an activation of the whole row need not load it again.
        let sum = if UNITS == lanes { layer.tile::<1, 8>(0)[0] } else { layer.edge(0) };
        let y = step(
            simd,
            #[inline(always)]
            || activation.register(simd, sum, UNITS),
        );
        return store_few(y, output);
    }
    let mut column = 0;
    while column + 8 * lanes <= UNITS {
        store(simd, activation, layer.tile::<8, 1>(column), &mut output[column..]);
        column += 8 * lanes;
    }
    if column + 4 * lanes <= UNITS {
        store(simd, activation, layer.tile::<4, 2>(column), &mut output[column..]);
        column += 4 * lanes;
    }
    if column + 2 * lanes <= UNITS {
        store(simd, activation, layer.tile::<2, 4>(column), &mut output[column..]);
        column += 2 * lanes;
    }
    if column + lanes <= UNITS {
        store(simd, activation, layer.tile::<1, 8>(column), &mut output[column..]);
        column += lanes;
    }
    if column < UNITS {
        let sum = layer.edge(column);
        let y = step(
            simd,
            #[inline(always)]
            || activation.pointwise(simd, sum),
        );
        store_few(y, &mut output[column..]);
    }
    step(
        simd,
        #[inline(always)]
        || activation.row(simd, output),
    );
}

/// The beginning of `output`: what `activation` makes of each of the sums.
#[inline(always)]
fn store<T: Scalar, S: Simd, A: Activation<T>, const VECTORS: usize>(
    simd: S,
    activation: A,
    sums: [Vector<T, S>; VECTORS],
    output: &mut [T],
) {
    step(
        simd,
        #[inline(always)]
        || {
            for (sum, output) in sums.into_iter().zip(output.chunks_exact_mut(Vector::<T, S>::LEN)) {
                activation.pointwise(simd, sum).store_slice(output);
            }
        },
    );
}

/// A layer at work.
struct Layer<'a, T, S, B, const INPUTS: usize, const UNITS: usize> {
    simd: S,
    input: &'a [T; INPUTS],
    kernel: &'a [[T; UNITS]; INPUTS],
    bias: &'a B,
}

impl<T, S, B, const INPUTS: usize, const UNITS: usize> Layer<'_, T, S, B, INPUTS, UNITS>
where
    T: Scalar,
    S: Simd,
    B: Bias<T, UNITS>,
{
    /// `VECTORS` vectors of columns from `column` on, each the sum of `CHAINS` chains of additions.
    #[inline(always)]
    fn tile<const VECTORS: usize, const CHAINS: usize>(&self, column: usize) -> [Vector<T, S>; VECTORS] {
        step(
            self.simd,
            #[inline(always)]
            || self.tile_step::<VECTORS, CHAINS>(column),
        )
    }

    #[inline(always)]
    fn tile_step<const VECTORS: usize, const CHAINS: usize>(&self, column: usize) -> [Vector<T, S>; VECTORS] {
        let lanes = Vector::<T, S>::LEN;
        let load = |row: &[T; UNITS], vector: usize| {
            Vector::<T, S>::from_slice(self.simd, &row[column + vector * lanes..][..lanes])
        };
        let mut sums = [[splat(self.simd, T::zero()); VECTORS]; CHAINS];
        if let Some(bias) = self.bias.values() {
            for (vector, sum) in sums[0].iter_mut().enumerate() {
                *sum = load(bias, vector);
            }
        }
        let (groups, rest) = self.input.as_chunks::<CHAINS>();
        let (row_groups, rest_rows) = self.kernel.as_chunks::<CHAINS>();
        for (inputs, rows) in groups.iter().zip(row_groups) {
            for (chain, sums) in sums.iter_mut().enumerate() {
                let x = splat::<T, S>(self.simd, inputs[chain]);
                for (vector, sum) in sums.iter_mut().enumerate() {
                    *sum = load(&rows[chain], vector).mul_add(x, *sum);
                }
            }
        }
        for (sums, (input, row)) in sums.iter_mut().zip(rest.iter().zip(rest_rows)) {
            let x = splat::<T, S>(self.simd, *input);
            for (vector, sum) in sums.iter_mut().enumerate() {
                *sum = load(row, vector).mul_add(x, *sum);
            }
        }
        // The chains are added by halves, so that the additions don't wait for each other.
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

    /// The columns from `column` on, fewer than lanes. A load takes the beginning of the next row along, which is left
    /// out at the end; the last rows, after which the kernel ends, are copied first.
    #[inline(always)]
    fn edge(&self, column: usize) -> Vector<T, S> {
        step(
            self.simd,
            #[inline(always)]
            || self.edge_step(column),
        )
    }

    #[inline(always)]
    fn edge_step(&self, column: usize) -> Vector<T, S> {
        const CHAINS: usize = 4;
        let lanes = Vector::<T, S>::LEN;
        let weights = self.kernel.as_flattened();
        // How many rows can be loaded without reading past the last.
        let whole = (weights.len() + UNITS).saturating_sub(column + lanes) / UNITS;
        let whole = if whole > INPUTS { INPUTS } else { whole };
        let mut sums = [splat(self.simd, T::zero()); CHAINS];
        if let Some(bias) = self.bias.values() {
            sums[0] = load_few(self.simd, &bias[column..], T::zero());
        }
        let load = |row: usize| Vector::<T, S>::from_slice(self.simd, &weights[row * UNITS + column..][..lanes]);
        let mut row = 0;
        while row + CHAINS <= whole {
            for (chain, sum) in sums.iter_mut().enumerate() {
                *sum = load(row + chain).mul_add(splat::<T, S>(self.simd, self.input[row + chain]), *sum);
            }
            row += CHAINS;
        }
        while row < whole {
            sums[0] = load(row).mul_add(splat::<T, S>(self.simd, self.input[row]), sums[0]);
            row += 1;
        }
        while row < INPUTS {
            let weights = load_few::<T, S>(self.simd, &self.kernel[row][column..], T::zero());
            sums[1] = weights.mul_add(splat::<T, S>(self.simd, self.input[row]), sums[1]);
            row += 1;
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3])
    }
}
