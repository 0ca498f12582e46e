//! Sums of lines: each weight is the same for all lanes.
//!
//! A tile takes the lines of four places and some filters, so many that their sums have registers.

use fearless_simd::{Simd, SimdBase, SimdFloat};
use nn_format::Convolution;

use super::super::step;
use super::Filters;
use super::lane_convolution::LaneConvolution;
use super::pooled::pool;
use super::positions::{Position, Positions};
use crate::Scalar;
use crate::scalar::{Vector, splat};

/// How many places a tile has.
const PLACES: usize = 4;

/// A convolution of lines.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a, T, S> {
    convolution: &'a LaneConvolution<'a, T, S>,
    /// Where the numbers that a window shows are, from its first one on: indices, whose bits are these numbers'.
    taps: &'a [T],
}

impl<'a, T: Scalar, S: Simd> Lines<'a, T, S> {
    #[inline(always)]
    pub(super) fn new(convolution: &'a LaneConvolution<'a, T, S>, taps: &'a [T]) -> Self {
        Self { convolution, taps }
    }

    /// The sums of all lanes.
    #[inline(always)]
    pub(super) fn run(&self, input: &[T], output: &mut [T]) {
        let LaneConvolution { sizes: Convolution { space, .. }, weights, .. } = self.convolution;
        let mut places = Positions::new(space, weights.channels, weights.filters, 1);
        let group = space.group();
        let mut left = places.outputs();
        while left > 0 {
            let now = left.min(PLACES / group);
            let mut tile = [Position::default(); PLACES];
            let mut place = Position::default();
            for (index, to) in tile.iter_mut().enumerate() {
                // A tile that is not full takes its last place more than once.
                if index < now * group {
                    place = places.next();
                }
                *to = place;
            }
            self.tile(&tile, now, input, output);
            left -= now;
        }
    }

    /// All filters of some places, in parts for whose sums there are registers.
    #[inline(always)]
    fn tile(&self, places: &[Position; PLACES], outputs: usize, input: &[T], output: &mut [T]) {
        let filters = self.convolution.weights.filters;
        let is_large = const { size_of::<Vector<T, S>>() == 64 || cfg!(target_arch = "aarch64") };
        let mut filter = 0;
        while filter < filters {
            let left = filters - filter;
            filter += if is_large && (left == 6 || left > 8) {
                self.part::<6>(places, outputs, filter, input, output)
            } else if is_large && left >= 4 {
                self.part::<4>(places, outputs, filter, input, output)
            } else if is_large && left == 3 && filter > 0 {
                // One of them once more: four take no longer than three would.
                self.part::<4>(places, outputs, filter - 1, input, output) - 1
            } else if left >= 2 {
                self.part::<2>(places, outputs, filter, input, output)
            } else {
                self.part::<1>(places, outputs, filter, input, output)
            };
        }
    }

    /// Some filters, from `filter` on; returns how many.
    #[inline(always)]
    fn part<const FILTERS: usize>(
        &self,
        places: &[Position; PLACES],
        outputs: usize,
        filter: usize,
        input: &[T],
        output: &mut [T],
    ) -> usize {
        let line = Vector::<T, S>::LEN;
        step(
            self.convolution.simd,
            #[inline(always)]
            || {
                let group = self.convolution.sizes.space.group();
                let mut sums = self.sums::<FILTERS>(places, filter, input);
                if group > 1 {
                    sums = pool::<T, S, _, _>(self.convolution.simd, sums, group);
                }
                for (index, sums) in sums.iter().take(outputs).enumerate() {
                    let Some(place) = places.get(index * group) else { return };
                    let output = &mut output[(place.output + filter) * line..][..FILTERS * line];
                    for (sum, output) in sums.iter().zip(output.chunks_exact_mut(line)) {
                        sum.store_slice(output);
                    }
                }
            },
        );
        FILTERS
    }

    #[inline(always)]
    fn sums<const FILTERS: usize>(
        &self,
        places: &[Position; PLACES],
        filter: usize,
        input: &[T],
    ) -> [[Vector<T, S>; FILTERS]; PLACES] {
        let LaneConvolution { simd, weights: &Filters { filters, kernel, bias, .. }, .. } = *self.convolution;
        let line = Vector::<T, S>::LEN;
        let mut sums = [[splat::<T, S>(simd, T::zero()); FILTERS]; PLACES];
        if let Some(bias) = bias {
            for sums in &mut sums {
                for (sum, bias) in sums.iter_mut().zip(&bias[filter..][..FILTERS]) {
                    *sum = splat(simd, *bias);
                }
            }
        }
        // All as long as a window reaches, so that one question is enough for all of them.
        let Some(reach) = self.taps.last().map(|last| last.to_index() + line) else { return sums };
        let mut lines = [&input[..0]; PLACES];
        for (lines, place) in lines.iter_mut().zip(places) {
            *lines = &input[place.input * line..][..reach];
        }
        for (tap, weights) in self.taps.iter().zip(kernel.chunks_exact(filters)) {
            let mut x = [splat::<T, S>(simd, T::zero()); PLACES];
            for (x, lines) in x.iter_mut().zip(lines) {
                *x = Vector::<T, S>::from_slice(simd, &lines[tap.to_index()..][..line]);
            }
            for (filter, weight) in weights[filter..][..FILTERS].iter().enumerate() {
                let weight = splat::<T, S>(simd, *weight);
                for (sums, x) in sums.iter_mut().zip(x) {
                    sums[filter] = x.mul_add(weight, sums[filter]);
                }
            }
        }
        sums
    }
}
