//! Convolutions: sums over windows, for one to three dimensions of space.
//!
//! A window lies within its input: where Keras puts zeros around, an op before has written them. So each place's window is
//! read where it stands, in runs of numbers that lie together, and the inner loops ask nothing.

mod abreast;
mod depthwise;
mod lines;
mod places;
mod pooled;
mod tiles;
mod together;
mod turn;

use fearless_simd::{Simd, SimdBase};

use self::abreast::Abreast;
pub use self::places::Space;
use self::tiles::Tiles;
use super::dense::activate_apart;
use super::{Product, Rows, Window};
use crate::Scalar;
use crate::activation::Activation;
use crate::scalar::{Room, Vector};
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

/// The room, in numbers, for a sample's outputs abreast and what they see.
const ROOM: usize = if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) { 4096 } else { 512 };

/// A convolution of any number of samples.
#[derive(Clone, Copy)]
pub struct Convolution<'a, T> {
    space: Space,
    weights: Filters<'a, T>,
    input: &'a [T],
}

/// `activation(x · kernel + bias)` at each place of the windows, of each row: `x` is what a window shows of the input's
/// channels. Where places are pooled, the activation comes after that, so it must not fall.
///
/// The order of additions depends on the SIMD level; each sum's error is at most that of adding the products one after the
/// other.
#[inline(always)]
pub fn convolve<T: Scalar, S: Simd, R: Rows, A: Activation<T>>(
    simd: S,
    rows: R,
    space: Space,
    weights: Filters<'_, T>,
    activation: A,
    input: &[T],
    output: &mut [T],
) {
    let Filters { channels, filters, groups, kernel, bias } = weights;
    let output = &mut output[..rows.count() * space.outputs(filters)];
    let input = &input[..rows.count() * space.inputs(channels)];
    let activate = |values: &mut [T]| activate_apart(simd, values, filters, activation);
    if groups == 1 && space.group() == 1 && space.windows.iter().all(Window::is_point) {
        // Each place by itself is a row of a product.
        let product = Product { input, kernel, bias, inputs: channels, units: filters };
        T::multiply(simd.level(), product, rows.count() * space.outputs(1), output);
        activate(output);
    } else {
        T::convolve(simd.level(), Convolution { space, weights, input }, &activate, output);
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
        let Self { space, weights, input } = self;
        let Filters { channels, filters, groups, .. } = weights;
        let (inputs, outputs) = (space.inputs(channels), space.outputs(filters));
        if groups == channels && filters == channels && groups > 1 {
            for (input, output) in input.chunks_exact(inputs).zip(output.chunks_exact_mut(outputs)) {
                depthwise::depthwise(simd, space.windows, weights, input, output);
                activate(output);
            }
            return;
        }
        let abreast = Abreast { simd, space, weights };
        let (mut input, mut output) = (input, output);
        let lanes = Vector::<T, S>::LEN;
        let count = lanes.min(input.len() / inputs);
        if abreast.samples_bands(count, size_of::<T::Panel>() / size_of::<T>()).is_some() {
            let mut room = T::PANEL;
            let room = room.as_mut();
            while !input.is_empty() {
                let now = lanes.min(input.len() / inputs);
                let Some(bands) = abreast.samples_bands(now, room.len()) else { break };
                abreast.samples(bands, now, input, output, room);
                let (done, left) = output.split_at_mut(now * outputs);
                activate(done);
                (input, output) = (&input[now * inputs..], left);
            }
        }
        self.one_by_one(simd, input, activate, output);
    }

    /// Samples by themselves.
    #[inline(always)]
    fn one_by_one<S: Simd>(&self, simd: S, input: &[T], activate: &dyn Fn(&mut [T]), output: &mut [T]) {
        let Self { space, weights, .. } = *self;
        let Filters { channels, filters, kernel, bias, .. } = weights;
        let samples = input.chunks_exact(space.inputs(channels)).zip(output.chunks_exact_mut(space.outputs(filters)));
        let abreast = Abreast { simd, space, weights };
        if let Some(bands) = abreast.places_bands(ROOM) {
            let mut room = Room::<T, ROOM>::NONE;
            for (input, output) in samples {
                abreast.places(bands, input, output, room.as_mut());
                activate(output);
            }
            return;
        }
        let together = if space.group() > 1 {
            1
        } else {
            together::choose(Vector::<T, S>::LEN, &space.windows, &weights, kernel.len())
        };
        // What is not needed is not filled with zeros either.
        let mut room = None;
        let (kernel, bias) = if together == 1 {
            (kernel, bias)
        } else {
            together::spread(&space.windows, &weights, together, room.insert(together::Room::NONE))
        };
        let apart = Tiles::new(simd, &space, weights, 1);
        let tiles = Tiles::new(simd, &space, Filters { kernel, bias, ..weights }, together);
        for (input, output) in samples {
            // What is not finite is not 0 when it is multiplied by 0.
            let can_be_together = together == 1 || together::is_finite(simd, input);
            let tiles = if can_be_together { &tiles } else { &apart };
            tiles.run(input, output);
            activate(output);
        }
    }
}
