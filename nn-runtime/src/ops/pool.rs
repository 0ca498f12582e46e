//! Pooling: the largest number, or the mean, of each window.

#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::{Select, Simd, SimdBase, SimdFloat, SimdMask};

use super::{Rows, Window, apart};
use crate::Scalar;
use crate::math::store_few;
use crate::scalar::{Vector, splat};

/// The places of the window `index` that the input has: the first, and how many.
#[inline(always)]
fn inside(window: Window, index: usize) -> (usize, usize) {
    let start = index * window.stride;
    let first = start.saturating_sub(window.before);
    (first, (start + window.kernel).saturating_sub(window.before).min(window.input) - first)
}

/// What is made of a window's numbers.
pub trait Pooling<T: Scalar>: Copy {
    /// What nothing is pooled to.
    fn nothing(self) -> T;

    /// What part of a window and one more number are pooled to, where there is no NaN and no infinity. Where there is one,
    /// `doubt` becomes NaN, and the window must be pooled again.
    fn quickly<S: Simd>(
        self,
        simd: S,
        pooled: Vector<T, S>,
        doubt: Vector<T, S>,
        x: Vector<T, S>,
    ) -> (Vector<T, S>, Vector<T, S>);

    /// What two parts of a window are pooled to.
    fn combine<S: Simd>(self, simd: S, a: Vector<T, S>, b: Vector<T, S>) -> Vector<T, S>;

    /// The result for a window of `count` numbers.
    fn finish<S: Simd>(self, simd: S, pooled: Vector<T, S>, count: usize) -> Vector<T, S>;
}

/// The largest number; NaN if there is one, as in Keras.
#[derive(Clone, Copy)]
pub struct Max;

/// The sum of the numbers by the reciprocal of their count. What lies outside the input is not counted.
#[derive(Clone, Copy)]
pub struct Mean;

impl<T: Scalar> Pooling<T> for Max {
    #[inline(always)]
    fn nothing(self) -> T {
        T::neg_infinity()
    }

    #[inline(always)]
    fn quickly<S: Simd>(
        self,
        simd: S,
        pooled: Vector<T, S>,
        doubt: Vector<T, S>,
        x: Vector<T, S>,
    ) -> (Vector<T, S>, Vector<T, S>) {
        (pooled.max(x), x.mul_add(splat(simd, T::zero()), doubt))
    }

    #[inline(always)]
    fn combine<S: Simd>(self, _: S, a: Vector<T, S>, b: Vector<T, S>) -> Vector<T, S> {
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
    fn quickly<S: Simd>(
        self,
        _: S,
        pooled: Vector<T, S>,
        doubt: Vector<T, S>,
        x: Vector<T, S>,
    ) -> (Vector<T, S>, Vector<T, S>) {
        (pooled + x, doubt)
    }

    #[inline(always)]
    fn combine<S: Simd>(self, _: S, a: Vector<T, S>, b: Vector<T, S>) -> Vector<T, S> {
        a + b
    }

    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2³² numbers, and a part in 10⁸ is lost at most")]
    fn finish<S: Simd>(self, simd: S, pooled: Vector<T, S>, count: usize) -> Vector<T, S> {
        pooled * splat(simd, T::one() / T::from_f64(count as f64))
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
            let row = width.input * channels;
            let mut written = 0;
            for sample in 0..rows.count() {
                for z in 0..depth.output {
                    for y in 0..height.output {
                        let ((z, planes), (y, rows)) = (inside(depth, z), inside(height, y));
                        let first = sample * inputs + (z * height.input + y) * row;
                        let line = Line { first, planes, plane: height.input * row, rows, row, channels, width };
                        line.pool(simd, pooling, input, &mut output[written..]);
                        written += width.output * channels;
                    }
                }
            }
        },
    );
}

/// The windows that lie side by side on the last axis.
#[derive(Clone, Copy)]
struct Line {
    /// Where their first row begins.
    first: usize,
    /// How many planes they reach over, and how far apart these are.
    planes: usize,
    plane: usize,
    /// Likewise of the rows of a plane.
    rows: usize,
    row: usize,
    channels: usize,
    width: Window,
}

impl Line {
    /// Pools each window, to the beginning of `output`.
    #[inline(always)]
    fn pool<T: Scalar, S: Simd>(self, simd: S, pooling: impl Pooling<T>, input: &[T], output: &mut [T]) {
        let lanes = Vector::<T, S>::LEN;
        let deepest = self.first + (self.planes - 1) * self.plane + (self.rows - 1) * self.row;
        let mut index = 0;
        while index < self.width.output {
            let (first, places) = inside(self.width, index);
            // Four at once, if they are whole and not at the input's end: one need not wait for another, and they share what
            // a loop costs.
            if index + 3 < self.width.output {
                let (last, others) = inside(self.width, index + 3);
                let alike = last - first == 3 * self.width.stride && others == places;
                if alike
                    && deepest + (last + places) * self.channels + lanes <= input.len()
                    && self.four(simd, pooling, input, (index, first, places), output)
                {
                    index += 4;
                    continue;
                }
            }
            self.one(simd, pooling, input, (index, first, places), output);
            index += 1;
        }
    }

    /// Pools four windows from `index` on, which have `places` on a row, the first of them at `first`. Says whether they
    /// are right.
    #[inline(always)]
    fn four<T: Scalar, S: Simd>(
        self,
        simd: S,
        pooling: impl Pooling<T>,
        input: &[T],
        (index, first, places): (usize, usize, usize),
        output: &mut [T],
    ) -> bool {
        let lanes = Vector::<T, S>::LEN;
        let apart = self.width.stride * self.channels;
        let mut doubt = splat::<T, S>(simd, T::zero());
        let mut column = 0;
        while column < self.channels {
            let mut pooled = [splat::<T, S>(simd, pooling.nothing()); 4];
            for plane in 0..self.planes {
                for row in 0..self.rows {
                    let mut at = self.first + first * self.channels + column + plane * self.plane + row * self.row;
                    for _ in 0..places {
                        for (window, pooled) in pooled.iter_mut().enumerate() {
                            let x = Vector::<T, S>::from_slice(simd, &input[at + window * apart..][..lanes]);
                            (*pooled, doubt) = pooling.quickly(simd, *pooled, doubt, x);
                        }
                        at += self.channels;
                    }
                }
            }
            for (window, pooled) in pooled.into_iter().enumerate() {
                self.finish(simd, pooling, pooled, (column, index + window, places), output);
            }
            column += lanes;
        }
        !doubt.is_nan().any_true()
    }

    /// Pools one window, likewise.
    #[inline(always)]
    fn one<T: Scalar, S: Simd>(
        self,
        simd: S,
        pooling: impl Pooling<T>,
        input: &[T],
        (index, first, places): (usize, usize, usize),
        output: &mut [T],
    ) {
        let mut column = 0;
        while column < self.channels {
            let pooled = self.window(simd, pooling, input, self.first + first * self.channels + column, places);
            self.finish(simd, pooling, pooled, (column, index, places), output);
            column += Vector::<T, S>::LEN;
        }
    }

    /// What a window is pooled to, the first number of which is at `first`. A long row of places is pooled in parts, and by
    /// itself, which keeps the rounding of its sum small.
    #[inline(always)]
    fn window<T: Scalar, S: Simd>(
        self,
        simd: S,
        pooling: impl Pooling<T>,
        input: &[T],
        first: usize,
        places: usize,
    ) -> Vector<T, S> {
        /// The places of a part.
        const PART: usize = 64;
        let nothing = splat::<T, S>(simd, pooling.nothing());
        let mut pooled = nothing;
        for plane in 0..self.planes {
            for row in 0..self.rows {
                let (mut at, mut left) = (first + plane * self.plane + row * self.row, places);
                while left >= 8 {
                    let mut parts = [nothing; 4];
                    for _ in 0..left.min(PART) / 4 {
                        for part in &mut parts {
                            *part = pooling.combine(simd, *part, load(simd, input, at));
                            at += self.channels;
                        }
                    }
                    left -= left.min(PART) / 4 * 4;
                    let [a, b, c, d] = parts;
                    let part = pooling.combine(simd, pooling.combine(simd, a, b), pooling.combine(simd, c, d));
                    pooled = pooling.combine(simd, pooled, part);
                }
                for _ in 0..left {
                    pooled = pooling.combine(simd, pooled, load(simd, input, at));
                    at += self.channels;
                }
            }
        }
        pooled
    }

    /// Writes the channels from `column` on of the window `index`, which has `places` on a row.
    #[inline(always)]
    fn finish<T: Scalar, S: Simd>(
        self,
        simd: S,
        pooling: impl Pooling<T>,
        pooled: Vector<T, S>,
        (column, index, places): (usize, usize, usize),
        output: &mut [T],
    ) {
        let lanes = Vector::<T, S>::LEN;
        let pooled = pooling.finish(simd, pooled, self.planes * self.rows * places);
        let first = index * self.channels;
        // The surplus may go where something is yet to be written, and not over another window's first channels.
        let is_free = column == 0 || column + lanes <= self.channels;
        match output.get_mut(first + column..first + column + lanes) {
            Some(output) if is_free => pooled.store_slice(output),
            _ => store_few(pooled, &mut output[first + column..first + self.channels.min(column + lanes)]),
        }
    }
}

/// A vector of what stands from `at` on; at the input's end, of zeros behind it.
#[inline(always)]
pub(super) fn load<T: Scalar, S: Simd>(simd: S, input: &[T], at: usize) -> Vector<T, S> {
    let lanes = Vector::<T, S>::LEN;
    match input.get(at..at + lanes) {
        Some(vector) => Vector::<T, S>::from_slice(simd, vector),
        None => Vector::<T, S>::from_slice(simd, &last(&input[at..])[..lanes]),
    }
}

/// The few numbers at the end, filled up: apart, since that happens to the last place of all only.
#[cold]
#[inline(never)]
fn last<T: Scalar>(values: &[T]) -> [T; 16] {
    let mut filled = [T::zero(); 16];
    filled[..values.len()].copy_from_slice(values);
    filled
}
