//! `bidirectional`: a recurrent layer, and another of its kind that goes through the sequence from its end.

use proc_macro2::Ident;
use quote::{ToTokens, quote};

use super::arguments::Reader;
use super::body::{LoweredBranch, joined};
use super::{Input, Kind, Layout, Lowered, concat, gru, lstm, simple_rnn};
use crate::diag::catalogue;
use crate::graph::ValueId;
use crate::keras::class::{Class, Rank, Take, Wrapped};
use crate::model::{self, Initial};
use crate::ops::{Elementwise, Merge, Op, Recurrent};
use crate::shape::{Comparison, Shape};
use crate::syntax::{Argument, Branch, Direction, Layer, Value};

pub(super) const KIND: Kind = Kind {
    name: "bidirectional",
    layout: Layout::Steps,
    keras: &[Class {
        wraps: &[
            Wrapped { key: "layer", group: "forward_layer", prefix: "forward_", mirrors: None },
            Wrapped {
                key: "backward_layer",
                group: "backward_layer",
                prefix: "backward_",
                mirrors: Some("go_backwards"),
            },
        ],
        ..Class::new(&["Bidirectional"], &[("merge_mode", Take::Choice(&["concat", "sum", "mul", "ave"]))])
            .of_rank(Rank::Wrapped)
    }],
    foreign: &[],
    usage: "bidirectional(layer, [merge_mode = concat|sum|mul|ave], [backward_layer = layer])",
    example: "bidirectional(lstm(3))",
    about: "a `simple_rnn`, `lstm` or `gru`, and the same with weights of its own from the last step to the first; their outputs joined, or merged",
    lower,
};

/// The option that is the other layer.
const BACKWARD: &str = "backward_layer";

/// The options that are layers.
pub(super) const LAYERS: &[&str] = &[BACKWARD];

/// The option that says what becomes of the two outputs.
const MODE: &str = "merge_mode";

/// What becomes of them, in Keras's words.
const MODES: [&str; 4] = [concat::KIND.name, "sum", "mul", "ave"];

/// The kinds that go through a sequence.
const RECURRENT: [&Kind; 3] = [&simple_rnn::KIND, &lstm::KIND, &gru::KIND];

fn kind(layer: &Layer) -> Option<&'static Kind> {
    super::find(layer).and_then(super::Word::kind)
}

/// Gives each layer of this kind its second direction, where the text has but one: the same layer, `go_backwards`.
pub(super) fn mirror(layers: &mut [Option<Layer>]) {
    for layer in layers.iter_mut().flatten() {
        for branch in &mut layer.body {
            mirror(&mut branch.layers);
        }
        if kind(layer).is_none_or(|kind| kind.name != KIND.name) {
            continue;
        }
        layer.body.sort_by_key(|branch| branch.option.is_some());
        let is_alone = layer.body.len() == 1;
        let [Branch { option: None, layers, extent }, ..] = layer.body.as_mut_slice() else { continue };
        let ([Some(forward)], extent) = (layers.as_mut_slice(), *extent) else { continue };
        if !forward.body.is_empty() {
            continue;
        }
        forward.direction = Some(Direction::Forward);
        if is_alone {
            let layers = vec![Some(backward(forward))];
            layer.body.push(Branch { option: None, layers, extent });
        }
    }
}

/// The layer as Keras makes it of the forward one.
fn backward(forward: &Layer) -> Layer {
    let mut arguments = forward.arguments.clone();
    arguments.retain(|argument| argument.name.as_ref().is_none_or(|name| name != "input" && name != "go_backwards"));
    let (span, value) = (forward.kind.span(), Ident::new("true", forward.kind.span()));
    arguments.push(Argument {
        name: Some(Ident::new("go_backwards", span)),
        tokens: value.to_token_stream(),
        value: Value::Word(value),
        extent: span.into(),
    });
    let texts: Vec<String> = arguments.iter().map(Argument::whole_text).collect();
    let text = format!("{}({})", forward.word.0, texts.join(", "));
    Layer { arguments, text, direction: Some(Direction::Backward), ..forward.clone() }
}

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let mode = mode(reader);
    // It stands among the layers; here its name is known.
    reader.option(BACKWARD);
    if !is_of_one_layer(reader)? {
        reader.says_input = true;
        return None;
    }
    // What is no sequence is one for neither of the two.
    let is_sequence = input.has_axes(KIND.name, &["steps", "features"], reader);
    let mut input = if is_sequence { input.clone() } else { Input::unknown(reader.model) };
    let branches = reader.branches(&mut input)?;
    let [forward, backward] = branches.as_slice() else { return None };
    turn([forward, backward], reader);
    if !(forward.output.is_known && backward.output.is_known) {
        return None;
    }
    let (output, from) = match mode? {
        Mode::Joined => joined(&[forward, backward], reader)?,
        Mode::Merged(how) => merged([forward, backward], how, reader)?,
    };
    let branches = vec![forward.branch(), backward.branch()];
    let ends_sequence = output.as_vector().is_some();
    Some(Lowered { from: Some(from), branches, ends_sequence, is_fixed: true, ..Lowered::identity(output) })
}

/// What is made of the two outputs.
#[derive(Clone, Copy)]
enum Mode {
    /// They stand beside each other.
    Joined,
    Merged(Merge),
}

/// Nothing, after an error.
fn mode(reader: &mut Reader<'_>) -> Option<Mode> {
    let Some(argument) = reader.option(MODE) else { return Some(Mode::Joined) };
    if matches!(&argument.value, Value::Word(word) if word == "None" || word == "none") {
        reader.error(argument.extent, catalogue::two_outputs(KIND.name, &argument));
        return None;
    }
    Some(match reader.chosen(MODE, &argument, &MODES)? {
        "sum" => Mode::Merged(Merge::Sum),
        "mul" => Mode::Merged(Merge::Multiply),
        "ave" => Mode::Merged(Merge::Average),
        _ => Mode::Joined,
    })
}

/// Whether the parentheses have one recurrent layer, and perhaps that of the other direction. What else is there is
/// reported.
fn is_of_one_layer(reader: &mut Reader<'_>) -> Option<bool> {
    let body = reader.body()?;
    let (named, plain): (Vec<&Branch>, Vec<&Branch>) = body.iter().partition(|branch| branch.option.is_some());
    let is_copy = |layer: &&Layer| layer.direction == Some(Direction::Backward);
    let mut layers = plain.iter().flat_map(|branch| branch.layers.iter().flatten()).filter(|layer| !is_copy(layer));
    let (Some(forward), second) = (layers.next(), layers.next()) else {
        if !reader.failed {
            reader.error(reader.extent(), catalogue::no_forward_layer(KIND.name, BACKWARD));
        }
        return Some(false);
    };
    if let Some(second) = second {
        let word = second.kind.to_string();
        let is_mode = second.body.is_empty() && second.arguments.is_empty() && MODES.contains(&word.as_str());
        let is_option = second.name.as_ref().is_some_and(|name| name == BACKWARD);
        let meant = match (is_mode, is_option) {
            (true, _) => Some(format!("{MODE} = {word}")),
            (_, true) => Some(format!("{BACKWARD} = {}", second.text)),
            _ => None,
        };
        reader.error(second.extent, catalogue::second_direction(KIND.name, meant.as_deref()));
        return Some(false);
    }
    if let [first, again, ..] = named.as_slice() {
        let first = first.layers.iter().flatten().map(|layer| format!("{BACKWARD} = {}", layer.text)).next();
        reader.error(again.extent, catalogue::given_twice(BACKWARD, first.as_deref().unwrap_or(BACKWARD)));
        return Some(false);
    }
    let others = named.iter().flat_map(|branch| branch.layers.iter().flatten());
    let mut is_recurrent = true;
    for layer in [forward].into_iter().chain(others) {
        if layer.is_bare && layer.kind == "None" {
            reader.error(layer.extent, catalogue::without_layer(BACKWARD));
            is_recurrent = false;
        } else if let Some(word) = super::find(layer)
            && !word.kind().is_some_and(|kind| RECURRENT.iter().any(|recurrent| recurrent.name == kind.name))
        {
            let words: Vec<&str> = RECURRENT.iter().map(|kind| kind.name).collect();
            reader.error(layer.extent, catalogue::not_recurrent(KIND.name, word.name(), &words));
            is_recurrent = false;
        }
    }
    // A layer that could not be read was reported, and so is what is left of its branch.
    let is_whole = body.iter().all(|branch| matches!(branch.layers.as_slice(), [Some(_)]));
    Some(is_recurrent && is_whole)
}

/// The op of a branch, if its input is known.
fn recurrent<'a>(branch: &LoweredBranch, reader: &'a mut Reader<'_>) -> Option<&'a mut Recurrent> {
    let graph = &mut reader.model.graph;
    let is_recurrent = |op: &Op| matches!(op, Op::Recurrent(_));
    let node = graph.nodes().iter().position(|node| branch.layers().contains(&node.layer) && is_recurrent(&node.op))?;
    match graph.op_mut(node) {
        Op::Recurrent(recurrent) => Some(recurrent),
        _ => None,
    }
}

/// Lets the second layer's outputs stand beside the first one's of the same steps. What keeps the two from being a pair is
/// reported.
fn turn([forward, backward]: [&LoweredBranch; 2], reader: &mut Reader<'_>) {
    let mut of = |branch: &LoweredBranch| recurrent(branch, reader).map(|op| (op.reverse, op.sequences));
    let (Some(first), Some(second)) = (of(forward), of(backward)) else { return };
    let is_copy = reader.body().is_some_and(|body| body.iter().all(|branch| branch.option.is_none()));
    if first.0 == second.0 {
        if is_copy {
            reader.error(forward.extent, catalogue::backward_alone(KIND.name, BACKWARD));
        } else {
            reader.error(backward.extent, catalogue::same_direction(KIND.name, first.0));
        }
        return;
    }
    if first.1 != second.1 {
        reader.error(backward.extent, catalogue::other_sequences(KIND.name, first.1));
        return;
    }
    let tensors = reader.model.layers[forward.layers()].iter().flat_map(model::Layer::tensors);
    let mut given = tensors.filter_map(|tensor| match tensor.initial {
        Initial::Given { extent, .. } => Some((tensor.name, extent)),
        Initial::Drawn { .. } => None,
    });
    if let Some((tensor, extent)) = given.find(|_| is_copy) {
        reader.error(extent, catalogue::tensor_of_both(KIND.name, tensor, BACKWARD));
    }
    if let Some(op) = recurrent(backward, reader) {
        op.reverse_output = op.sequences;
    }
}

/// One output of the two, which must be of one shape.
fn merged([forward, backward]: [&LoweredBranch; 2], how: Merge, reader: &mut Reader<'_>) -> Option<(Shape, ValueId)> {
    let shape = &forward.output.shape;
    let (units, others) = (shape.last(), backward.output.shape.last());
    let message = catalogue::other_units(KIND.name, &units, &others);
    match units.compare(&others) {
        Comparison::Equal => {}
        Comparison::Different => {
            reader.error(backward.extent, message);
            return None;
        }
        Comparison::Unknown => reader.check(backward.extent, quote!(#units == #others), &message),
    }
    Some((shape.clone(), reader.node(Elementwise { how }, &[forward, backward])))
}
