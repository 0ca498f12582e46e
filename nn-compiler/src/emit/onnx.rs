//! The network as an ONNX graph: one call of the runtime's `onnx::Graph` for each op, layer by layer.
//!
//! A new op: an arm here, and the function of `Graph` that it calls, in `nn-runtime/src/onnx/nodes/`. The tensor that an op
//! reads, with its shape, is the graph's `current`; an op leaves there what it writes. Parameters are named by their
//! variables, and looked up among those of the layer. Then `tests/onnx/check.py` says whether onnxruntime computes the same.

use std::ops::Range;

use proc_macro2::TokenStream;

use crate::graph::Graph;
use crate::model::{Branch, Model};

/// The function of `impl Network` that builds the graph, where the runtime has the feature.
pub(super) fn graph(model: &Model, graph: &Graph) -> TokenStream {
    let layers = self::layers(model, graph, 0..model.layers.len());
    mixed! {
        __nn::with_onnx! {
            fn graph(graph: &mut __nn::onnx::Graph<'_, __T>) {
                #layers
            }
        }
    }
}

/// Layers in a row, each with those that it is made of.
fn layers(model: &Model, graph: &Graph, range: Range<usize>) -> TokenStream {
    let layers = model.outermost(range).into_iter().map(|index| {
        let layer = &model.layers[index];
        let branches = layer.branches.iter().map(|Branch { layers, steps }| {
            let layers = self::layers(model, graph, layers.clone());
            match steps {
                Some(steps) => mixed!(graph.steps(#steps); #layers graph.end_steps(#steps);),
                None => mixed!(graph.branch(); #layers graph.end_branch();),
            }
        });
        let nodes = graph.nodes().iter().filter(|node| node.layer == index);
        let nodes = nodes.map(|node| node.op.onnx(&graph.site(node, model.dtype.bytes())));
        mixed!(graph.begin(#index); #(#branches)* #(#nodes)* graph.end();)
    });
    mixed!(#(#layers)*)
}
