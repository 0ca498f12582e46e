//! Random models of Keras's, compiled from text and from file: both give what Keras gives.

#[cfg(test)]
#[path = "../keras/models/check.rs"]
#[macro_use]
mod check;

#[cfg(test)]
#[path = "../common/onnx/files.rs"]
mod files;

#[cfg(test)]
fn export<N: nn_runtime::Network>(net: &N, name: &str, inputs: &[N::Input]) {
    files::write(net, name, inputs);
}

#[cfg(test)]
include!(concat!(env!("OUT_DIR"), "/cases.rs"));
