//! Convolutions: sums over windows, for one to three dimensions of space.
//!
//! A window lies within its input: where Keras puts zeros around, an op before has written them. So each place's window is
//! read where it stands, in runs of numbers that lie together, and the inner loops ask nothing.

mod depthwise;
mod lane_convolution;
mod lines;
#[cfg(feature = "onnx")]
pub(crate) mod onnx;
mod pooled;
mod positions;
mod tiles;
mod together;
mod transpose;

use fearless_simd::{Simd, SimdBase};
use nn_format::{ConvStrategy, Convolution as Sizes, Space};

use self::lane_convolution::LaneConvolution;
use self::tiles::Tiles;
use super::dense::activate_apart;
use super::{ConvKernel, Gemm, Rows, apart};
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

impl<T> Filters<'_, T> {
    /// The sizes of the convolution with such windows.
    #[inline(always)]
    const fn sizes(&self, space: Space) -> Sizes {
        Sizes { space, channels: self.channels, filters: self.filters, groups: self.groups }
    }
}

/// A convolution of any number of samples.
#[derive(Clone, Copy)]
pub struct Convolution<'a, T> {
    sizes: Sizes,
    weights: Filters<'a, T>,
    input: &'a [T],
}

/// `activation(x · kernel + bias)` at each place of the windows, of each row: `x` is what a window shows of the input's
/// channels. Where places are pooled, the activation comes after that, so it must not fall.
///
/// `workspace` holds what [`nn_format::Convolution::workspace`] says.
///
/// The order of additions depends on the SIMD level; each sum's error is at most that of adding the products one after the
/// other.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "what a convolution is")]
pub fn conv<T: Scalar, S: Simd, R: Rows, C: ConvKernel, A: Activation<T>>(
    simd: S,
    rows: R,
    _: C,
    space: Space,
    weights: Filters<'_, T>,
    activation: A,
    input: &[T],
    workspace: &mut [T],
    output: &mut [T],
) {
    let Filters { channels, filters, kernel, bias, .. } = weights;
    let output = &mut output[..rows.count() * space.outputs(filters)];
    let input = &input[..rows.count() * space.inputs(channels)];
    let activate = |values: &mut [T]| activate_apart(simd, values, filters, activation);
    let convolution = &Convolution { sizes: weights.sizes(space), weights, input };
    match const { C::STRATEGY } {
        ConvStrategy::Pointwise => {
            // Each place by itself is a row of a product.
            let product = Gemm { input, kernel, bias, inputs: channels, units: filters };
            T::multiply(simd.level(), product, rows.count() * space.outputs(1), workspace, output);
            activate(output);
        }
        ConvStrategy::Depthwise => T::conv_depthwise(simd.level(), convolution, &activate, output),
        ConvStrategy::Direct => T::conv(simd.level(), convolution, &activate, workspace, output),
        ConvStrategy::Transposed => unreachable!("it has a function of its own"),
    }
}

impl<T: Scalar> Convolution<'_, T> {
    /// The kernel that all direct convolutions share. `activate` is called for each sample, while its sums are in the cache.
    pub(crate) fn direct(&self, level: Level, activate: &dyn Fn(&mut [T]), workspace: &mut [T], output: &mut [T]) {
        struct Direct<'a, T>(&'a Convolution<'a, T>, &'a dyn Fn(&mut [T]), &'a mut [T], &'a mut [T]);

        impl<T: Scalar> Kernel for Direct<'_, T> {
            type Output = ();

            #[inline(always)]
            fn run<S: Simd>(self, simd: S) {
                let Self(convolution, activate, workspace, output) = self;
                // The instruction set that the target promises would be inlined, and its place on the stack be all others'.
                apart(
                    simd,
                    #[inline(always)]
                    || convolution.samples(simd, activate, workspace, output),
                );
            }
        }

        dispatch(level, Direct(self, activate, workspace, output));
    }

    /// The kernel that those share of which each channel has a filter of its own.
    pub(crate) fn depthwise(&self, level: Level, activate: &dyn Fn(&mut [T]), output: &mut [T]) {
        struct Depthwise<'a, T>(&'a Convolution<'a, T>, &'a dyn Fn(&mut [T]), &'a mut [T]);

        impl<T: Scalar> Kernel for Depthwise<'_, T> {
            type Output = ();

            #[inline(always)]
            fn run<S: Simd>(self, simd: S) {
                let Self(&Convolution { sizes: Sizes { space, .. }, weights, input }, activate, output) = self;
                let (inputs, outputs) = (space.inputs(weights.channels), space.outputs(weights.filters));
                for (input, output) in input.chunks_exact(inputs).zip(output.chunks_exact_mut(outputs)) {
                    depthwise::depthwise(simd, space.windows, weights, input, output);
                    activate(output);
                }
            }
        }

        dispatch(level, Depthwise(self, activate, output));
    }

    /// All samples: with a lane for each, or by themselves. Each way is a function of its own, whose place on the stack is
    /// not the others' too.
    #[inline(always)]
    fn samples<S: Simd>(&self, simd: S, activate: &dyn Fn(&mut [T]), workspace: &mut [T], output: &mut [T]) {
        let Self { sizes, weights, .. } = self;
        let (inputs, outputs) = (sizes.space.inputs(weights.channels), sizes.space.outputs(weights.filters));
        let lanes = Vector::<T, S>::LEN;
        let (mut input, mut output) = (self.input, output);
        let room =
            workspace.len().saturating_sub(sizes.taps()).min(nn_format::DenseStrategy::PANEL_BYTES / size_of::<T>());
        while !input.is_empty() {
            let now = lanes.min(input.len() / inputs);
            let Some(bands) = sizes.samples_bands(lanes, now, room) else { break };
            let (done, left) = output.split_at_mut(now * outputs);
            apart(
                simd,
                #[inline(always)]
                || LaneConvolution { simd, sizes: *sizes, weights }.samples(bands, now, input, done, workspace),
            );
            activate(done);
            (input, output) = (&input[now * inputs..], left);
        }
        if let Some(bands) = sizes.places_bands(lanes) {
            for (input, output) in input.chunks_exact(inputs).zip(output.chunks_exact_mut(outputs)) {
                apart(
                    simd,
                    #[inline(always)]
                    || LaneConvolution { simd, sizes: *sizes, weights }.places(bands, input, output, workspace),
                );
                activate(output);
            }
        } else {
            apart(
                simd,
                #[inline(always)]
                || self.tiles(simd, input, activate, workspace, output),
            );
        }
    }

    /// Samples in tiles, which take some neighbouring places together.
    #[inline(always)]
    fn tiles<S: Simd>(&self, simd: S, input: &[T], activate: &dyn Fn(&mut [T]), workspace: &mut [T], output: &mut [T]) {
        let Self { sizes, weights, .. } = self;
        let (inputs, outputs) = (sizes.space.inputs(weights.channels), sizes.space.outputs(weights.filters));
        let together = sizes.together(Vector::<T, S>::LEN);
        let mut wide = *weights;
        if together > 1 {
            (wide.kernel, wide.bias) = together::spread(sizes, weights, together, workspace);
        }
        for (input, output) in input.chunks_exact(inputs).zip(output.chunks_exact_mut(outputs)) {
            // What is not finite is not 0 when it is multiplied by 0.
            let (weights, together) =
                if together == 1 || together::is_finite(simd, input) { (wide, together) } else { (*weights, 1) };
            Tiles::new(simd, &sizes.space, weights, together).run(input, output);
            activate(output);
        }
    }
}
