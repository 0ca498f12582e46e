//! Networks against what they should be: the interpreter of their text in `f64`, their parts, the text itself.

mod common;
mod compose;
mod contract;
mod convolution;
mod init;
mod layers;
mod normalization;
mod parity;
mod recurrent;
mod streaming;
mod weights;
