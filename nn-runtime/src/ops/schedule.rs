//! How a product is computed, as types: rustc compiles what was chosen, and nothing else.

use nn_format::Product;

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
