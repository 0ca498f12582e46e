//! Random models of Keras's, compiled from text and from file: both give what Keras gives.

#[cfg(test)]
#[path = "../keras/models/check.rs"]
#[macro_use]
mod check;

/// It is the ordinary tests that write ONNX files.
#[cfg(test)]
fn export<N: nn_runtime::Network>(_: &N, _: &str, _: &[N::Input]) {}

#[cfg(test)]
include!(concat!(env!("OUT_DIR"), "/cases.rs"));
