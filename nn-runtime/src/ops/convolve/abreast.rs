//! Samples abreast, or neighbouring outputs of one sample: each has a lane of all vectors, so that no number of filters has
//! to fill one.
//!
//! A line is a vector: one number of each lane's own input. Where outputs are abreast, a lane's input is what its output sees
//! of the rows.

use fearless_simd::{Simd, SimdBase};

use super::super::apart;
use super::Filters;
use super::lines::Lines;
use super::places::Space;
use super::turn::Turn;
use crate::Scalar;
use crate::scalar::Vector;

/// The most numbers that a window may show.
const TAPS: usize = 1024;

/// A convolution as each lane sees it.
#[derive(Clone, Copy)]
pub(super) struct Abreast<'a, T, S> {
    pub(super) simd: S,
    pub(super) space: Space,
    pub(super) weights: Filters<'a, T>,
}

/// The outermost axis, of which as many outputs are taken at once as there is room for.
#[derive(Clone, Copy)]
pub(super) struct Bands {
    axis: usize,
    /// How many numbers of the input, and of the output, stand at each place of the axis.
    numbers: [usize; 2],
    /// How many outputs a band has.
    outputs: usize,
}

impl<T: Scalar, S: Simd> Abreast<'_, T, S> {
    /// How to take samples, if so many take less time than one by one, and there is room for them: those whose filters fill
    /// vectors take as much.
    #[inline(always)]
    pub(super) fn samples_bands(&self, count: usize, room: usize) -> Option<Bands> {
        let lanes = Vector::<T, S>::LEN;
        let pays = count >= lanes - lanes / 4 && self.weights.groups == 1 && self.weights.filters < 2 * lanes;
        if pays { self.bands(room) } else { None }
    }

    /// How to take the outputs of one sample, if that takes less time than filters do, and there is room for them.
    #[inline(always)]
    pub(super) fn places_bands(&self, room: usize) -> Option<Bands> {
        let lanes = Vector::<T, S>::LEN;
        let (count, filters) = (self.space.pools[2].output, self.weights.filters);
        let pays = count.div_ceil(lanes) * filters < filters.div_ceil(lanes) * count && self.weights.groups == 1;
        if pays { self.lane().bands(room) } else { None }
    }

    /// Some samples, no more than lanes.
    #[inline(always)]
    pub(super) fn samples(&self, bands: Bands, count: usize, input: &[T], output: &mut [T], room: &mut [T]) {
        let inputs = self.space.inputs(self.weights.channels);
        let outputs = self.space.outputs(self.weights.filters);
        let [from, to] = bands.numbers;
        self.run(
            bands,
            room,
            #[inline(always)]
            |first, reach, lines| {
                let turn = Turn { rows: count, apart: inputs, len: reach * from };
                turn.to_lines(self.simd, &input[first * from..], lines);
            },
            #[inline(always)]
            |first, outputs_now, lines| {
                let turn = Turn { rows: count, apart: outputs, len: outputs_now * to };
                turn.to_rows(self.simd, lines, &mut output[first * to..]);
            },
        );
    }

    /// One sample, whose outputs along the last axis are abreast.
    #[inline(always)]
    pub(super) fn places(&self, bands: Bands, input: &[T], output: &mut [T], room: &mut [T]) {
        let Filters { channels, filters, .. } = self.weights;
        let [_, height, width] = self.space.windows;
        let line = Vector::<T, S>::LEN;
        let (apart, len) = (self.space.stride(2) * channels, self.space.reach(2, 1) * channels);
        let count = self.space.pools[2].output;
        let lane = self.lane();
        // How many rows there are to each place of the axis, of the input and of the output.
        let [rows, rows_out] = match bands.axis {
            0 => [height.input, lane.space.pools[1].output],
            1 => [1, 1],
            _ => [0, 0],
        };
        let blocks = count.div_ceil(line);
        let mut first = 0;
        for block in 0..blocks {
            let now = (count - first).div_ceil(blocks - block);
            lane.run(
                bands,
                room,
                #[inline(always)]
                |start, _, lines| {
                    let turn = Turn { rows: now, apart, len };
                    for (row, lines) in (start * rows..).zip(lines.chunks_exact_mut(len * line)) {
                        turn.to_lines(self.simd, &input[row * width.input * channels + first * apart..], lines);
                    }
                },
                #[inline(always)]
                |start, _, lines| {
                    let turn = Turn { rows: now, apart: filters, len: filters };
                    for (row, lines) in (start * rows_out..).zip(lines.chunks_exact(filters * line)) {
                        turn.to_rows(self.simd, lines, &mut output[(row * count + first) * filters..]);
                    }
                },
            );
            first += now;
        }
    }

    /// What the lane of an output sees.
    #[inline(always)]
    fn lane(&self) -> Self {
        let mut lane = *self;
        lane.space.windows[2].input = self.space.reach(2, 1);
        lane.space.pools[2].output = 1;
        lane
    }

    /// As large bands as there is room for, if there is any.
    #[inline(always)]
    fn bands(&self, room: usize) -> Option<Bands> {
        let Self { space, weights: Filters { channels, filters, .. }, .. } = *self;
        if space.windows.iter().fold(channels, |taps, window| taps * window.kernel) > TAPS {
            return None;
        }
        let axis = if space.windows[0].input > 1 { 0 } else { 1 + usize::from(space.windows[1].input == 1) };
        let all = space.pools[axis].output;
        let numbers = [space.inputs(channels) / space.windows[axis].input, space.outputs(filters) / all];
        let lines = room / Vector::<T, S>::LEN;
        let of = |outputs: usize| space.reach(axis, outputs) * numbers[0] + outputs * numbers[1];
        let more = lines.checked_sub(of(1))?;
        let outputs = (1 + more / (space.stride(axis) * numbers[0] + numbers[1]).max(1)).min(all);
        Some(Bands { axis, numbers, outputs })
    }

    /// Where the numbers that a window shows are, from its first one on.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "they all lie within the room")]
    fn taps<'r>(&self, room: &'r mut [u32; TAPS]) -> &'r [u32] {
        let Self { space: Space { windows: [a, b, c], .. }, weights: Filters { channels, .. }, .. } = *self;
        let mut count = 0;
        for i in 0..a.kernel {
            for j in 0..b.kernel {
                for k in 0..c.kernel {
                    let at = ((i * a.dilation * b.input + j * b.dilation) * c.input + k * c.dilation) * channels;
                    for (number, tap) in (at..at + channels).zip(&mut room[count..]) {
                        *tap = (number * Vector::<T, S>::LEN) as u32;
                    }
                    count += channels;
                }
            }
        }
        &room[..count]
    }

    /// All bands: `to_lines` is given the first place of the input, how many there are, and room for their lines; `to_rows`
    /// likewise the first output, how many, and their lines.
    #[inline(always)]
    fn run(
        &self,
        bands: Bands,
        room: &mut [T],
        to_lines: impl Fn(usize, usize, &mut [T]),
        mut to_rows: impl FnMut(usize, usize, &[T]),
    ) {
        let Bands { axis, numbers: [from, to], outputs } = bands;
        let line = Vector::<T, S>::LEN;
        let all = self.space.pools[axis].output;
        let mut part = *self;
        let mut room_for_taps = [0; TAPS];
        let taps = self.taps(&mut room_for_taps);
        let mut first = 0;
        while first < all {
            let now = outputs.min(all - first);
            let reach = self.space.reach(axis, now);
            let (input, room) = room.split_at_mut(reach * from * line);
            let output = &mut room[..now * to * line];
            part.space.windows[axis].input = reach;
            part.space.pools[axis].output = now;
            to_lines(first * self.space.stride(axis), reach, input);
            let lines = Lines::new(part, taps);
            apart(
                self.simd,
                #[inline(always)]
                || lines.run(input, output),
            );
            to_rows(first, now, output);
            first += now;
        }
    }
}
