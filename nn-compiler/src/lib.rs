//! The compiler behind `nn_runtime::sequential!`.
//!
//! A network's text goes through five stages, each with a type of its own: `syntax` (what was written) → `layer` (what
//! each layer means) → `model` (ops on shaped tensors) → `plan` (buffers, totals, schedule) → `emit` (tokens).
//! ARCHITECTURE.md has the map.
//!
//! Users depend on nn-runtime, which re-exports the macro of nn-macros, which calls [`compile`]. As a library the compiler
//! is there for what has no rustc around it: tests, benchmarks, and programs that write networks. Its versions are for one
//! version of the runtime each, and promise nothing to others.
//!
//! ```
//! let network = "(::nn_runtime::hidden) struct Net { dense(3, input = 2, rleu) }";
//! let expansion = nn_compiler::expand(network.parse()?);
//! assert_eq!(expansion.errors, 1);
//! assert!(expansion.tokens.to_string().contains("`rleu`"));
//! # Ok::<(), proc_macro2::LexError>(())
//! ```

extern crate proc_macro;

#[macro_use]
mod hygiene;

mod activation;
mod compile;
mod constants;
mod diag;
mod emit;
mod function;
mod graph;
mod initializer;
#[cfg(any(test, feature = "keras"))]
pub mod keras;
#[cfg(not(any(test, feature = "keras")))]
mod keras;
mod layer;
mod model;
mod ops;
mod options;
mod passes;
mod plan;
mod print;
#[cfg(feature = "reference")]
pub mod reference;
mod shape;
mod suggest;
mod syntax;
mod text;
mod weights;

#[cfg(test)]
mod tests;

pub use self::compile::{Expansion, compile, expand, graph};
