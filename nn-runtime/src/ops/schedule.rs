//! How products and convolutions are computed, as types: rustc compiles what was chosen, and nothing else.

use nn_format::{Convolving, Product};

use crate::Scalar;

/// A choice of how a product is computed.
pub trait Choice<T> {
    /// The choice.
    const PRODUCT: Product;
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
pub struct Chosen<const INPUTS: usize, const UNITS: usize>;

impl<T> Choice<T> for Inlined {
    const PRODUCT: Product = Product::Inlined;
}

impl<T> Choice<T> for Called {
    const PRODUCT: Product = Product::Called;
}

impl<T> Choice<T> for Dot {
    const PRODUCT: Product = Product::Dot;
}

impl<T> Choice<T> for Shared {
    const PRODUCT: Product = Product::Shared;
}

impl<T: Scalar, const INPUTS: usize, const UNITS: usize> Choice<T> for Chosen<INPUTS, UNITS> {
    const PRODUCT: Product = Product::choose(INPUTS, UNITS, size_of::<T>());
}

/// A choice of how a convolution is computed.
pub trait ConvolutionChoice {
    /// The choice.
    const CONVOLVING: Convolving;
}

/// From its windows where they stand.
pub struct Direct;

/// As a product, whose rows are the places.
pub struct Pointwise;

/// Channel by channel.
pub struct Depthwise;

/// By sizes that the macro did not know: those of [`Convolving::choose`], with the number of its kernel's places, and that of
/// its strides.
pub struct ChosenConvolution<
    const PLACES: usize,
    const STRIDES: usize,
    const CHANNELS: usize,
    const FILTERS: usize,
    const GROUPS: usize,
    const IS_POOLED: bool,
>;

impl ConvolutionChoice for Direct {
    const CONVOLVING: Convolving = Convolving::Direct;
}

impl ConvolutionChoice for Pointwise {
    const CONVOLVING: Convolving = Convolving::Product;
}

impl ConvolutionChoice for Depthwise {
    const CONVOLVING: Convolving = Convolving::Depthwise;
}

impl<
    const PLACES: usize,
    const STRIDES: usize,
    const CHANNELS: usize,
    const FILTERS: usize,
    const GROUPS: usize,
    const IS_POOLED: bool,
> ConvolutionChoice for ChosenConvolution<PLACES, STRIDES, CHANNELS, FILTERS, GROUPS, IS_POOLED>
{
    const CONVOLVING: Convolving = Convolving::choose(PLACES, STRIDES, [CHANNELS, FILTERS, GROUPS], IS_POOLED);
}
