#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::{Rows, apart};
use crate::Scalar;
use crate::math::{load_few, store_few};
use crate::scalar::{Vector, splat};

/// Each row's image, so many times as high and as wide: `height` and `width` are a size and a factor. A pixel's middle falls
/// between the middles of four of the input's, and its numbers are theirs by its distance; beyond the outer ones they are
/// the outer ones'. Keras's `UpSampling2D(interpolation="bilinear")`.
#[inline(always)]
pub fn resize_bilinear<T: Scalar, S: Simd, R: Rows>(
    simd: S,
    rows: R,
    channels: usize,
    height: (usize, usize),
    width: (usize, usize),
    input: &[T],
    output: &mut [T],
) {
    let inputs = height.0 * width.0 * channels;
    let (input, output) = (&input[..rows.count() * inputs], &mut output[..rows.count() * inputs * height.1 * width.1]);
    apart(
        simd,
        #[inline(always)]
        || {
            let mut pixels = output.chunks_exact_mut(channels.max(1));
            for image in input.chunks_exact(inputs.max(1)) {
                for y in 0..height.0 * height.1 {
                    let (above, below, down) = between::<T>(y, height);
                    for x in 0..width.0 * width.1 {
                        let (left, right, across) = between::<T>(x, width);
                        let corner =
                            |row: usize, column: usize| &image[(row * width.0 + column) * channels..][..channels];
                        let corners =
                            [corner(above, left), corner(above, right), corner(below, left), corner(below, right)];
                        if let Some(pixel) = pixels.next() {
                            blend(simd, corners, [across, down], pixel);
                        }
                    }
                }
            }
        },
    );
}

/// The two places of the input that the output's place `index` lies between, and how far it is from the first to the second.
#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "factors are small")]
pub(crate) fn between<T: Scalar>(index: usize, (size, times): (usize, usize)) -> (usize, usize, T) {
    // In halves of an output's place: `2 index + 1 − times` is where its middle is, from the first input's middle on.
    let (whole, part) = match (2 * index + 1).checked_sub(times) {
        Some(halves) => (halves / (2 * times), halves % (2 * times)),
        None => (0, 0),
    };
    let next = (whole + 1).min(size - 1);
    (whole.min(size - 1), next, T::from_f64(part as f64 / (2 * times) as f64))
}

/// Each channel's number between those of the corners.
#[inline(always)]
fn blend<T: Scalar, S: Simd>(simd: S, corners: [&[T]; 4], [across, down]: [T; 2], pixel: &mut [T]) {
    let lanes = Vector::<T, S>::LEN;
    let one = T::one();
    let weights = [across, down].map(|part| [splat::<T, S>(simd, one - part), splat::<T, S>(simd, part)]);
    let [[left, right], [above, below]] = weights;
    let mut column = 0;
    while column < pixel.len() {
        let [a, b, c, d] = corners.map(
            #[inline(always)]
            |corner| match corner.get(column..column + lanes) {
                Some(vector) => Vector::<T, S>::from_slice(simd, vector),
                None => load_few(simd, &corner[column..], T::zero()),
            },
        );
        let above = (b * right + a * left) * above;
        let y = d.mul_add(right, c * left).mul_add(below, above);
        match pixel.get_mut(column..column + lanes) {
            Some(pixel) => y.store_slice(pixel),
            None => store_few(y, &mut pixel[column..]),
        }
        column += lanes;
    }
}
