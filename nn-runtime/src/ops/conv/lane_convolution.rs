//! Samples in lanes, or neighbouring outputs of one sample: each has a lane of all vectors, so that no number of filters has
//! to fill one.
//!
//! A line is a vector: one number of each lane's own input. Where outputs are in lanes, a lane's input is what its output sees
//! of the rows.

use fearless_simd::{Simd, SimdBase};
use nn_format::{Bands, Convolution};

use super::super::apart;
use super::Filters;
use super::lines::Lines;
use super::transpose::Transpose;
use crate::Scalar;
use crate::scalar::Vector;

/// A convolution as each lane sees it.
#[derive(Clone, Copy)]
pub(super) struct LaneConvolution<'a, T, S> {
    pub(super) simd: S,
    pub(super) sizes: Convolution,
    pub(super) weights: &'a Filters<'a, T>,
}

impl<T: Scalar, S: Simd> LaneConvolution<'_, T, S> {
    /// Some samples, no more than lanes.
    #[inline(always)]
    pub(super) fn samples(&self, bands: Bands, count: usize, input: &[T], output: &mut [T], workspace: &mut [T]) {
        let inputs = self.sizes.space.inputs(self.weights.channels);
        let outputs = self.sizes.space.outputs(self.weights.filters);
        let [from, to] = bands.numbers;
        self.run(
            bands,
            workspace,
            #[inline(always)]
            |first, reach, lines| {
                let transpose = Transpose { rows: count, apart: inputs, len: reach * from };
                transpose.to_lanes(self.simd, &input[first * from..], lines);
            },
            #[inline(always)]
            |first, outputs_now, lines| {
                let transpose = Transpose { rows: count, apart: outputs, len: outputs_now * to };
                transpose.out_of_lanes(self.simd, lines, &mut output[first * to..]);
            },
        );
    }

    /// One sample, whose outputs along the last axis are in lanes.
    #[inline(always)]
    pub(super) fn places(&self, bands: Bands, input: &[T], output: &mut [T], workspace: &mut [T]) {
        let Filters { channels, filters, .. } = *self.weights;
        let [_, height, width] = self.sizes.space.windows;
        let line = Vector::<T, S>::LEN;
        let (apart, len) = (self.sizes.space.stride(2) * channels, self.sizes.space.receptive_extent(2, 1) * channels);
        let count = self.sizes.space.pools[2].output;
        let lane = self.lane();
        // How many rows there are to each place of the axis, of the input and of the output.
        let [rows, rows_out] = match bands.axis {
            0 => [height.input, lane.sizes.space.pools[1].output],
            1 => [1, 1],
            _ => [0, 0],
        };
        let blocks = count.div_ceil(line);
        let mut first = 0;
        for block in 0..blocks {
            let now = (count - first).div_ceil(blocks - block);
            lane.run(
                bands,
                workspace,
                #[inline(always)]
                |start, _, lines| {
                    let transpose = Transpose { rows: now, apart, len };
                    for (row, lines) in (start * rows..).zip(lines.chunks_exact_mut(len * line)) {
                        transpose.to_lanes(self.simd, &input[row * width.input * channels + first * apart..], lines);
                    }
                },
                #[inline(always)]
                |start, _, lines| {
                    let transpose = Transpose { rows: now, apart: filters, len: filters };
                    for (row, lines) in (start * rows_out..).zip(lines.chunks_exact(filters * line)) {
                        transpose.out_of_lanes(self.simd, lines, &mut output[(row * count + first) * filters..]);
                    }
                },
            );
            first += now;
        }
    }

    /// What the lane of an output sees.
    #[inline(always)]
    fn lane(&self) -> Self {
        Self { sizes: self.sizes.lane(), ..*self }
    }

    /// Writes where the numbers that a window shows are, from its first one on.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "they all lie within the workspace")]
    fn write_taps(&self, taps: &mut [T]) {
        let Convolution { space, channels, .. } = self.sizes;
        let [a, b, c] = space.windows;
        let mut taps = taps.iter_mut();
        for i in 0..a.kernel {
            for j in 0..b.kernel {
                for k in 0..c.kernel {
                    let at = ((i * a.dilation * b.input + j * b.dilation) * c.input + k * c.dilation) * channels;
                    for (number, tap) in (at..at + channels).zip(&mut taps) {
                        *tap = T::from_index((number * Vector::<T, S>::LEN) as u32);
                    }
                }
            }
        }
    }

    /// All bands: `to_lanes` is given the first place of the input, how many there are, and a place for their lines; `from_lanes`
    /// likewise the first output, how many, and their lines.
    #[inline(always)]
    fn run(
        &self,
        bands: Bands,
        workspace: &mut [T],
        to_lanes: impl Fn(usize, usize, &mut [T]),
        mut from_lanes: impl FnMut(usize, usize, &[T]),
    ) {
        let Bands { axis, numbers: [from, to], outputs } = bands;
        let line = Vector::<T, S>::LEN;
        let all = self.sizes.space.pools[axis].output;
        // Behind the lines, which are aligned.
        let (workspace, taps) = workspace.split_at_mut(workspace.len() - self.sizes.taps());
        self.write_taps(taps);
        let mut part = *self;
        let mut first = 0;
        while first < all {
            let now = outputs.min(all - first);
            let reach = self.sizes.space.receptive_extent(axis, now);
            let (input, rest) = workspace.split_at_mut(reach * from * line);
            let output = &mut rest[..now * to * line];
            part.sizes.space.windows[axis].input = reach;
            part.sizes.space.pools[axis].output = now;
            to_lanes(first * self.sizes.space.stride(axis), reach, input);
            let lines = Lines::new(&part, taps);
            apart(
                self.simd,
                #[inline(always)]
                || lines.run(input, output),
            );
            from_lanes(first, now, output);
            first += now;
        }
    }
}
