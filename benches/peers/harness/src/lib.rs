//! What all peers share: the rows with their weights and inputs, the comparison of outputs, interleaved timing, and the
//! files of results.
//!
//! A peer is a program of one function, which makes a row ready to run:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use harness::{Case, Computes, Peer, Prepared};
//!
//! fn main() -> ExitCode {
//!     harness::main(&Peer { name: "Example", file: "example", computes: Computes::Network, prepare })
//! }
//!
//! /// `Ok(None)` is for rows that the peer hasn't.
//! fn prepare(case: &Case) -> Prepared {
//!     let model = std::fs::read(case.network_file("onnx"))?;
//!     Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
//!         output.fill(input[0] + model.len() as f32);
//!         Ok(())
//!     })))
//! }
//! ```

mod case;
mod chain;
mod compare;
mod forward;
mod layer;
mod peer;
mod results;
mod step;

pub use self::case::Case;
pub use self::chain::{Product, chain};
pub use self::forward::Forward;
pub use self::layer::{Layer, Tensor};
pub use self::peer::{Computes, Peer, main};
pub use self::results::{Measured, Results};
pub use self::step::{Recurrent, Step};

/// What can go wrong, in words.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A row made ready to run; `None` if the peer hasn't the row.
pub type Prepared = Outcome<Option<Box<dyn Forward>>>;
