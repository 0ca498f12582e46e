//! How products and convolutions are computed, as types: rustc compiles what was chosen, and nothing else.

use nn_format::{ConvStrategy, DenseStrategy};

use crate::Scalar;

/// A choice of how a product is computed.
pub trait DenseKernel<T> {
    /// The choice.
    const STRATEGY: DenseStrategy;
}

/// In the forward pass itself.
pub struct Inlined;

/// In a function of its own.
pub struct Called;

/// As the product of two rows.
pub struct Dot;

/// By the kernel that all large layers share.
pub struct Shared;

/// By sizes that the macro did not know.
pub struct ChosenDense<const INPUTS: usize, const UNITS: usize>;

impl<T> DenseKernel<T> for Inlined {
    const STRATEGY: DenseStrategy = DenseStrategy::Inlined;
}

impl<T> DenseKernel<T> for Called {
    const STRATEGY: DenseStrategy = DenseStrategy::Called;
}

impl<T> DenseKernel<T> for Dot {
    const STRATEGY: DenseStrategy = DenseStrategy::Dot;
}

impl<T> DenseKernel<T> for Shared {
    const STRATEGY: DenseStrategy = DenseStrategy::Shared;
}

impl<T: Scalar, const INPUTS: usize, const UNITS: usize> DenseKernel<T> for ChosenDense<INPUTS, UNITS> {
    const STRATEGY: DenseStrategy = DenseStrategy::choose(INPUTS, UNITS, size_of::<T>());
}

/// A choice of how a convolution is computed.
pub trait ConvKernel {
    /// The choice.
    const STRATEGY: ConvStrategy;
}

/// From its windows where they stand.
pub struct Direct;

/// As a product, whose rows are the places.
pub struct Pointwise;

/// Channel by channel.
pub struct Depthwise;

/// By sizes that the macro did not know: those of [`ConvStrategy::choose`], with the number of its kernel's places, and that of
/// its strides.
pub struct ChosenConv<
    const PLACES: usize,
    const STRIDES: usize,
    const CHANNELS: usize,
    const FILTERS: usize,
    const GROUPS: usize,
    const IS_POOLED: bool,
>;

impl ConvKernel for Direct {
    const STRATEGY: ConvStrategy = ConvStrategy::Direct;
}

impl ConvKernel for Pointwise {
    const STRATEGY: ConvStrategy = ConvStrategy::Pointwise;
}

impl ConvKernel for Depthwise {
    const STRATEGY: ConvStrategy = ConvStrategy::Depthwise;
}

impl<
    const PLACES: usize,
    const STRIDES: usize,
    const CHANNELS: usize,
    const FILTERS: usize,
    const GROUPS: usize,
    const IS_POOLED: bool,
> ConvKernel for ChosenConv<PLACES, STRIDES, CHANNELS, FILTERS, GROUPS, IS_POOLED>
{
    const STRATEGY: ConvStrategy = ConvStrategy::choose(PLACES, STRIDES, [CHANNELS, FILTERS, GROUPS], IS_POOLED);
}
