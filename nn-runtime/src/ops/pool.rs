//! Pooling: the largest number, or the mean, of each window.

use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::{Rows, Window, apart};
use crate::Scalar;
use crate::math::{load_few, store_few};
use crate::scalar::{Vector, splat};

impl Window {
    /// The places of the window `index` that the input has: the first, and how many.
    #[inline(always)]
    fn inside(&self, index: usize) -> (usize, usize) {
        let start = index * self.stride;
        let first = start.saturating_sub(self.before);
        (first, (start + self.kernel).saturating_sub(self.before).min(self.input) - first)
    }
}

/// What is made of a window's numbers.
pub trait Pooling<T: Scalar>: Copy {
    /// What nothing is pooled to.
    fn nothing(self) -> T;

    /// What two parts of a window are pooled to.
    fn join<S: Simd>(self, simd: S, a: Vector<T, S>, b: Vector<T, S>) -> Vector<T, S>;

    /// The result for a window of `count` numbers.
    fn finish<S: Simd>(self, simd: S, pooled: Vector<T, S>, count: usize) -> Vector<T, S>;
}

/// The largest number; NaN if there is one, as in Keras.
#[derive(Clone, Copy)]
pub struct Largest;

/// The sum of the numbers divided by their count. What lies outside the input is not counted.
#[derive(Clone, Copy)]
pub struct Mean;

impl<T: Scalar> Pooling<T> for Largest {
    #[inline(always)]
    fn nothing(self) -> T {
        T::neg_infinity()
    }

    #[inline(always)]
    fn join<S: Simd>(self, _: S, a: Vector<T, S>, b: Vector<T, S>) -> Vector<T, S> {
        // Whatever the machine's own maximum makes of NaN: `b` is taken where it is one, and `a` likewise.
        (a.simd_ge(b) | a.is_nan()).select(a, b)
    }

    #[inline(always)]
    fn finish<S: Simd>(self, _: S, pooled: Vector<T, S>, _: usize) -> Vector<T, S> {
        pooled
    }
}

impl<T: Scalar> Pooling<T> for Mean {
    #[inline(always)]
    fn nothing(self) -> T {
        T::zero()
    }

    #[inline(always)]
    fn join<S: Simd>(self, _: S, a: Vector<T, S>, b: Vector<T, S>) -> Vector<T, S> {
        a + b
    }

    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2³² numbers, and a part in 10⁸ is lost at most")]
    fn finish<S: Simd>(self, simd: S, pooled: Vector<T, S>, count: usize) -> Vector<T, S> {
        pooled / splat(simd, T::from_f64(count as f64))
    }
}

/// Pools each window of each row's tensor, channel by channel. The tensor has three axes of space, of which there may be
/// one place only, and then the channels.
///
/// Vectors go along the channels. One that is not full takes the next place's along, and its surplus is written over by
/// what comes after it, so that few channels cost no masks.
#[inline(always)]
pub fn pool<T: Scalar, S: Simd, R: Rows>(
    simd: S,
    rows: R,
    pooling: impl Pooling<T>,
    channels: usize,
    windows: [Window; 3],
    input: &[T],
    output: &mut [T],
) {
    let [depth, height, width] = windows;
    let inputs = depth.input * height.input * width.input * channels;
    let outputs = depth.output * height.output * width.output * channels;
    let (input, output) = (&input[..rows.count() * inputs], &mut output[..rows.count() * outputs]);
    apart(
        simd,
        #[inline(always)]
        || {
            let mut at = 0;
            for row in 0..rows.count() {
                each_window(
                    windows,
                    #[inline(always)]
                    |[z, y, x]| {
                        let block = Block { first: row * inputs, channels, windows, places: [z, y, x] };
                        window(simd, pooling, block, input, &mut output[at..]);
                        at += channels;
                    },
                );
            }
        },
    );
}

/// Calls `function` with the places of each window, in order.
#[inline(always)]
fn each_window([depth, height, width]: [Window; 3], mut function: impl FnMut([(usize, usize); 3])) {
    for z in 0..depth.output {
        for y in 0..height.output {
            for x in 0..width.output {
                function([depth.inside(z), height.inside(y), width.inside(x)]);
            }
        }
    }
}

/// A window of a sample.
#[derive(Clone, Copy)]
struct Block {
    /// Where the sample begins.
    first: usize,
    channels: usize,
    windows: [Window; 3],
    /// The first place on each axis, and how many.
    places: [(usize, usize); 3],
}

impl Block {
    /// Where the numbers of each row of places begin.
    #[inline(always)]
    fn rows(self) -> impl Iterator<Item = usize> {
        let [(z, depth), (y, height), (x, _)] = self.places;
        let [_, rows, columns] = self.windows;
        (0..depth).flat_map(
            #[inline(always)]
            move |dz| {
                (0..height).map(
                    #[inline(always)]
                    move |dy| self.first + (((z + dz) * rows.input + y + dy) * columns.input + x) * self.channels,
                )
            },
        )
    }

    /// How many places there are on a row, and in all.
    #[inline(always)]
    fn counts(self) -> (usize, usize) {
        let [(_, depth), (_, height), (_, width)] = self.places;
        (width, depth * height * width)
    }
}

/// Pools one window, to the beginning of `output`.
#[inline(always)]
fn window<T: Scalar, S: Simd>(simd: S, pooling: impl Pooling<T>, block: Block, input: &[T], output: &mut [T]) {
    let lanes = Vector::<T, S>::LEN;
    let (width, count) = block.counts();
    let last = block.rows().last().unwrap_or(0) + width * block.channels;
    let mut column = 0;
    while column < block.channels {
        let pooled = if last + lanes <= input.len() {
            column_of(
                simd,
                pooling,
                block,
                column,
                #[inline(always)]
                |at| Vector::<T, S>::from_slice(simd, &input[at..][..lanes]),
            )
        } else {
            column_of(
                simd,
                pooling,
                block,
                column,
                #[inline(always)]
                |at| load_few(simd, &input[at..], T::zero()),
            )
        };
        let pooled = pooling.finish(simd, pooled, count);
        match output.get_mut(column..column + lanes) {
            Some(output) => pooled.store_slice(output),
            None => store_few(pooled, &mut output[column..block.channels]),
        }
        column += lanes;
    }
}

/// Pools the channels from `column` on, which `load` loads. A long row of places is pooled in parts, and by itself, which
/// keeps the rounding of its sum small.
#[inline(always)]
fn column_of<T: Scalar, S: Simd>(
    simd: S,
    pooling: impl Pooling<T>,
    block: Block,
    column: usize,
    load: impl Fn(usize) -> Vector<T, S>,
) -> Vector<T, S> {
    /// The places of a part.
    const PART: usize = 64;
    let nothing = splat::<T, S>(simd, pooling.nothing());
    let (width, _) = block.counts();
    let mut pooled = nothing;
    for row in block.rows() {
        let at = |place: usize| row + place * block.channels + column;
        let mut place = 0;
        // Four at once, so that one need not wait for another.
        while place + 4 <= width {
            let end = (width - place).min(PART) / 4 * 4 + place;
            let mut parts = [nothing; 4];
            while place < end {
                for (lane, part) in parts.iter_mut().enumerate() {
                    *part = pooling.join(simd, *part, load(at(place + lane)));
                }
                place += 4;
            }
            let [a, b, c, d] = parts;
            let part = pooling.join(simd, pooling.join(simd, a, b), pooling.join(simd, c, d));
            pooled = pooling.join(simd, pooled, part);
        }
        while place < width {
            pooled = pooling.join(simd, pooled, load(at(place)));
            place += 1;
        }
    }
    pooled
}
