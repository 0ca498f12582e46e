//! The compiler behind `nn_runtime::sequential!`.
//!
//! A network's text goes through five stages, each with a type of its own: `syntax` (what was written) → `layer` (what
//! each layer means) → `model` (ops on shaped tensors) → `plan` (buffers, totals, schedule) → `emit` (tokens).
//! ARCHITECTURE.md has the map. Users depend on nn-runtime, which re-exports the macro.

mod activation;
mod compile;
mod constants;
mod diag;
mod emit;
mod initializer;
mod keras;
mod layer;
mod model;
mod options;
mod plan;
mod shape;
mod stream;
mod suggest;
mod syntax;
mod text;
mod weights;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// The implementation of `nn_runtime::sequential!`, which calls it with its own crate's path in front of the network.
#[doc(hidden)]
#[proc_macro]
pub fn __sequential(input: TokenStream) -> TokenStream {
    compile::compile(input.into()).into()
}
