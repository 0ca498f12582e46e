//! Batch normalisation, with statistics that are parameters: as a function of rows, so that it can follow a sum in one step.

#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::constants::Constants;
use super::normalize::{numerator, rowwise};
use super::step;
use crate::Scalar;
use crate::activation::Activation;
use crate::layers::Bias;
use crate::math::{load_few, store_few};
use crate::scalar::{Vector, splat};

/// `activation((x − mean) · gamma / √(variance + epsilon) + beta)`, along rows of `CHANNELS` numbers: Keras's
/// `BatchNormalization` in a forward pass, as an activation of rows.
///
/// The root and the quotient are taken once for all rows that are handed over together. Each result is within `4 ε` of
/// `|x − mean| · |factor| + |beta|`.
#[derive(Clone, Copy)]
pub struct BatchNormalize<'a, T, G, B, A, const CHANNELS: usize> {
    /// The mean that each channel had in training, and its variance.
    pub statistics: [&'a [T; CHANNELS]; 2],
    /// What each channel is multiplied by.
    pub gamma: &'a G,
    /// What is then added to each channel.
    pub beta: &'a B,
    /// What keeps the root from being 0.
    pub epsilon: T,
    /// What follows.
    pub activation: A,
}

/// Normalises rows in place.
#[inline(always)]
pub fn batch_normalize<T: Scalar, S: Simd, G, B, A, const CHANNELS: usize>(
    simd: S,
    values: &mut [T],
    normalization: BatchNormalize<'_, T, G, B, A, CHANNELS>,
) where
    G: Bias<T, CHANNELS>,
    B: Bias<T, CHANNELS>,
    A: Activation<T>,
{
    normalization.rows(simd, values, CHANNELS);
}

impl<T, G, B, A, const CHANNELS: usize> BatchNormalize<'_, T, G, B, A, CHANNELS>
where
    T: Scalar,
    G: Bias<T, CHANNELS>,
    B: Bias<T, CHANNELS>,
    A: Activation<T>,
{
    /// The mean and the factor of the channels from `column` on.
    #[inline(always)]
    fn constants<S: Simd>(&self, simd: S, column: usize) -> [Vector<T, S>; 2] {
        let [mean, variance] = self.statistics;
        let deviation = (variance.load(simd, column) + splat(simd, self.epsilon)).sqrt();
        [mean.load(simd, column), numerator(simd, self.gamma, column) / deviation]
    }

    #[inline(always)]
    fn of<S: Simd>(&self, simd: S, x: Vector<T, S>, [mean, factor]: [Vector<T, S>; 2], column: usize) -> Vector<T, S> {
        let x = x - mean;
        let y = match self.beta.values() {
            Some(beta) => x.mul_add(factor, beta.load(simd, column)),
            None => x * factor,
        };
        self.activation.pointwise(simd, y)
    }

    /// `VECTORS` of the columns from `column` on, of all rows: their constants stay in registers.
    #[inline(always)]
    fn columns<S: Simd, const VECTORS: usize>(&self, simd: S, values: &mut [T], column: usize) {
        let lanes = Vector::<T, S>::LEN;
        let constants: [_; VECTORS] = core::array::from_fn(
            #[inline(always)]
            |vector| self.constants(simd, column + vector * lanes),
        );
        for row in values.chunks_exact_mut(CHANNELS) {
            let row = &mut row[column..][..VECTORS * lanes];
            for (vector, (x, constants)) in row.chunks_exact_mut(lanes).zip(constants).enumerate() {
                let y = self.of(simd, Vector::<T, S>::from_slice(simd, x), constants, column + vector * lanes);
                y.store_slice(x);
            }
        }
    }
}

impl<T, G, B, A, const CHANNELS: usize> Activation<T> for BatchNormalize<'_, T, G, B, A, CHANNELS>
where
    T: Scalar,
    G: Bias<T, CHANNELS>,
    B: Bias<T, CHANNELS>,
    A: Activation<T>,
{
    const ROWWISE: bool = true;

    #[inline(always)]
    fn pointwise<S: Simd>(self, _simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x
    }

    #[inline(always)]
    fn row<S: Simd>(self, simd: S, row: &mut [T]) {
        self.rows(simd, row, CHANNELS);
    }

    #[inline(always)]
    fn rows<S: Simd>(self, simd: S, values: &mut [T], _len: usize) {
        step(
            simd,
            #[inline(always)]
            || {
                let lanes = Vector::<T, S>::LEN;
                let mut column = 0;
                while column + 4 * lanes <= CHANNELS {
                    self.columns::<S, 4>(simd, values, column);
                    column += 4 * lanes;
                }
                if column + 2 * lanes <= CHANNELS {
                    self.columns::<S, 2>(simd, values, column);
                    column += 2 * lanes;
                }
                if column + lanes <= CHANNELS {
                    self.columns::<S, 1>(simd, values, column);
                    column += lanes;
                }
                if column < CHANNELS {
                    let constants = self.constants(simd, column);
                    for row in values.chunks_exact_mut(CHANNELS) {
                        let row = &mut row[column..];
                        store_few(self.of(simd, load_few(simd, row, T::zero()), constants, column), row);
                    }
                }
            },
        );
        rowwise(simd, values, CHANNELS, self.activation);
    }

    #[inline(always)]
    fn lines<S: Simd>(self, simd: S, values: &mut [T], line: usize) {
        let lanes = Vector::<T, S>::LEN;
        let [mean, variance] = self.statistics;
        for (channel, line) in values.chunks_exact_mut(line).enumerate() {
            let gamma = self.gamma.values().map_or(T::one(), |gamma| gamma[channel]);
            let factor = splat::<T, S>(simd, gamma / (variance[channel] + self.epsilon).sqrt());
            let (mean, beta) = (splat(simd, mean[channel]), self.beta.values().map(|beta| beta[channel]));
            for x in line.chunks_exact_mut(lanes) {
                let y = Vector::<T, S>::from_slice(simd, x) - mean;
                let y = beta.map_or(y * factor, |beta| y.mul_add(factor, splat(simd, beta)));
                self.activation.pointwise(simd, y).store_slice(x);
            }
        }
        if const { A::ROWWISE } {
            self.activation.lines(simd, values, line);
        }
    }
}
