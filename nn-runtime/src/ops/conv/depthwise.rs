//! Each channel by itself, with one filter: vectors go along the channels.

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::super::{Window, step};
use super::Filters;
use crate::Scalar;
use crate::math::{load_few, store_few};
use crate::scalar::{Vector, splat};

/// How many places are taken at once, for so many sums are under way.
const PLACES: usize = 4;

/// All places of a sample.
#[inline(always)]
pub(super) fn depthwise<T: Scalar, S: Simd>(
    simd: S,
    windows: [Window; 3],
    weights: Filters<'_, T>,
    input: &[T],
    output: &mut [T],
) {
    let [a, b, c] = windows;
    let channels = weights.channels;
    let depthwise = Depthwise { simd, windows, weights };
    let rows = output.chunks_exact_mut(c.output * channels);
    for (row, output) in rows.enumerate() {
        let (i, j) = (row / b.output, row % b.output);
        let input = &input[(i * a.stride * b.input + j * b.stride) * c.input * channels..];
        step(
            simd,
            #[inline(always)]
            || depthwise.row(input, output),
        );
    }
}

#[derive(Clone, Copy)]
struct Depthwise<'a, T, S> {
    simd: S,
    windows: [Window; 3],
    weights: Filters<'a, T>,
}

impl<T: Scalar, S: Simd> Depthwise<'_, T, S> {
    /// A row of places, whose first window begins where `input` does.
    #[inline(always)]
    fn row(&self, input: &[T], output: &mut [T]) {
        let (channels, window) = (self.weights.channels, &self.windows[2]);
        let lanes = Vector::<T, S>::LEN;
        let mut place = 0;
        while place < window.output {
            // The last ones may be taken twice.
            let first = if window.output >= PLACES { place.min(window.output - PLACES) } else { place };
            let input = &input[first * window.stride * channels..];
            let output = &mut output[first * channels..];
            let mut channel = 0;
            while channel < channels {
                let few = lanes.min(channels - channel);
                match (window.output >= PLACES, few == lanes) {
                    (true, true) => self.sums::<PLACES, false>(input, output, channel, lanes),
                    (true, false) => self.sums::<PLACES, true>(input, output, channel, few),
                    (false, _) => self.sums::<1, true>(input, output, channel, few),
                }
                channel += lanes;
            }
            place += if window.output >= PLACES { PLACES } else { 1 };
        }
    }

    /// `few` channels of some places, fewer than lanes at the `EDGE`.
    #[inline(always)]
    fn sums<const PLACES: usize, const EDGE: bool>(&self, input: &[T], output: &mut [T], channel: usize, few: usize) {
        let Self { simd, windows: [a, b, c], weights: Filters { channels, kernel, bias, .. } } = *self;
        let lanes = Vector::<T, S>::LEN;
        let bias = match bias {
            Some(bias) => self.load::<EDGE>(&bias[channel..], few),
            None => splat(simd, T::zero()),
        };
        let mut sums = [bias; PLACES];
        let mut weights = kernel.chunks_exact(channels);
        let (along, across) = (c.dilation * channels, c.stride * channels);
        for i in 0..a.kernel {
            for j in 0..b.kernel {
                let row = &input[(i * a.dilation * b.input + j * b.dilation) * c.input * channels + channel..];
                for k in 0..c.kernel {
                    let Some(weights) = weights.next() else { return };
                    let weights = self.load::<EDGE>(&weights[channel..], few);
                    for (place, sum) in sums.iter_mut().enumerate() {
                        *sum = self.load::<EDGE>(&row[k * along + place * across..], few).mul_add(weights, *sum);
                    }
                }
            }
        }
        for (place, sum) in sums.into_iter().enumerate() {
            let output = &mut output[place * channels + channel..];
            if EDGE {
                store_few(sum, &mut output[..few]);
            } else {
                sum.store_slice(&mut output[..lanes]);
            }
        }
    }

    /// A vector of channels, fewer than lanes at the `EDGE`.
    #[inline(always)]
    fn load<const EDGE: bool>(&self, numbers: &[T], few: usize) -> Vector<T, S> {
        if EDGE {
            load_few(self.simd, &numbers[..few], T::zero())
        } else {
            Vector::<T, S>::from_slice(self.simd, &numbers[..Vector::<T, S>::LEN])
        }
    }
}
