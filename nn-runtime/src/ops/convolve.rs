//! Convolutions: sums over windows, for one to three dimensions of space.
//!
//! A window lies within its input: where Keras puts zeros around, an op before has written them. So each place's window is
//! read where it stands, in runs of numbers that lie together, and the inner loops ask nothing.

mod depthwise;
mod tiles;
mod together;

use fearless_simd::{Simd, SimdBase};

use self::tiles::Tiles;
use super::dense::activate_apart;
use super::{Product, Rows, Window};
use crate::Scalar;
use crate::activation::Activation;
use crate::scalar::Vector;
use crate::simd::{Kernel, Level, dispatch};

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
    let places: usize = windows.iter().map(|window| window.output).product();
    let output = &mut output[..rows.count() * places * weights.filters];
    let input = &input[..rows.count() * inputs];
    let Filters { channels, filters, groups, kernel, bias } = weights;
    let activate = |values: &mut [T]| activate_apart(simd, values, filters, activation);
    if groups == 1 && windows.iter().all(Window::is_point) {
        // Each place by itself is a row of a product.
        let product = Product { input, kernel, bias, inputs: channels, units: filters };
        T::multiply(simd.level(), product, rows.count() * places, output);
        activate(output);
    } else {
        T::convolve(simd.level(), Convolution { windows, weights, input }, &activate, output);
    }
}

impl Window {
    /// Whether each output sees the input at its own place, and nothing else.
    #[inline(always)]
    fn is_point(&self) -> bool {
        self.kernel == 1 && self.stride == 1
    }
}

impl<T: Scalar> Convolution<'_, T> {
    /// The kernel that all convolutions share. `activate` is called for each sample, while its sums are in the cache.
    pub(crate) fn shared(self, level: Level, activate: &dyn Fn(&mut [T]), output: &mut [T]) {
        struct Shared<'a, T>(Convolution<'a, T>, &'a dyn Fn(&mut [T]), &'a mut [T]);

        impl<T: Scalar> Kernel for Shared<'_, T> {
            type Output = ();

            #[inline(always)]
            fn run<S: Simd>(self, simd: S) {
                let Self(convolution, activate, output) = self;
                convolution.run(simd, activate, output);
            }
        }

        dispatch(level, Shared(self, activate, output));
    }

    #[inline(always)]
    fn run<S: Simd>(self, simd: S, activate: &dyn Fn(&mut [T]), output: &mut [T]) {
        let Self { windows, weights, input } = self;
        let Filters { channels, filters, groups, kernel, .. } = weights;
        let inputs = windows.iter().fold(channels, |inputs, window| inputs * window.input);
        let outputs = windows.iter().fold(filters, |outputs, window| outputs * window.output);
        let samples = input.chunks_exact(inputs).zip(output.chunks_exact_mut(outputs));
        if groups == channels && filters == channels && groups > 1 {
            for (input, output) in samples {
                depthwise::depthwise(simd, windows, weights, input, output);
                activate(output);
            }
            return;
        }
        let together = together::choose(Vector::<T, S>::LEN, &windows, &weights, kernel.len());
        let mut room = together::Room::NONE;
        let (kernel, bias) = together::spread(&windows, &weights, together, &mut room);
        let apart = Tiles::new(simd, windows, weights, 1);
        let tiles = Tiles::new(simd, windows, Filters { kernel, bias, ..weights }, together);
        for (input, output) in samples {
            // What is not finite is not 0 when it is multiplied by 0.
            let can_be_together = together == 1 || together::is_finite(simd, input);
            let tiles = if can_be_together { &tiles } else { &apart };
            tiles.run(input, output);
            activate(output);
        }
    }
}
