//! Sums of some places and some filters at once, which stay in registers while the windows go by.
//!
//! What a window shows lies in the input in runs: of its last dimension with all channels, where nothing is left out between
//! them. A tile takes a run of each of its places, and the rows of weights that go with it.

use fearless_simd::{Simd, SimdBase, SimdFloat};
use nn_format::Space;

use super::super::gemm::{Weights, vectors};
use super::super::{apart, step};
use super::Filters;
use super::pooled::pool;
use super::positions::{Position, Positions};
use crate::Scalar;
use crate::math::{load_few, store_few};
use crate::scalar::{Vector, splat};

/// How many places a tile of one vector takes: so many sums are under way that none waits.
const TALL: usize = 8;

/// A convolution as tiles see it.
pub(super) struct Tiles<'a, T, S> {
    simd: S,
    space: &'a Space,
    weights: Filters<'a, T>,
    /// How many places of the last dimension are one for the tiles, whose filters are those of each.
    together: usize,
    /// The numbers that a run has.
    run: usize,
    /// How many runs a window has of the last dimension: one, or one for each of its places.
    runs: usize,
    /// How many numbers there are from a window's first to its last.
    reach: usize,
    /// The filters of a group, of all that are together.
    sums: usize,
    /// The length of the kernel's rows.
    row: usize,
}

/// Some columns of the kernel, the same for all places.
#[derive(Clone, Copy)]
struct Columns<'a, T> {
    /// Where the group's channels begin.
    channel: usize,
    /// The first column in the kernel.
    column: usize,
    /// How many, if they are fewer than lanes.
    few: usize,
    /// How many of the kernel's rows can be loaded without reading past the last.
    whole: usize,
    /// Those after them, each as long as a vector.
    last: &'a [T],
}

impl<'a, T: Scalar, S: Simd> Tiles<'a, T, S> {
    #[inline(always)]
    pub(super) fn new(simd: S, space: &'a Space, weights: Filters<'a, T>, together: usize) -> Self {
        let mut windows = space.windows;
        windows[2].kernel += (together - 1) * windows[2].stride;
        let channels = weights.channels / weights.groups;
        let is_run = weights.groups == 1 && windows[2].dilation == 1;
        let run = if is_run { windows[2].kernel * channels } else { channels };
        let runs = if is_run { 1 } else { windows[2].kernel };
        let sums = together * weights.filters / weights.groups;
        let [a, b, c] = windows.map(
            #[inline(always)]
            |window| (window.kernel - 1) * window.dilation,
        );
        let reach = if is_run { 0 } else { c };
        let reach = ((a * windows[1].input + b) * windows[2].input + reach) * weights.channels + run;
        Self { simd, space, weights, together, run, runs, reach, sums, row: together * weights.filters }
    }

    /// All places of a sample.
    #[inline(always)]
    pub(super) fn run(&self, input: &[T], output: &mut [T]) {
        if const { size_of::<Vector<T, S>>() == 64 } {
            self.groups::<8, 2>(input, output);
        } else if const { size_of::<Vector<T, S>>() == 32 } {
            self.groups::<6, 2>(input, output);
        } else if cfg!(target_arch = "aarch64") {
            self.groups::<8, 2>(input, output);
        } else {
            self.groups::<4, 2>(input, output);
        }
    }

    /// In panels of `VECTORS` vectors of filters, in tiles of up to `PLACES` places. The filters that are left come first,
    /// since they may write over others.
    #[inline(always)]
    fn groups<const PLACES: usize, const VECTORS: usize>(&self, input: &[T], output: &mut [T]) {
        let lanes = Vector::<T, S>::LEN;
        for group in 0..self.weights.groups {
            let (channel, first) = (group * (self.weights.channels / self.weights.groups), group * self.sums);
            let even = self.sums / lanes * lanes;
            let columns =
                |column: usize| Columns { channel, column: first + column, few: lanes, whole: usize::MAX, last: &[] };
            if even < self.sums {
                let columns = Columns { few: self.sums - even, ..columns(even) };
                // As many rows as lanes, each of a vector, at the most.
                if const { Vector::<T, S>::LEN == 16 } {
                    self.edge::<256>(columns, input, output);
                } else if const { Vector::<T, S>::LEN == 8 } {
                    self.edge::<64>(columns, input, output);
                } else {
                    self.edge::<16>(columns, input, output);
                }
            }
            let mut column = 0;
            if const { size_of::<Vector<T, S>>() == 64 } {
                while column + 4 * lanes <= even {
                    self.panel_apart::<6, 4>(columns(column), input, output);
                    column += 4 * lanes;
                }
            }
            while column + VECTORS * lanes <= even {
                self.panel_apart::<PLACES, VECTORS>(columns(column), input, output);
                column += VECTORS * lanes;
            }
            while column < even {
                self.panel_apart::<TALL, 1>(columns(column), input, output);
                column += lanes;
            }
        }
    }

    /// The columns that are left. A load takes the beginning of the kernel's next row along; the kernel's last rows are
    /// copied.
    #[inline(always)]
    fn edge<const LAST: usize>(&self, columns: Columns<'_, T>, input: &[T], output: &mut [T]) {
        let mut last = [T::zero(); LAST];
        let (kernel, lanes) = (self.weights.kernel, Vector::<T, S>::LEN);
        let whole = (kernel.len() + self.row).saturating_sub(columns.column + lanes) / self.row;
        for (copy, row) in last.chunks_exact_mut(lanes).zip(kernel.chunks_exact(self.row).skip(whole)) {
            copy[..columns.few].copy_from_slice(&row[columns.column..][..columns.few]);
        }
        self.panel_apart::<TALL, 1>(Columns { whole, last: &last, ..columns }, input, output);
    }

    /// [`panel`](Self::panel) as a function of its own, so that its registers are not those of the others too.
    #[inline(always)]
    fn panel_apart<const PLACES: usize, const VECTORS: usize>(
        &self,
        columns: Columns<'_, T>,
        input: &[T],
        output: &mut [T],
    ) {
        apart(
            self.simd,
            #[inline(always)]
            || self.panel::<PLACES, VECTORS>(columns, input, output),
        );
    }

    /// Some columns of all places, in tiles that are as even as can be.
    #[inline(always)]
    fn panel<const PLACES: usize, const VECTORS: usize>(&self, columns: Columns<'_, T>, input: &[T], output: &mut [T]) {
        let Filters { channels, filters, .. } = self.weights;
        let mut places = Positions::new(self.space, channels, filters, self.together);
        let group = self.space.group();
        let count = places.outputs();
        let tiles = count.div_ceil(PLACES / group);
        let (few, more) = (count / tiles, count % tiles);
        for index in 0..tiles {
            let now = (few + usize::from(index < more)) * group;
            let mut tile = [Position::default(); PLACES];
            let mut place = Position::default();
            for (index, to) in tile.iter_mut().enumerate() {
                // A tile that is not full takes its last place more than once.
                if index < now {
                    place = places.next();
                }
                *to = place;
            }
            match now {
                8 if PLACES >= 8 => self.tile::<8, VECTORS>(&tile, now, columns, input, output),
                7 if PLACES >= 8 => self.tile::<7, VECTORS>(&tile, now, columns, input, output),
                6 if PLACES >= 6 => self.tile::<6, VECTORS>(&tile, now, columns, input, output),
                5 if PLACES >= 6 => self.tile::<5, VECTORS>(&tile, now, columns, input, output),
                _ => self.tile::<4, VECTORS>(&tile, now, columns, input, output),
            }
        }
    }

    /// The sums of some places, of which `now` are different ones, and where they go.
    #[inline(always)]
    fn tile<const PLACES: usize, const VECTORS: usize>(
        &self,
        places: &[Position],
        now: usize,
        columns: Columns<'_, T>,
        input: &[T],
        output: &mut [T],
    ) {
        let Some(places) = places.first_chunk::<PLACES>() else { return };
        step(
            self.simd,
            #[inline(always)]
            || {
                let sums = self.sums::<PLACES, VECTORS>(places, columns, input);
                let group = self.space.group();
                if group == 1 {
                    for (sums, place) in sums.iter().zip(places) {
                        self.store(sums, columns, place.output, output);
                    }
                } else {
                    let sums = pool::<T, S, _, _>(self.simd, sums, group);
                    for (index, sums) in sums.iter().take(now / group).enumerate() {
                        let Some(place) = places.get(index * group) else { return };
                        self.store(sums, columns, place.output, output);
                    }
                }
            },
        );
    }

    /// Writes the sums of a place, which begin at `place`.
    #[inline(always)]
    fn store<const VECTORS: usize>(
        &self,
        sums: &[Vector<T, S>; VECTORS],
        columns: Columns<'_, T>,
        place: usize,
        output: &mut [T],
    ) {
        let lanes = Vector::<T, S>::LEN;
        let at = place + columns.column;
        // What a store writes over the next place's sums is yet to come; not so another group's.
        if VECTORS == 1 && columns.few < lanes && (self.weights.groups > 1 || at + lanes > output.len()) {
            store_few(sums[0], &mut output[at..][..columns.few]);
        } else {
            for (sum, output) in sums.iter().zip(output[at..][..VECTORS * lanes].chunks_exact_mut(lanes)) {
                sum.store_slice(output);
            }
        }
    }

    #[inline(always)]
    fn sums<const PLACES: usize, const VECTORS: usize>(
        &self,
        places: &[Position; PLACES],
        columns: Columns<'_, T>,
        input: &[T],
    ) -> [[Vector<T, S>; VECTORS]; PLACES] {
        let Self {
            simd,
            space: &Space { windows: [a, b, c], .. },
            weights: Filters { channels, kernel, bias, .. },
            ..
        } = *self;
        let Self { run, runs, reach, row, .. } = *self;
        let lanes = Vector::<T, S>::LEN;
        let mut sums = [[splat(simd, T::zero()); VECTORS]; PLACES];
        if let Some(bias) = bias {
            sums = if VECTORS == 1 && columns.few < lanes {
                [[load_few(simd, &bias[columns.column..][..columns.few], T::zero()); VECTORS]; PLACES]
            } else {
                [vectors(simd, &bias[columns.column..]); PLACES]
            };
        }
        // All as long as a window reaches, so that one question is enough for all of them.
        let mut inputs = [&input[..0]; PLACES];
        for (input_of_place, place) in inputs.iter_mut().zip(places) {
            *input_of_place = &input[place.input + columns.channel..][..reach];
        }
        let mut from = 0;
        // One loop over all runs, and not one for each dimension: rustc would keep pointers for each place and dimension.
        let [mut at, mut j, mut k] = [0; 3];
        let next_run = c.dilation * channels;
        let next_row = (b.dilation * c.input * channels).wrapping_sub((runs - 1) * next_run);
        let next_plane = (a.dilation * b.input * c.input * channels)
            .wrapping_sub((b.kernel - 1) * b.dilation * c.input * channels + (runs - 1) * next_run);
        for _ in 0..a.kernel * b.kernel * runs {
            let whole = if VECTORS == 1 { columns.whole.saturating_sub(from).min(run) } else { run };
            let kernel = &kernel[(from * row + columns.column).min(kernel.len())..];
            let weights = Weights { rest: kernel, len: VECTORS * lanes, units: row };
            for (x, weights) in (at..at + whole).zip(weights) {
                accumulate(simd, &mut sums, &inputs, x, vectors(simd, weights));
            }
            if VECTORS == 1 && whole < run {
                let skipped = from + whole - columns.whole.min(from + whole);
                for (x, weights) in (at + whole..at + run).zip(columns.last.chunks_exact(lanes).skip(skipped)) {
                    accumulate(simd, &mut sums, &inputs, x, vectors(simd, weights));
                }
            }
            from += run;
            k += 1;
            let step = if k < runs {
                next_run
            } else {
                (k, j) = (0, j + 1);
                if j < b.kernel {
                    next_row
                } else {
                    j = 0;
                    next_plane
                }
            };
            at = at.wrapping_add(step);
        }
        sums
    }
}

/// Adds the products of a number of each run and some weights.
#[inline(always)]
fn accumulate<T: Scalar, S: Simd, const PLACES: usize, const VECTORS: usize>(
    simd: S,
    sums: &mut [[Vector<T, S>; VECTORS]; PLACES],
    runs: &[&[T]; PLACES],
    x: usize,
    weights: [Vector<T, S>; VECTORS],
) {
    for (sums, run) in sums.iter_mut().zip(runs) {
        let x = splat::<T, S>(simd, run[x]);
        for (sum, weights) in sums.iter_mut().zip(weights) {
            *sum = weights.mul_add(x, *sum);
        }
    }
}
