//! Neural networks that compile inside rustc.
//!
//! [`sequential!`] takes a network in Keras's words, checks every shape while rustc runs, and generates a struct with a
//! straight-line forward pass: no graph, no interpreter, no allocation.
//!
//! ```
//! use nn_runtime::sequential;
//!
//! let net = sequential![dense(3, input = 2, relu), dense(2, softmax)];
//! let p: [f32; 2] = net.forward(&[1.8, 75.0]);
//! assert!((p[0] + p[1] - 1.0).abs() < 1e-6);
//! ```
//!
//! What a network can do is described at [`Network`]; generated types have most of it as functions of their own. The
//! language is described at [`sequential!`].
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `std` (default) | the choice of the best instruction set at run time; without it, the target's own is used |
//! | `alloc` (with `std`) | networks on the heap, and weights written to a `Vec` |
//! | `avx2`, `avx512` (default) | code for these instruction sets, besides that for what the target promises: without them programs are smaller |
//! | `rayon` | `par_forward_batch`: batches over all cores |
//! | `onnx` (with `alloc`) | `to_onnx`: networks as ONNX files |
//! | `keras` | Keras's own files, by `#[keras(..)]` and `#[weights(..)]`; only the compiler grows by it |
//!
//! Without `std` and `alloc`, the crate is `no_std` and never allocates.
//!
//! # Accuracy
//!
//! [`math`] states the measured error of each vector function, [`activation`] that of each activation. A sum of products
//! is off by at most n ε Σ|xᵢwᵢ| for n inputs, whatever the order of additions, which depends on the instruction set.
#![no_std]
#![deny(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "rayon")]
extern crate std;

pub mod activation;
mod init;
mod layers;
pub mod math;
mod memory;
mod network;
#[cfg(feature = "onnx")]
#[doc(hidden)]
pub mod onnx;
#[doc(hidden)]
pub mod ops;
#[cfg(feature = "rayon")]
mod parallel;
mod scalar;
mod scratch;
pub mod simd;
mod streaming;
mod tensor;
mod weights;

pub use init::Initializer;
pub use layers::{
    BatchNormalization, Bias, Conv, Dense, Embedding, GateBias, GroupNormalization, Gru, LayerNormalization, Lstm,
    NoBias, NoScale, Prelu, RmsNormalization, SeparableConv, SimpleRnn,
};
pub use network::{Network, Parameter, ParameterMut};
pub use nn_format::{FormatError, Layout};
pub use scalar::{Element, Scalar};
pub use scratch::{STACK_LIMIT, Scratch, ScratchSpace};
pub use streaming::{State, StateSpace, Streaming};
pub use tensor::{Tensor, argmax};
pub use weights::{FoundName, FoundShape, WeightsError};

/// One layer of a network: its name, kind, output shape and parameter count. See [`Network::LAYERS`].
pub type Layer = nn_format::Layer<'static>;

/// What generated code names, and nobody else: it may change with any version, and so it bears the version.
#[doc(hidden)]
pub mod __private_0_1_0 {
    pub use fearless_simd::Simd;
    pub use nn_format::{
        ConvStrategy, Convolution, DenseStrategy, IsaChoice, Layout, RnnStrategy, Work, block_rows, is_in_lanes,
        lane_count, largest,
    };
    pub use nn_macros::__sequential;
    pub use num_traits::Float;

    pub use crate::memory::{Plain, tensor};
    pub use crate::ops::{One, Rows};
    pub use crate::scratch::{arena, slot};
    pub use crate::{
        BatchNormalization, Conv, Dense, Embedding, GateBias, GroupNormalization, Gru, Initializer, Layer,
        LayerNormalization, Lstm, Network, NoBias, NoScale, Parameter, ParameterMut, Prelu, RmsNormalization, Scratch,
        SeparableConv, SimpleRnn, State, Streaming, Tensor, WeightsError, activation, argmax, ops,
    };

    /// One step of a network's forward pass.
    pub type Step = nn_format::Step<'static>;

    #[cfg(feature = "alloc")]
    pub use alloc::{boxed::Box, vec::Vec};

    #[cfg(feature = "onnx")]
    pub use crate::onnx;

    pub use crate::__is_sorted as ascend;
    pub use crate::__with_alloc as with_alloc;
    pub use crate::__with_onnx as with_onnx;
    pub use crate::__with_rayon as with_rayon;

    /// How many constants `C` has; 0 for one for all.
    #[must_use]
    pub const fn constants<T: crate::Scalar, C: ops::Constants<T>>(_: &C) -> usize {
        C::COUNT
    }
}

/// Whether an array of numbers has some, and none is less than the one before it.
#[doc(hidden)]
#[macro_export]
macro_rules! __is_sorted {
    ($scalar:ty, $numbers:expr) => {{
        let numbers: &[$scalar] = &$numbers;
        let mut next = 1;
        while next < numbers.len() && numbers[next - 1] <= numbers[next] {
            next += 1;
        }
        !numbers.is_empty() && !numbers[0].is_nan() && next == numbers.len()
    }};
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

/// Code that needs the feature `rayon`, likewise.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "rayon")]
macro_rules! __with_rayon {
    ($($items:tt)*) => { $($items)* };
}

/// Code that needs the feature `rayon`, likewise.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "rayon"))]
macro_rules! __with_rayon {
    ($($items:tt)*) => {};
}

/// Code that needs the feature `onnx`, likewise.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "onnx")]
macro_rules! __with_onnx {
    ($($items:tt)*) => { $($items)* };
}

/// Code that needs the feature `onnx`, likewise.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "onnx"))]
macro_rules! __with_onnx {
    ($($items:tt)*) => {};
}

/// A neural network, written in Keras's words and compiled by rustc.
///
/// # The expression form
///
/// A value of a type without a name, with initial weights that `#[seed(..)]` seeds (0 if absent). Square brackets are
/// its spelling, since rustfmt formats what stands in them.
///
/// ```
/// use nn_runtime::sequential;
///
/// let net = sequential![
///     #[seed(7)]
///     dense(3, input = 2, relu),
///     dense(2, softmax),
/// ];
/// let p: [f32; 2] = net.forward(&[1.8, 75.0]);
/// ```
///
/// More than 1 MiB of weights is an error here, since the value is a local variable; a named network can be on the heap.
///
/// # The named form
///
/// A struct with a field for each layer that has parameters. It implements [`Network`], and has most of its functions
/// itself, so that the trait need not be imported. Doc comments, attributes, derives and visibility pass through; the
/// network's summary and picture are added to its documentation.
///
/// ```
/// use nn_runtime::sequential;
///
/// sequential! {
///     /// Over- or underweight, from height and weight.
///     #[derive(Clone, Debug)]
///     #[classes(Underweight, Overweight)]
///     pub struct Classifier {
///         hidden: dense(3, input = 2, relu),
///         output: dense(2, softmax),
///     }
/// }
///
/// let mut net = Classifier::init(7);
/// let (class, probability) = net.classify(&[1.8, 75.0]);
/// assert!(ClassifierClass::ALL.contains(&class) && probability >= 0.5);
///
/// net.hidden.kernel[0][2] = 1.0;
/// assert_eq!(net.parameters().map(|p| p.values.len()).sum::<usize>(), 17);
/// ```
///
/// # Layers
///
/// A layer is written as a call, with its name before it or without: `hidden: dense(3, relu)`. Without a name it has
/// Keras's: `dense`, `dense_1`, ... The first layer declares the input's size or shape, `input = 64` or `input = (8, 8)`.
/// An activation is an argument, as `relu` in `dense(3, relu)`, or a layer of its own, `relu()`; what there are is described at
/// [`activation`].
///
#[doc = include_str!("layers.md")]
#[expect(clippy::doc_markdown, reason = "a table of formulas, which is the README's too")]
///
/// `dense` takes `kernel_initializer = ..` and `bias_initializer = ..` (see [`Initializer`]), or its weights inline:
/// `kernel = [[1.0, -1.0], [-1.0, 1.0]]`, `bias = [0.0, 0.0]`.
///
/// What layers say of training is checked and kept, for a training that is not there yet: `kernel_regularizer` and its like are
/// `l1`, `l2`, `l1_l2` or `orthogonal`, as in `l2(1e-4)`, and so is `activity_regularizer`; `kernel_constraint` and its like are
/// `max_norm`, `non_neg`, `unit_norm` or `min_max_norm`; `trainable = false` freezes a layer, and `trainable = bias` all but that.
///
/// A size is an integer or a constant expression of type `usize`:
///
/// ```
/// const FEATURES: usize = 4;
///
/// let net = nn_runtime::sequential![dense({ 2 * FEATURES }, input = FEATURES, tanh), dense(1)];
/// let [y] = net.forward(&[0.0; FEATURES]);
/// assert_eq!(y, 0.0);
/// ```
///
/// # Attributes
///
/// | attribute | what it does |
/// |---|---|
/// | `#[weights("model.safetensors")]` | trained weights: the file is read while rustc runs, relative to the source file in which the path stands; its tensors are named `<layer>.<variable>`, or as PyTorch's `nn.Sequential` names them. With the feature `keras` also Keras's `.keras`, `.weights.h5` and `.h5`, which are compared with the network layer by layer |
/// | `#[keras("model.keras")]` | layers and weights of a Keras model, which the documentation of the type shows as text: `struct Name;` (feature `keras`) |
/// | `#[classes(Cat, Dog)]` | names the outputs: makes `enum NameClass` and `classify` (named form) |
/// | `#[dtype(f64)]` | computes in `f64`; in `f32` otherwise |
/// | `#[seed(7)]` | seeds the initial weights (expression form) |
/// | `#[streaming]` | asks for `step` of [`Streaming`](crate::Streaming): an error names the layer that forbids it |
///
/// # Errors
///
/// Whatever does not fit is an error of the build, with the caret on the wrong word:
///
/// ```compile_fail
/// nn_runtime::sequential![dense(3, input = 2, rleu), dense(2, softmax)];
/// ```
#[macro_export]
macro_rules! sequential {
    ($($network:tt)*) => { $crate::__private_0_1_0::__sequential! { ($crate::__private_0_1_0) $($network)* } };
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::format;

    #[test]
    fn the_hidden_path_bears_the_version() {
        let version = env!("CARGO_PKG_VERSION").replace(['.', '-'], "_");
        assert!(include_str!("lib.rs").contains(&format!("pub mod __private_{version} {{")), "{version}");
    }
}

/// The code in the README is tested as documentation is.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
