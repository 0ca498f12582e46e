//! Transposed convolutions: each place of the input spread over a window of the output.
//!
//! They are computed from the output's side: a place gathers what the inputs spread to it, which are few, and is written
//! once. The kernel has the channels of one filter in a row, so vectors go along the channels of both.

#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::conv::Filters;
use super::dense::activate_apart;
use super::{Rows, Window, apart};
use crate::Scalar;
use crate::activation::Activation;
use crate::scalar::{Vector, splat};

/// `activation(x spread by kernel + bias)` of each row. The input `i` of an axis reaches the outputs
/// `i · stride + k · dilation − before`, for each `k` of the kernel, as far as there are such; stride or dilation is 1.
#[inline(always)]
pub fn conv_transpose<T: Scalar, S: Simd, R: Rows>(
    simd: S,
    rows: R,
    windows: [Window; 3],
    weights: Filters<'_, T>,
    activation: impl Activation<T>,
    input: &[T],
    output: &mut [T],
) {
    let size = |of: fn(&Window) -> usize| windows.iter().map(of).product::<usize>();
    let (inputs, outputs) =
        (size(|window| window.input) * weights.channels, size(|window| window.output) * weights.filters);
    let (input, output) = (&input[..rows.count() * inputs], &mut output[..rows.count() * outputs]);
    apart(
        simd,
        #[inline(always)]
        || {
            let [depth, height, width] = windows;
            let samples = input.chunks_exact(inputs.max(1)).zip(output.chunks_exact_mut(outputs.max(1)));
            for (input, output) in samples {
                let mut places = output.chunks_exact_mut(weights.filters.max(1));
                for z in 0..depth.output {
                    for y in 0..height.output {
                        for x in 0..width.output {
                            let Some(place) = places.next() else { return };
                            gather(simd, windows, [z, y, x], weights, input, place);
                        }
                    }
                }
            }
        },
    );
    activate_apart(simd, output, weights.filters, activation);
}

/// The places of the kernel that bring an input to the output `index`, with that input.
#[inline(always)]
fn taps(window: Window, index: usize) -> impl Iterator<Item = (usize, usize)> {
    let Window { input, kernel, stride, dilation, before, .. } = window;
    let at = index + before;
    let (first, last) = (at % stride, at / stride);
    (first..kernel)
        .step_by(stride)
        .enumerate()
        .map_while(
            #[inline(always)]
            move |(count, tap)| Some((tap, last.checked_sub(count * dilation)?)),
        )
        .filter(
            #[inline(always)]
            move |&(_, from)| from < input,
        )
}

/// All filters of one place.
#[inline(always)]
fn gather<T: Scalar, S: Simd>(
    simd: S,
    [depth, height, width]: [Window; 3],
    [z, y, x]: [usize; 3],
    weights: Filters<'_, T>,
    input: &[T],
    place: &mut [T],
) {
    let Filters { channels, filters, kernel, bias, .. } = weights;
    match bias {
        Some(bias) => place.copy_from_slice(&bias[..filters]),
        None => place.fill(T::zero()),
    }
    for (tap_z, z) in taps(depth, z) {
        for (tap_y, y) in taps(height, y) {
            for (tap_x, x) in taps(width, x) {
                let values = &input[((z * height.input + y) * width.input + x) * channels..][..channels];
                let tap = (tap_z * height.kernel + tap_y) * width.kernel + tap_x;
                let kernel = &kernel[tap * filters * channels..][..filters * channels];
                add(simd, values, kernel, place);
            }
        }
    }
}

/// Adds the products of an input's channels with each filter's row: four filters at once, so that one need not wait for
/// another, and they share the loads of the channels.
#[inline(always)]
fn add<T: Scalar, S: Simd>(simd: S, values: &[T], kernel: &[T], place: &mut [T]) {
    let channels = values.len().max(1);
    let mut fours = place.chunks_exact_mut(4);
    let mut rows = kernel.chunks_exact(4 * channels);
    for (four, rows) in (&mut fours).zip(&mut rows) {
        let sums: [T; 4] = dot(simd, values, rows);
        four.iter_mut().zip(sums).for_each(|(y, sum)| *y += sum);
    }
    for (y, row) in fours.into_remainder().iter_mut().zip(rows.remainder().chunks_exact(channels)) {
        let [sum] = dot(simd, values, row);
        *y += sum;
    }
}

/// The products of `values` with rows of as many weights, added up.
#[inline(always)]
fn dot<T: Scalar, S: Simd, const ROWS: usize>(simd: S, values: &[T], rows: &[T]) -> [T; ROWS] {
    let (lanes, channels) = (Vector::<T, S>::LEN, values.len());
    let row = |index: usize| &rows[index * channels..][..channels];
    let rows: [&[T]; ROWS] = core::array::from_fn(row);
    let whole = channels / lanes * lanes;
    let mut sums = [T::zero(); ROWS];
    if whole > 0 {
        let mut vectors = [splat::<T, S>(simd, T::zero()); ROWS];
        let mut column = 0;
        while column < whole {
            let x = Vector::<T, S>::from_slice(simd, &values[column..][..lanes]);
            for (sum, row) in vectors.iter_mut().zip(&rows) {
                *sum = x.mul_add(Vector::<T, S>::from_slice(simd, &row[column..][..lanes]), *sum);
            }
            column += lanes;
        }
        for (sum, vector) in sums.iter_mut().zip(vectors) {
            *sum = vector.reduce_sum();
        }
    }
    for (index, &x) in values.iter().enumerate().skip(whole) {
        for (sum, row) in sums.iter_mut().zip(&rows) {
            *sum += x * row[index];
        }
    }
    sums
}
