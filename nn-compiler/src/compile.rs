//! The whole way through, stage by stage.

use proc_macro2::{TokenStream, TokenTree};

use crate::diag::{Diagnostics, catalogue};
use crate::graph::{Element, Graph, ValueId};
use crate::ops::Storage;
use crate::passes::step::{self, Forbidden};
use crate::{emit, keras, layer, model, options, passes, plan, print, syntax, weights};

/// Compiles a network. `input` is the path of the runtime's hidden module in parentheses, and then the network.
///
/// It returns code whatever the input is: after an error, the errors, and a stub of the network, so that those who use
/// it are not told of mistakes that they did not make.
#[must_use]
pub fn compile(input: TokenStream) -> TokenStream {
    expand(input).tokens
}

/// What a network becomes.
pub struct Expansion {
    /// The network's items, or its value if it has no name; after errors, these and a stub.
    pub tokens: TokenStream,
    /// How many errors there are among the tokens.
    pub errors: usize,
}

/// The same, and whether there were errors.
#[must_use]
pub fn expand(input: TokenStream) -> Expansion {
    let Lowered { runtime, network, model, weights, mut diagnostics } = lower(input);
    // Of a network with errors there is no whole graph.
    let passes = diagnostics.is_empty().then(|| {
        let graph = passes::strip(&model.graph);
        let stream = stream(&network, &model, &graph, &mut diagnostics);
        (graph, stream)
    });
    let errors = diagnostics.finish();
    let tokens = match passes.filter(|_| errors.is_empty()) {
        Some((graph, stream)) => {
            let plan = plan::plan(&model, &passes::legalize(&graph));
            emit::network(&runtime, &model, &graph, &plan, stream.as_ref(), weights.as_ref())
        }
        None => emit::stub(&runtime, &model, &errors),
    };
    Expansion { tokens, errors: errors.len() }
}

/// The graph that a network lowers to, with what only training needs, as text: a line for each input, node, output and
/// parameter. Nothing of a network with errors.
///
/// ```
/// let network = "(::nn_runtime::hidden) hidden: dense(3, input = 2, relu, kernel_regularizer = l2(0.001)), dropout(0.5)";
/// let graph = nn_compiler::graph(network.parse()?).expect("no errors");
/// assert_eq!(
///     graph,
///     "\
/// %0 = input: [2]
/// %1 = dense(%0, units = 3, activation = relu): [3] # hidden
/// %2 = noise(%1, kind = Dropout, strength = 0.5): [3] # dropout
/// output %2
/// hidden.kernel: [2, 3], trainable, l2(l2 = 0.001)
/// hidden.bias: [3], trainable
/// "
/// );
/// # Ok::<(), proc_macro2::LexError>(())
/// ```
#[must_use]
pub fn graph(input: TokenStream) -> Option<String> {
    let Lowered { model, diagnostics, .. } = lower(input);
    diagnostics.finish().is_empty().then(|| print::Printed(&model).to_string())
}

/// How the forward pass of a network runs. Nothing of a network with errors.
#[cfg(test)]
pub(crate) fn plan(input: TokenStream) -> Option<plan::Plan> {
    let Lowered { model, diagnostics, .. } = lower(input);
    diagnostics.finish().is_empty().then(|| plan::plan(&model, &passes::legalize(&passes::strip(&model.graph))))
}

/// A network with all that can be found wrong in it, but for what going step by step forbids.
pub(crate) struct Lowered {
    runtime: TokenStream,
    network: syntax::Network,
    pub(crate) model: model::Model,
    weights: Option<weights::Weights>,
    pub(crate) diagnostics: Diagnostics,
}

pub(crate) fn lower(input: TokenStream) -> Lowered {
    let mut trees = input.into_iter();
    let runtime = match trees.next() {
        Some(TokenTree::Group(group)) => group.stream(),
        other => other.into_iter().collect(),
    };
    let mut diagnostics = Diagnostics::default();
    let mut network = syntax::parse(trees.collect(), layer::holds_layers, &mut diagnostics);
    let import = keras::import(&mut network, &mut diagnostics);
    let mut model = match &import {
        Some(import) => import.lower(&mut network, &mut diagnostics),
        None => layer::lower(&mut network, &mut diagnostics),
    };
    options::read(&network.options, &mut model, &mut diagnostics);
    let weights = weights::load(&mut model, &network, import.as_ref(), &mut diagnostics);
    if diagnostics.is_empty() {
        stack(&mut model, &mut diagnostics);
        indices(&model, &mut diagnostics);
    }
    Lowered { runtime, network, model, weights, diagnostics }
}

/// The network step by step, or what forbids it, if that is asked for or is what such a network is for.
fn stream(
    network: &syntax::Network,
    model: &model::Model,
    graph: &Graph,
    diagnostics: &mut Diagnostics,
) -> Option<Result<emit::Stream, Forbidden>> {
    let asked = network.options.streaming;
    if asked.is_none() && !step::remembers(graph) {
        return None;
    }
    let stream = step::step(model, graph).map(|step::Stream { graph, state }| {
        let plan = plan::plan(model, &passes::legalize(&graph));
        emit::Stream { plan, state }
    });
    if let (Err(forbidden), Some(asked)) = (&stream, asked) {
        match forbidden {
            Forbidden::Input => diagnostics.error(asked, catalogue::no_sequence(model.input())),
            Forbidden::Layer(layer, why) => {
                diagnostics.error(model.layers[*layer].extent, catalogue::no_stream(*why));
            }
        }
    }
    Some(stream)
}

/// Where one branch takes the network's input as indices, the others can't compute with them.
fn indices(model: &model::Model, diagnostics: &mut Diagnostics) {
    let graph = &model.graph;
    for node in graph.nodes().iter().filter(|node| node.op.storage() != Storage::View) {
        let is_index = |read: &ValueId| graph[graph.storage(*read)].element == Element::Index;
        if node.op.element() == Element::Float && node.reads.iter().any(is_index) {
            diagnostics.error(model.layers[node.layer].extent, catalogue::indices_as_numbers());
        }
    }
}

/// The most bytes of a network that is a local variable: a thread of Rust's has two megabytes of stack.
pub(crate) const MOST_ON_STACK: usize = 1 << 20;

/// The expression form makes a local variable; one that fills the stack would be a crash without a word.
fn stack(model: &mut model::Model, diagnostics: &mut Diagnostics) {
    let (model::Form::Expression, Some(first), Some(last)) = (&model.form, model.layers.first(), model.layers.last())
    else {
        return;
    };
    let (extent, bytes) = (first.extent.to(last.extent), model.weight_bytes());
    let message = catalogue::too_big_for_the_stack(&bytes);
    match bytes.known() {
        Some(bytes) if bytes > MOST_ON_STACK => diagnostics.error(extent, message),
        Some(_) => {}
        None => {
            let condition = quote::quote!(#bytes <= #MOST_ON_STACK);
            model.checks.push(model::Check { extent, condition, message: message.to_string() });
        }
    }
}
