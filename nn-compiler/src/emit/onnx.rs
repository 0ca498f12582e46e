//! The network as an ONNX graph: one call of the runtime's `onnx::Graph` for each op, layer by layer.
//!
//! A new op: an arm here, and the function of `Graph` that it calls, in `nn-runtime/src/onnx/nodes/`. The tensor that an op
//! reads, with its shape, is the graph's `current`; an op leaves there what it writes. Parameters are named by their
//! variables, and looked up among those of the layer. Then `tests/onnx/check.py` says whether onnxruntime computes the same.

use std::ops::Range;

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{forward, mixed};
use crate::model::{Activation, Branch, Convolution, Merge, Model, Op, Pooling, Scaling, Statistic};

/// The function of `impl Network` that builds the graph, where the runtime has the feature.
pub(super) fn graph(model: &Model) -> TokenStream {
    let layers = self::layers(model, 0..model.layers.len());
    mixed! {
        __nn::with_onnx! {
            fn graph(graph: &mut __nn::onnx::Graph<'_, __T>) {
                #layers
            }
        }
    }
}

/// Layers in a row, each with those that it is made of.
fn layers(model: &Model, range: Range<usize>) -> TokenStream {
    let layers = model.outermost(range).into_iter().map(|index| {
        let layer = &model.layers[index];
        let branches = layer.branches.iter().map(|Branch { layers, steps }| {
            let layers = self::layers(model, layers.clone());
            match steps {
                Some(steps) => mixed!(graph.steps(#steps); #layers graph.end_steps(#steps);),
                None => mixed!(graph.branch(); #layers graph.end_branch();),
            }
        });
        let ops = layer.ops.iter().map(op);
        mixed!(graph.begin(#index); #(#branches)* #(#ops)* graph.end();)
    });
    mixed!(#(#layers)*)
}

fn op(op: &Op) -> TokenStream {
    match op {
        Op::Dense { activation, .. } => {
            let activation = activate(activation);
            mixed!(graph.dense(); #activation)
        }
        Op::Embed { .. } => mixed!(graph.embed();),
        Op::Activate { activation, .. } if activation.is_linear() => TokenStream::new(),
        Op::Activate { activation, row, .. } => {
            let activation = forward::activation(activation);
            mixed!(graph.activate_along(#row, #activation);)
        }
        Op::Prelu { .. } => mixed!(graph.prelu();),
        Op::Interpolate { height: [_, height], width: [_, width], .. } => mixed!(graph.interpolate(#height, #width);),
        Op::Rescale { scale, offset, .. } => mixed!(graph.rescale(&#scale, &#offset);),
        Op::Standardize { mean, variance, .. } => mixed!(graph.standardize(&#mean, &#variance);),
        Op::BatchNormalize { epsilon, scaling, .. } => {
            let [gamma, beta] = self::scaling(*scaling);
            mixed!(graph.batch_normalize(#gamma, #beta, #epsilon);)
        }
        Op::Normalize { sample, groups, statistic, epsilon, scaling, .. } => {
            let [gamma, beta] = self::scaling(*scaling);
            let statistic = match statistic {
                Statistic::Moments => mixed!(Moments),
                Statistic::MeanSquare => mixed!(MeanSquare),
                Statistic::Length => mixed!(Length),
            };
            mixed!(graph.normalize(__nn::ops::#statistic(#epsilon), #sample, #groups, #gamma, #beta);)
        }
        Op::Convolve(Convolution { windows, groups, kernel, bias, activation, is_transposed, .. }) => {
            let windows = windows.iter().map(forward::window);
            let (bias, activation) = (option(*bias), activate(activation));
            if *is_transposed {
                return mixed!(graph.convolve_transposed([#(#windows),*], #kernel, #bias); #activation);
            }
            mixed!(graph.convolve([#(#windows),*], #groups, #kernel, #bias); #activation)
        }
        Op::Pool { pooling, windows, .. } => {
            let windows = windows.iter().map(forward::window);
            let operators = match pooling {
                Pooling::Largest => ["MaxPool", "GlobalMaxPool"],
                Pooling::Mean => ["AveragePool", "GlobalAveragePool"],
            };
            mixed!(graph.pool([#(#operators),*], [#(#windows),*]);)
        }
        Op::Recurrent(recurrent) => {
            let (cell, sequence) = (forward::cell(recurrent), forward::sequence(recurrent));
            mixed!(graph.recurrent(#cell, #sequence);)
        }
        Op::Merge { how: Merge::Sum, .. } => mixed!(graph.merge("Add");),
        Op::Merge { how: Merge::Multiply, .. } => mixed!(graph.merge("Mul");),
        Op::Merge { how: Merge::Average, .. } => mixed!(graph.average();),
        Op::Join { .. } => mixed!(graph.join();),
        Op::Rearrange { axes, .. } => {
            let axes = axes.iter().map(forward::axis);
            mixed!(graph.rearrange(&[#(#axes),*]);)
        }
        // A graph is of whole sequences, in which nothing is recalled.
        Op::Recall { .. } => TokenStream::new(),
    }
}

fn activate(activation: &Activation) -> TokenStream {
    if activation.is_linear() {
        return TokenStream::new();
    }
    let activation = forward::activation(activation);
    mixed!(graph.activate(#activation);)
}

fn scaling(Scaling { gamma, beta }: Scaling) -> [TokenStream; 2] {
    [gamma, beta].map(option)
}

/// The name of a tensor that may not be there.
fn option(tensor: Option<&str>) -> TokenStream {
    match tensor {
        Some(tensor) => mixed!(::core::option::Option::Some(#tensor)),
        None => mixed!(::core::option::Option::None),
    }
}
