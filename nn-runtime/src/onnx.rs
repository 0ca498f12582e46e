//! Networks as ONNX files (feature `onnx`): [`Network::to_onnx`].
//!
//! The macro calls a function of [`Graph`] for each op of the compiler's model; each adds the nodes that compute the same.
//! A network's tensors are `channels_last`, as Keras's, and those of ONNX's convolutions are not: a [`Graph`] turns them
//! when an op wants them otherwise, and so once around a row of convolutions.
//!
//! Attributes of ONNX are `f32`. So what has numbers among them is one node in `f32`, and in `f64` the formula's nodes.
#![allow(clippy::cast_possible_wrap, reason = "tensors have fewer than 2⁶³ numbers")]

mod activation;
pub(crate) mod graph;
mod model;
mod protobuf;
pub(crate) mod window;

use alloc::vec::Vec;
use core::any::TypeId;

pub use activation::Nodes;
pub use graph::{Graph, Value};
pub(crate) use model::{Attribute, Data};

use crate::{Network, Tensor};

/// The network as an ONNX file.
pub(crate) fn export<N: Network>(network: &N) -> Vec<u8> {
    let takes_indices = TypeId::of::<<N::Input as Tensor>::Scalar>() == TypeId::of::<u32>();
    let mut graph = Graph::new(network.parameters().collect(), N::INPUT_SHAPE, takes_indices, N::LAYERS);
    N::graph(&mut graph);
    graph.finish().encode(N::NAME, N::CLASSES)
}
