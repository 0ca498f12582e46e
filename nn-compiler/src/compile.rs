//! The whole way through, stage by stage.

use proc_macro2::{TokenStream, TokenTree};

use crate::diag::{Diagnostics, catalogue};
use crate::graph::{Element, ValueId};
use crate::ops::Storage;
use crate::passes::step::{self, Forbidden};
use crate::{emit, keras, layer, model, options, passes, plan, syntax, weights};

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
    let stream = if diagnostics.is_empty() { stream(&network, &model, &mut diagnostics) } else { None };
    let errors = diagnostics.finish();
    let tokens = if errors.is_empty() {
        let graph = passes::legalize(&model.graph);
        let plan = plan::plan(&model, &graph);
        emit::network(&runtime, &model, &graph, &plan, stream.as_ref(), weights.as_ref())
    } else {
        emit::stub(&runtime, &model, &errors)
    };
    Expansion { tokens, errors: errors.len() }
}

/// The network step by step, or what forbids it, if that is asked for or is what such a network is for.
fn stream(
    network: &syntax::Network,
    model: &model::Model,
    diagnostics: &mut Diagnostics,
) -> Option<Result<emit::Stream, Forbidden>> {
    let asked = network.options.streaming;
    if asked.is_none() && !step::remembers(model) {
        return None;
    }
    let stream = step::step(model).map(|step::Stream { graph, state }| {
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

/// The expression form makes a local variable; one that fills the stack would be a crash without a word.
fn stack(model: &mut model::Model, diagnostics: &mut Diagnostics) {
    const LIMIT: usize = 1 << 20;
    let (model::Form::Expression, Some(first), Some(last)) = (&model.form, model.layers.first(), model.layers.last())
    else {
        return;
    };
    let (extent, bytes) = (first.extent.to(last.extent), model.weight_bytes());
    let message = catalogue::too_big_for_the_stack(&bytes);
    match bytes.known() {
        Some(bytes) if bytes > LIMIT => diagnostics.error(extent, message),
        Some(_) => {}
        None => {
            let condition = quote::quote!(#bytes <= #LIMIT);
            model.checks.push(model::Check { extent, condition, message: message.to_string() });
        }
    }
}
