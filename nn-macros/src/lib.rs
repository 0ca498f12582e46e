//! The procedural macro behind `nn_runtime::sequential!`: nn-compiler, called by rustc.
//!
//! Users depend on nn-runtime, which re-exports the macro.

use proc_macro::TokenStream;

/// The implementation of `nn_runtime::sequential!`, which calls it with its own crate's path in front of the network.
#[doc(hidden)]
#[proc_macro]
pub fn __sequential(input: TokenStream) -> TokenStream {
    nn_compiler::compile(input.into()).into()
}
