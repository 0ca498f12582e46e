//! The network as an ONNX graph: the calls of the runtime's `onnx::Graph` that each op makes, node by node.
//!
//! Values have numbers, the network's input being the first. Parameters are named by their variables, and looked up among
//! those of the node's layer. `tests/onnx/check.py` says whether onnxruntime computes the same.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::graph::{Graph, Node, ValueId};
use crate::model::Model;

/// The function of `impl Network` that builds the graph, where the runtime has the feature.
pub(super) fn graph(model: &Model, graph: &Graph) -> TokenStream {
    let makes = graph.nodes().iter().map(|node| node.writes);
    let numbers: BTreeMap<ValueId, usize> = graph.inputs.iter().copied().chain(makes).zip(0..).collect();
    let node = |node: &Node| {
        let reads = node.reads.iter().map(|read| numbers[read]);
        let op = node.op.onnx(&graph.site(node, model.dtype.bytes()));
        mixed!(graph.read(&[#(#reads),*]); #op graph.write();)
    };
    // The nodes of a layer stand together.
    let layers = graph.nodes().chunk_by(|a, b| a.layer == b.layer).map(|nodes| {
        let (layer, nodes) = (nodes[0].layer, nodes.iter().map(node));
        mixed!(graph.begin(#layer); #(#nodes)* graph.end();)
    });
    let outputs = graph.outputs.iter().map(|output| numbers[output]);
    mixed! {
        __nn::with_onnx! {
            fn graph(graph: &mut __nn::onnx::Graph<'_, __T>) {
                #(#layers)*
                #(graph.output(#outputs);)*
            }
        }
    }
}
