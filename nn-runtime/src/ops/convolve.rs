//! Convolutions: sums over windows, for one to three dimensions of space.
//!
//! A window lies within its input: where Keras puts zeros around, an op before has written them. So each place's window is
//! read where it stands, in runs of numbers that lie together, and the inner loops ask nothing.

use fearless_simd::{Simd, SimdBase, SimdFloat};

use super::dense::activate_apart;
use super::{Rows, Window, step};
use crate::Scalar;
use crate::activation::Activation;
use crate::math::{load_few, store_few};
use crate::scalar::{Vector, splat};

/// The weights of a convolution.
#[derive(Clone, Copy)]
pub struct Filters<'a, T> {
    /// The channels of the input, the last axis.
    pub channels: usize,
    /// The channels of the output.
    pub filters: usize,
    /// How many groups both are in: a filter sees its own group's channels.
    pub groups: usize,
    /// For each place of the window, and each channel of a group, a row of `filters` numbers.
    pub kernel: &'a [T],
    /// What is added for each filter.
    pub bias: Option<&'a [T]>,
}

/// A convolution of any number of samples.
#[derive(Clone, Copy)]
pub struct Convolution<'a, T> {
    windows: [Window; 3],
    weights: Filters<'a, T>,
    input: &'a [T],
}

/// `activation(x · kernel + bias)` at each place of the windows, of each row: `x` is what a window shows of the input's
/// channels, and `windows` are the dimensions of space, the outermost first.
///
/// The order of additions depends on the SIMD level; each sum's error is at most that of adding the products one after the
/// other.
#[inline(always)]
pub fn convolve<T: Scalar, S: Simd, R: Rows, A: Activation<T>>(
    simd: S,
    rows: R,
    windows: [Window; 3],
    weights: Filters<'_, T>,
    activation: A,
    input: &[T],
    output: &mut [T],
) {
    let inputs = windows.iter().fold(weights.channels, |inputs, window| inputs * window.input);
    let outputs = windows.iter().fold(weights.filters, |outputs, window| outputs * window.output);
    let output = &mut output[..rows.count() * outputs];
    let convolution = Convolution { windows, weights, input: &input[..rows.count() * inputs] };
    T::convolve(simd.level(), convolution, output);
    activate_apart(simd, output, weights.filters, activation);
}

impl<T: Scalar> Convolution<'_, T> {
    /// The kernel that all convolutions share.
    pub(crate) fn shared(self, level: crate::simd::Level, output: &mut [T]) {
        struct Shared<'a, T>(Convolution<'a, T>, &'a mut [T]);

        impl<T: Scalar> crate::simd::Kernel for Shared<'_, T> {
            type Output = ();

            #[inline(always)]
            fn run<S: Simd>(self, simd: S) {
                self.0.run(simd, self.1);
            }
        }

        crate::simd::dispatch(level, Shared(self, output));
    }

    #[inline(always)]
    fn run<S: Simd>(self, simd: S, output: &mut [T]) {
        let [a, b, c] = self.windows;
        let inputs = self.weights.channels * a.input * b.input * c.input;
        let mut places = output.chunks_exact_mut(self.weights.filters);
        for sample in self.input.chunks_exact(inputs) {
            for i in 0..a.output {
                for j in 0..b.output {
                    for k in 0..c.output {
                        let at =
                            ((i * a.stride * b.input + j * b.stride) * c.input + k * c.stride) * self.weights.channels;
                        let Some(place) = places.next() else { return };
                        step(
                            simd,
                            #[inline(always)]
                            || self.place(simd, &sample[at..], place),
                        );
                    }
                }
            }
        }
    }

    /// All filters at one place, whose window begins where `input` does.
    #[inline(always)]
    fn place<S: Simd>(&self, simd: S, input: &[T], output: &mut [T]) {
        let Filters { channels, filters, groups, kernel, bias } = self.weights;
        let [a, b, c] = self.windows;
        let (channels_of_group, filters_of_group) = (channels / groups, filters / groups);
        let lanes = Vector::<T, S>::LEN;
        for group in 0..groups {
            let input = &input[group * channels_of_group..];
            let mut column = 0;
            while column < filters_of_group {
                let few = lanes.min(filters_of_group - column);
                let from = group * filters_of_group + column;
                let mut sum = match bias {
                    Some(bias) => load_few(simd, &bias[from..][..few], T::zero()),
                    None => splat(simd, T::zero()),
                };
                let mut rows = kernel.chunks_exact(filters);
                for i in 0..a.kernel {
                    for j in 0..b.kernel {
                        for k in 0..c.kernel {
                            let at =
                                ((i * a.dilation * b.input + j * b.dilation) * c.input + k * c.dilation) * channels;
                            for (x, weights) in input[at..][..channels_of_group].iter().zip(&mut rows) {
                                let weights = load_few::<T, S>(simd, &weights[from..][..few], T::zero());
                                sum = weights.mul_add(splat::<T, S>(simd, *x), sum);
                            }
                        }
                    }
                }
                store_few(sum, &mut output[from..][..few]);
                column += lanes;
            }
        }
    }
}
