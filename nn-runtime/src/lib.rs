//! Neural networks that compile inside rustc.
#![no_std]
#![deny(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;

pub mod activation;
mod init;
mod layers;
pub mod math;
mod memory;
mod network;
#[doc(hidden)]
pub mod ops;
mod scalar;
pub mod simd;
mod tensor;
mod weights;

pub use init::Initializer;
pub use layers::{Bias, Dense, NoBias};
pub use network::{Network, Parameter, ParameterMut, STACK_LIMIT, Scratch, ScratchSpace};
pub use nn_format::FormatError;

/// One layer of a network: its name, kind, output shape and parameter count. See [`Network::LAYERS`].
pub type Layer = nn_format::Layer<'static>;
pub use scalar::Scalar;
pub use tensor::{Tensor, argmax};
pub use weights::{FoundName, FoundShape, WeightsError};

/// What generated code names, and nobody else: it may change with any version.
#[doc(hidden)]
pub mod __private {
    pub use fearless_simd::Simd;
    pub use nn_macros::__sequential;
    pub use num_traits::Float;

    pub use crate::memory::tensor;
    pub use crate::{
        Dense, Initializer, Layer, Network, NoBias, Parameter, ParameterMut, Scratch, Tensor, WeightsError, activation,
        argmax, ops,
    };

    #[cfg(feature = "alloc")]
    pub use alloc::{boxed::Box, vec::Vec};

    pub use crate::__with_alloc as with_alloc;

    /// How many constants `C` has; 0 for one for all.
    #[must_use]
    pub const fn constants<T: crate::Scalar, C: ops::Constants<T>>(_: &C) -> usize {
        C::COUNT
    }
}

/// Code that needs the feature `alloc`, which is this crate's to know and not the user's.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "alloc")]
macro_rules! __with_alloc {
    ($($items:tt)*) => { $($items)* };
}

/// Code that needs the feature `alloc`, which is this crate's to know and not the user's.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "alloc"))]
macro_rules! __with_alloc {
    ($($items:tt)*) => {};
}

/// A neural network, written in Keras's words.
#[macro_export]
macro_rules! sequential {
    ($($network:tt)*) => { $crate::__private::__sequential! { ($crate::__private) $($network)* } };
}
