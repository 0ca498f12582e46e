//! Networks against what they should be: a plain computation in `f64`, the formulas, the text itself.

mod common;
mod compose;
mod contract;
mod convolution;
mod init;
mod normalization;
mod parity;
mod recurrent;
mod streaming;
mod weights;
