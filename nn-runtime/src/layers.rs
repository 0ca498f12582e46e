//! What holds the parameters of a layer: one struct for each kind that has any.

mod convolution;
mod dense;
mod embedding;
mod normalization;
mod prelu;
mod recurrent;

pub use convolution::{Conv, SeparableConv};
pub use dense::{Bias, Dense, NoBias, NoScale};
pub use embedding::Embedding;
pub use normalization::{BatchNormalization, GroupNormalization, LayerNormalization, RmsNormalization};
pub use prelu::Prelu;
pub use recurrent::{GateBias, Gru, Lstm, SimpleRnn};

/// Takes no room, but puts the field after it on an address where a whole vector can be loaded at once.
#[cfg_attr(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64"), repr(align(64)))]
#[cfg_attr(target_arch = "wasm32", repr(align(16)))]
#[derive(Clone, Copy)]
struct Aligned;
