//! Networks against what others make of them: Keras and PyTorch, whose outputs are kept here, and a runtime of ONNX.

mod cases;
mod common;
mod files;
mod keras;
mod models;
mod onnx;
mod pytorch;
