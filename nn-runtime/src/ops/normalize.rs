//! Normalisations: with statistics that are parameters, or with those of the numbers themselves.

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::elementwise::{Constants, rows};
use super::step;
use crate::Scalar;
use crate::layers::Bias;
use crate::math::{load_few, store_few};
use crate::scalar::{Vector, splat};

/// `(x − mean) · gamma / √(variance + epsilon) + beta` in place, along rows of `CHANNELS` numbers: Keras's
/// `BatchNormalization` in a forward pass.
#[inline(always)]
pub fn batch_normalize<T: Scalar, S: Simd, const CHANNELS: usize>(
    simd: S,
    values: &mut [T],
    [mean, variance]: [&[T; CHANNELS]; 2],
    gamma: &impl Bias<T, CHANNELS>,
    beta: &impl Bias<T, CHANNELS>,
    epsilon: T,
) {
    step(
        simd,
        #[inline(always)]
        || {
            let lanes = Vector::<T, S>::LEN;
            let mut column = 0;
            while column < CHANNELS {
                // Outside, so that all rows share the root.
                let deviation = (variance.load(simd, column) + splat(simd, epsilon)).sqrt();
                let factor = numerator(simd, gamma, column) / deviation;
                let (mean, end) = (mean.load(simd, column), CHANNELS.min(column + lanes));
                for row in values.chunks_exact_mut(CHANNELS) {
                    let row = &mut row[column..end];
                    let x = if row.len() == lanes {
                        Vector::<T, S>::from_slice(simd, row)
                    } else {
                        load_few(simd, row, T::zero())
                    };
                    let y = shifted(simd, (x - mean) * factor, beta, column);
                    if row.len() == lanes { y.store_slice(row) } else { store_few(y, row) }
                }
                column += lanes;
            }
        },
    );
}

/// What a normalisation measures in a group of numbers, and makes a factor of.
pub trait Statistic<T: Scalar>: Copy {
    /// Whether the mean is taken from the numbers.
    const IS_CENTRED: bool;

    /// What numbers are multiplied by, if the sum of `count` squares of them is this.
    fn factor(self, squares: T, count: usize) -> T;
}

/// Mean 0 and variance 1: `1 / √(variance + epsilon)`. Keras's layer and group normalisations.
#[derive(Clone, Copy)]
pub struct Moments<T>(pub T);

/// Mean square 1: `1 / √(mean(x²) + epsilon)`. Keras's `RMSNormalization`.
#[derive(Clone, Copy)]
pub struct MeanSquare<T>(pub T);

/// Length 1: `1 / √(sum(x²))`, but no more than `1 / epsilon`. Keras's `UnitNormalization`.
#[derive(Clone, Copy)]
pub struct Length<T>(pub T);

impl<T: Scalar> Statistic<T> for Moments<T> {
    const IS_CENTRED: bool = true;

    #[inline(always)]
    fn factor(self, squares: T, count: usize) -> T {
        MeanSquare(self.0).factor(squares, count)
    }
}

impl<T: Scalar> Statistic<T> for MeanSquare<T> {
    const IS_CENTRED: bool = false;

    #[inline(always)]
    fn factor(self, squares: T, count: usize) -> T {
        T::one() / (squares / real::<T>(count) + self.0).sqrt()
    }
}

impl<T: Scalar> Statistic<T> for Length<T> {
    const IS_CENTRED: bool = false;

    #[inline(always)]
    fn factor(self, squares: T, _: usize) -> T {
        (T::one() / squares.sqrt()).min(T::one() / self.0)
    }
}

#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "fewer than 2³² numbers, and a part in 10⁸ is lost at most")]
fn real<T: Scalar>(count: usize) -> T {
    T::from_f64(count as f64)
}

/// `(x − mean) · factor · gamma + beta` in place, where `statistic` is taken of each sample of `sample` numbers: of all its
/// numbers, or of each of the `groups` that its channels are in. The rows of `CHANNELS` numbers share `gamma` and `beta`.
///
/// The variance is taken in a second pass, of the deviations from the mean.
#[inline(always)]
pub fn normalize<T: Scalar, S: Simd, M: Statistic<T>, const CHANNELS: usize>(
    simd: S,
    values: &mut [T],
    statistic: M,
    sample: usize,
    groups: usize,
    gamma: &impl Bias<T, CHANNELS>,
    beta: &impl Bias<T, CHANNELS>,
) {
    for sample in values.chunks_exact_mut(sample.max(1)) {
        if groups == 1 {
            let (mean, factor) = of_all(simd, sample, statistic);
            apply(simd, sample, &mean, &factor, gamma, beta);
        } else {
            let (mean, factor) = of_groups::<T, S, M, CHANNELS>(simd, sample, statistic, groups);
            apply(simd, sample, &mean, &factor, gamma, beta);
        }
    }
}

#[inline(always)]
fn apply<T: Scalar, S: Simd, const CHANNELS: usize>(
    simd: S,
    sample: &mut [T],
    mean: &impl Constants<T>,
    factor: &impl Constants<T>,
    gamma: &impl Bias<T, CHANNELS>,
    beta: &impl Bias<T, CHANNELS>,
) {
    rows::<T, S, CHANNELS>(
        simd,
        sample,
        #[inline(always)]
        |x, column| {
            let factor = factor.load(simd, column) * numerator(simd, gamma, column);
            shifted(simd, (x - mean.load(simd, column)) * factor, beta, column)
        },
        [CHANNELS; 2],
    );
}

/// Gamma from `column` on; 1 where there is none.
#[inline(always)]
fn numerator<T: Scalar, S: Simd, const CHANNELS: usize>(
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

/// The mean of all numbers, or 0, and the factor.
#[inline(always)]
fn of_all<T: Scalar, S: Simd, M: Statistic<T>>(simd: S, sample: &[T], statistic: M) -> (T, T) {
    step(
        simd,
        #[inline(always)]
        || {
            let count = sample.len();
            let mean = if M::IS_CENTRED {
                sum::<T, S>(
                    simd,
                    sample,
                    T::zero(),
                    #[inline(always)]
                    |x, sum| x + sum,
                ) / real::<T>(count)
            } else {
                T::zero()
            };
            let center = splat(simd, mean);
            let squares = sum::<T, S>(
                simd,
                sample,
                mean,
                #[inline(always)]
                |x, sum| {
                    let x = x - center;
                    x.mul_add(x, sum)
                },
            );
            (mean, statistic.factor(squares, count))
        },
    )
}

/// Adds up what `add` makes of each number, which is nothing for `padding`: in four sums, so that additions need not wait
/// for each other.
#[inline(always)]
fn sum<T: Scalar, S: Simd>(
    simd: S,
    values: &[T],
    padding: T,
    add: impl Fn(Vector<T, S>, Vector<T, S>) -> Vector<T, S>,
) -> T {
    let lanes = Vector::<T, S>::LEN;
    let mut sums = [splat::<T, S>(simd, T::zero()); 4];
    let mut fours = values.chunks_exact(4 * lanes);
    for four in &mut fours {
        for (sum, x) in sums.iter_mut().zip(four.chunks_exact(lanes)) {
            *sum = add(Vector::<T, S>::from_slice(simd, x), *sum);
        }
    }
    for (sum, x) in sums.iter_mut().zip(fours.remainder().chunks(lanes)) {
        *sum = add(load_few(simd, x, padding), *sum);
    }
    let [a, b, c, d] = sums;
    ((a + b) + (c + d)).reduce_sum()
}

/// The mean of each channel's group, or 0, and its factor: sums of whole columns, and then of each group's.
#[inline(always)]
fn of_groups<T: Scalar, S: Simd, M: Statistic<T>, const CHANNELS: usize>(
    simd: S,
    sample: &[T],
    statistic: M,
    groups: usize,
) -> ([T; CHANNELS], [T; CHANNELS]) {
    let (width, count) = (CHANNELS / groups, sample.len() / groups);
    let mut mean = [T::zero(); CHANNELS];
    if M::IS_CENTRED {
        mean = columns::<T, S, CHANNELS>(
            simd,
            sample,
            &mean,
            #[inline(always)]
            |x, sum| x + sum,
        );
        shared(
            &mut mean,
            width,
            #[inline(always)]
            |sum| sum / real::<T>(count),
        );
    }
    let mut factor = columns::<T, S, CHANNELS>(
        simd,
        sample,
        &mean,
        #[inline(always)]
        |x, sum| x.mul_add(x, sum),
    );
    shared(
        &mut factor,
        width,
        #[inline(always)]
        |squares| statistic.factor(squares, count),
    );
    (mean, factor)
}

/// Adds up what `add` makes of each column's numbers less its `mean`.
#[inline(always)]
fn columns<T: Scalar, S: Simd, const CHANNELS: usize>(
    simd: S,
    sample: &[T],
    mean: &[T; CHANNELS],
    add: impl Fn(Vector<T, S>, Vector<T, S>) -> Vector<T, S>,
) -> [T; CHANNELS] {
    let mut sums = [T::zero(); CHANNELS];
    step(
        simd,
        #[inline(always)]
        || {
            let lanes = Vector::<T, S>::LEN;
            let mut column = 0;
            while column < CHANNELS {
                let (mean, end) = (mean.load(simd, column), CHANNELS.min(column + lanes));
                let mut sum = splat::<T, S>(simd, T::zero());
                for row in sample.chunks_exact(CHANNELS) {
                    let row = &row[column..end];
                    let x = if row.len() == lanes {
                        Vector::<T, S>::from_slice(simd, row)
                    } else {
                        load_few(simd, row, T::zero())
                    };
                    sum = add(x - mean, sum);
                }
                store_few(sum, &mut sums[column..end]);
                column += lanes;
            }
        },
    );
    sums
}

/// Replaces each `width` sums by `function` of their own sum.
#[inline(always)]
fn shared<T: Scalar>(sums: &mut [T], width: usize, function: impl Fn(T) -> T) {
    for group in sums.chunks_exact_mut(width.max(1)) {
        let sum = group.iter().fold(T::zero(), |sum, &x| sum + x);
        group.fill(function(sum));
    }
}
