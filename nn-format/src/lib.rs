//! What a network needs both while it is compiled and while it runs: reading and writing
//! [safetensors](https://huggingface.co/docs/safetensors) files, the summary table, the diagram, and the schedule.
//!
//! The crate is `no_std`, has no dependencies and no unsafe code, and allocates nothing, except for
//! `write` (feature `alloc`), which returns a `Vec<u8>`.
//!
//! | to | use |
//! |---|---|
//! | read a weights file | [`Safetensors::parse`] |
//! | read a network's weights of it, PyTorch's names and order included | [`Checkpoint`] |
//! | write a weights file | `write` (feature `alloc`) |
//! | print a network as Keras's `model.summary()` does | [`Summary`] |
//! | draw a network as SVG | [`Diagram`] |
//! | choose how a network is computed, and tell why | [`Schedule`] |
//!
//! ```
//! use nn_format::{Layer, Summary};
//!
//! let layers = [
//!     Layer { name: "hidden", kind: "dense", layout: nn_format::Layout::Dense, activation: "relu", output_shape: &[3], parameters: 9, branches: &[], merge: "" },
//!     Layer { name: "output", kind: "dense", layout: nn_format::Layout::Dense, activation: "softmax", output_shape: &[2], parameters: 8, branches: &[], merge: "" },
//! ];
//! let summary = Summary {
//!     title: "Xor",
//!     input_shape: &[2],
//!     layers: &layers,
//!     parameters: 17,
//!     weight_bytes: 68,
//!     flops: 24,
//! };
//! assert!(summary.to_string().contains("Total params: 17 (68.00 B)"));
//! ```

#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

#[cfg(feature = "alloc")]
extern crate alloc;

mod checkpoint;
mod convolution;
mod diagram;
mod dtype;
mod error;
mod header;
mod json;
mod layer;
mod recurrence;
mod safetensors;
mod schedule;
mod shape;
mod space;
mod summary;
mod text;
#[cfg(feature = "alloc")]
mod write;

pub use checkpoint::{Chain, Checkpoint, Converted, Layout, Misfit, Weight, is_named_by_pytorch};
pub use convolution::{Bands, ConvStrategy, Convolution};
pub use diagram::Diagram;
pub use dtype::{Dtype, bf16_to_f32, f16_to_f32};
pub use error::FormatError;
pub use json::Name;
pub use layer::{Layer, Size};
pub use recurrence::{RnnStrategy, STEPS_AT_ONCE};
pub use safetensors::{Safetensors, Tensor, Tensors};
pub use schedule::{
    DenseStrategy, IsaChoice, STACK_LIMIT, Schedule, Step, Work, block_rows, is_in_lanes, lane_count, largest,
};
pub use shape::{Dimensions, Shape};
pub use space::{Pool, Space, Window};
pub use summary::{Markdown, Summary};
#[cfg(feature = "alloc")]
pub use write::{TensorRef, Values, write};
