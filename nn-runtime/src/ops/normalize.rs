//! Normalisations with the statistics of the numbers themselves.

#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::constants::{Constants, rows};
use super::step;
use crate::Scalar;
use crate::activation::Activation;
use crate::layers::Bias;
use crate::math::{load_few, store_few};
use crate::scalar::{Vector, splat};

/// What a normalisation measures in a group of numbers, and makes a factor of.
pub trait Statistic<T: Scalar>: Copy {
    /// Whether the mean is taken from the numbers.
    const IS_CENTRED: bool;

    /// What numbers are multiplied by, if the sum of `count` squares of them is this.
    fn factor(self, squares: T, count: usize) -> T;
}

/// Mean 0 and variance 1: `1 / √(variance + epsilon)`. Keras's layer and group normalisations.
#[derive(Clone, Copy)]
pub struct MeanVariance<T>(pub T);

/// Mean square 1: `1 / √(mean(x²) + epsilon)`. Keras's `RMSNormalization`.
#[derive(Clone, Copy)]
pub struct Rms<T>(pub T);

/// An L2 norm of 1: `1 / √(sum(x²))`, but no more than `1 / epsilon`. Keras's `UnitNormalization`.
#[derive(Clone, Copy)]
pub struct L2Norm<T>(pub T);

impl<T: Scalar> Statistic<T> for MeanVariance<T> {
    const IS_CENTRED: bool = true;

    #[inline(always)]
    fn factor(self, squares: T, count: usize) -> T {
        Rms(self.0).factor(squares, count)
    }
}

impl<T: Scalar> Statistic<T> for Rms<T> {
    const IS_CENTRED: bool = false;

    #[inline(always)]
    fn factor(self, squares: T, count: usize) -> T {
        T::one() / (squares / real::<T>(count) + self.0).sqrt()
    }
}

impl<T: Scalar> Statistic<T> for L2Norm<T> {
    const IS_CENTRED: bool = false;

    #[inline(always)]
    fn factor(self, squares: T, _: usize) -> T {
        let (factor, most) = (T::one() / squares.sqrt(), T::one() / self.0);
        // NaN stays, which `min` would not keep.
        if factor > most { most } else { factor }
    }
}

#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "fewer than 2³² numbers, and a part in 10⁸ is lost at most")]
fn real<T: Scalar>(count: usize) -> T {
    T::from_f64(count as f64)
}

/// `activation((x − mean) · factor · gamma + beta)` in place, where `statistic` is taken of each sample of `sample` numbers: of all its
/// numbers, or of each of the `groups` that its channels are in. The rows of `CHANNELS` numbers share `gamma` and `beta`.
///
/// The variance is taken in a second pass, of the deviations from the mean, which also find what the mean's rounding left of
/// them. So a mean that is large against the deviation costs no digits: of groups of 144 to 10 000 numbers, whose mean is up to
/// 1000 times their deviation, results are within `10⁻⁶ · max(1, |result|)` of the exact ones in `f32`, and `10⁻¹⁴` in `f64`,
/// before gamma and beta.
///
/// Of more groups than one, `workspace` has three numbers for each channel.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "what a normalisation is")]
pub fn normalize<T: Scalar, S: Simd, M: Statistic<T>, const CHANNELS: usize>(
    simd: S,
    values: &mut [T],
    statistic: M,
    sample: usize,
    groups: usize,
    (gamma, beta): (&impl Bias<T, CHANNELS>, &impl Bias<T, CHANNELS>),
    activation: impl Activation<T>,
    workspace: &mut [T],
) {
    for sample in values.chunks_exact_mut(sample.max(1)) {
        if groups == 1 {
            let mut of_all = [[T::zero()]; 3];
            let [[mean], [rest], [factor]] = measure_all(simd, sample, statistic, &mut of_all);
            apply::<T, S, M, CHANNELS>(simd, sample, [mean, rest, factor], gamma, beta, activation);
        } else {
            let [mean, rest, factor] = measure_groups::<T, S, M, CHANNELS>(simd, sample, statistic, groups, workspace);
            apply::<T, S, M, CHANNELS>(simd, sample, [mean, rest, factor], gamma, beta, activation);
        }
    }
}

#[inline(always)]
fn apply<T: Scalar, S: Simd, M: Statistic<T>, const CHANNELS: usize>(
    simd: S,
    sample: &mut [T],
    [mean, rest, factor]: [&impl Constants<T>; 3],
    gamma: &impl Bias<T, CHANNELS>,
    beta: &impl Bias<T, CHANNELS>,
    activation: impl Activation<T>,
) {
    rows::<T, S, CHANNELS>(
        simd,
        sample,
        #[inline(always)]
        |x, column| {
            let factor = factor.load(simd, column) * numerator(simd, gamma, column);
            let x = if M::IS_CENTRED { (x - mean.load(simd, column)) - rest.load(simd, column) } else { x };
            activation.pointwise(simd, shifted(simd, x * factor, beta, column))
        },
        [CHANNELS; 2],
    );
    rowwise(simd, sample, CHANNELS, activation);
}

/// What an activation does to whole rows, after each of their numbers.
#[inline(always)]
pub(super) fn rowwise<T: Scalar, S: Simd, A: Activation<T>>(simd: S, values: &mut [T], row: usize, activation: A) {
    if const { A::ROWWISE } {
        step(
            simd,
            #[inline(always)]
            || activation.rows(simd, values, row),
        );
    }
}

/// Gamma from `column` on; 1 where there is none.
#[inline(always)]
pub(super) fn numerator<T: Scalar, S: Simd, const CHANNELS: usize>(
    simd: S,
    gamma: &impl Bias<T, CHANNELS>,
    column: usize,
) -> Vector<T, S> {
    gamma.values().map_or_else(|| splat(simd, T::one()), |gamma| gamma.load(simd, column))
}

/// `x + beta`, if there is a beta.
#[inline(always)]
fn shifted<T: Scalar, S: Simd, const CHANNELS: usize>(
    simd: S,
    x: Vector<T, S>,
    beta: &impl Bias<T, CHANNELS>,
    column: usize,
) -> Vector<T, S> {
    match beta.values() {
        Some(beta) => x + beta.load(simd, column),
        None => x,
    }
}

/// What is measured in the numbers of a sample, once or for each channel: the mean, what rounding left of it, and the factor.
type Measured<T, const N: usize> = [[T; N]; 3];

/// Measures groups of `count` numbers by `sums`, which writes, of each group, the sum of the deviations from what it is given, and
/// the sum of their squares.
#[inline(always)]
fn measure<T: Scalar, M: Statistic<T>, const N: usize>(
    statistic: M,
    count: usize,
    measured: &mut Measured<T, N>,
    sums: impl Fn(&[T; N], [&mut [T; N]; 2]),
) -> &Measured<T, N> {
    let count_of = real::<T>(count);
    let [mean, rest, factor] = &mut *measured;
    mean.fill(T::zero());
    if M::IS_CENTRED {
        sums(mean, [rest, factor]);
        for (mean, sum) in mean.iter_mut().zip(&*rest) {
            *mean = *sum / count_of;
        }
    }
    sums(mean, [rest, factor]);
    for (factor, rest) in factor.iter_mut().zip(rest) {
        let (sum, mut squares) = (*rest, *factor);
        *rest = T::zero();
        if M::IS_CENTRED {
            *rest = sum / count_of;
            // No more than the squares, but by rounding, and no less where both are infinite.
            let of_rest = sum * *rest;
            squares = if of_rest < squares { squares - of_rest } else { squares };
        }
        *factor = statistic.factor(squares, count);
    }
    measured
}

/// Measures all numbers.
#[inline(always)]
fn measure_all<'m, T: Scalar, S: Simd, M: Statistic<T>>(
    simd: S,
    sample: &[T],
    statistic: M,
    measured: &'m mut Measured<T, 1>,
) -> &'m Measured<T, 1> {
    step(
        simd,
        #[inline(always)]
        || {
            measure(
                statistic,
                sample.len(),
                measured,
                #[inline(always)]
                |&[mean], [[sum], [squares]]| [*sum, *squares] = sums(simd, sample, mean),
            )
        },
    )
}

/// Measures the group of each channel: sums of whole columns, and then of each group's.
#[inline(always)]
fn measure_groups<'m, T: Scalar, S: Simd, M: Statistic<T>, const CHANNELS: usize>(
    simd: S,
    sample: &[T],
    statistic: M,
    groups: usize,
    workspace: &'m mut [T],
) -> &'m Measured<T, CHANNELS> {
    let measured = workspace.as_chunks_mut().0.first_chunk_mut().expect("three numbers for each channel");
    step(
        simd,
        #[inline(always)]
        || {
            measure(
                statistic,
                sample.len() / groups,
                measured,
                #[inline(always)]
                |mean, sums| {
                    let [sum, squares] = sums;
                    columns(simd, sample, mean, [&mut *sum, &mut *squares]);
                    for sums in [sum, squares] {
                        for group in sums.chunks_exact_mut((CHANNELS / groups).max(1)) {
                            let sum = group.iter().fold(T::zero(), |sum, &x| sum + x);
                            group.fill(sum);
                        }
                    }
                },
            )
        },
    )
}

/// Numbers that are added up one after the other, before their sum is added to that of those before: rounding errors grow with
/// the longest row of additions.
const RUN: usize = 64;

/// The sum of all numbers less `mean`, and the sum of their squares: in four sums each, so that additions need not wait for each
/// other.
#[inline(always)]
fn sums<T: Scalar, S: Simd>(simd: S, values: &[T], mean: T) -> [T; 2] {
    let lanes = Vector::<T, S>::LEN;
    let center = splat(simd, mean);
    let mut total = [splat::<T, S>(simd, T::zero()); 2];
    for run in values.chunks(4 * lanes * RUN) {
        let mut sums = [[splat::<T, S>(simd, T::zero()); 2]; 4];
        let mut fours = run.chunks_exact(4 * lanes);
        for four in &mut fours {
            for (sums, x) in sums.iter_mut().zip(four.chunks_exact(lanes)) {
                *sums = added(Vector::<T, S>::from_slice(simd, x) - center, *sums);
            }
        }
        for (sums, x) in sums.iter_mut().zip(fours.remainder().chunks(lanes)) {
            *sums = added(load_few(simd, x, mean) - center, *sums);
        }
        let [a, b, c, d] = sums;
        for (i, total) in total.iter_mut().enumerate() {
            *total += (a[i] + b[i]) + (c[i] + d[i]);
        }
    }
    let [sum, squares] = total;
    [sum.reduce_sum(), squares.reduce_sum()]
}

/// Writes the sum of each column's numbers less its `mean`, and the sum of their squares.
#[inline(always)]
fn columns<T: Scalar, S: Simd, const CHANNELS: usize>(
    simd: S,
    sample: &[T],
    mean: &[T; CHANNELS],
    columns: [&mut [T; CHANNELS]; 2],
) {
    let lanes = Vector::<T, S>::LEN;
    let [sums_of, squares_of] = columns;
    let mut column = 0;
    while column < CHANNELS {
        let (mean, end) = (mean.load(simd, column), CHANNELS.min(column + lanes));
        let mut total = [splat::<T, S>(simd, T::zero()); 2];
        for run in sample.chunks(CHANNELS * RUN) {
            let mut sums = [splat::<T, S>(simd, T::zero()); 2];
            for row in run.chunks_exact(CHANNELS) {
                let row = &row[column..end];
                let x = if row.len() == lanes {
                    Vector::<T, S>::from_slice(simd, row)
                } else {
                    load_few(simd, row, T::zero())
                };
                sums = added(x - mean, sums);
            }
            for (total, sum) in total.iter_mut().zip(sums) {
                *total += sum;
            }
        }
        let [sum, squares] = total;
        store_few(sum, &mut sums_of[column..end]);
        store_few(squares, &mut squares_of[column..end]);
        column += lanes;
    }
}

/// Adds a number and its square to their sums.
#[inline(always)]
fn added<F: SimdFloat<S>, S: Simd>(x: F, [sum, squares]: [F; 2]) -> [F; 2] {
    [x + sum, x.mul_add(x, squares)]
}
