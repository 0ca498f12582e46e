//! A file beside a written network: layer by layer the same, or an error that says what the file has there.

use std::collections::HashMap;

use nn_keras::{Config, Weights};

use super::class::{Rank, Take};
use super::compare::{Side, difference};
use super::present::found;
use super::{Classes, Import, classes, text};
use crate::diag::{Diagnostics, catalogue};
use crate::model::{self, Dtype, FilePath, Model};
use crate::shape::Comparison;
use crate::syntax::{self, Direction, Network, Value};
use crate::weights::Found;

/// A layer of a written network.
struct Written<'a> {
    syntax: &'a syntax::Layer,
    lowered: &'a model::Layer,
}

/// The tensors of a file of Keras's, under the names that the written network gives them. Differences are reported.
pub(crate) fn read(
    path: &FilePath,
    bytes: &[u8],
    network: &Network,
    model: &Model,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Found>> {
    let layers: Vec<Written<'_>> = network
        .all_layers()
        .into_iter()
        .zip(&model.layers)
        .map(|(syntax, lowered)| Written { syntax, lowered })
        .collect();
    // What can't be written as a network has weights nevertheless.
    let file = nn_keras::Model::read(bytes, &Classes).and_then(|file| text::network(&file).map(drop).map(|()| file));
    match file {
        Ok(file) => against_model(path, file, &layers, model, diagnostics),
        Err(error) if error.is_of_architecture() => against_weights(path, bytes, &layers, model.dtype, diagnostics),
        Err(error) => {
            diagnostics.error(path.literal, catalogue::keras_file(&path.path, &error.to_string(), error.help()));
            None
        }
    }
}

/// Whether a layer does anything to its numbers, or to their shape.
fn counts(layer: &model::Layer, before: Option<&model::Layer>) -> bool {
    let same_shape = before.is_some_and(|before| before.output.to_string() == layer.output.to_string());
    !(!layer.computes && layer.tensors().is_empty() && same_shape)
}

fn significant<'a, T>(layers: &'a [T], lowered: impl Fn(&'a T) -> &'a model::Layer) -> Vec<&'a T> {
    let before = |place: usize| place.checked_sub(1).map(|before| lowered(&layers[before]));
    // The first layer has nothing before it: it counts unless it is of a kind that never does anything.
    let is = |(place, layer): &(usize, &'a T)| {
        let layer = lowered(layer);
        counts(layer, before(*place)) && (*place > 0 || layer.computes || !layer.tensors().is_empty())
    };
    layers.iter().enumerate().filter(is).map(|(_, layer)| layer).collect()
}

/// The whole file against the whole network.
fn against_model(
    path: &FilePath,
    file: nn_keras::Model,
    layers: &[Written<'_>],
    model: &Model,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Found>> {
    let import = Import::of(path, file, diagnostics)?;
    if !diagnostics.is_empty() {
        return None;
    }
    let mut theirs = Network { layers: import.layers(diagnostics)?, ..Network::without_layers() };
    let before = diagnostics.len();
    let lowered = import.lower(&mut theirs, diagnostics);
    if diagnostics.len() > before {
        return None;
    }
    let pairs: Vec<Written<'_>> = theirs
        .all_layers()
        .into_iter()
        .zip(&lowered.layers)
        .map(|(syntax, lowered)| Written { syntax, lowered })
        .collect();
    let ours = significant(layers, |layer| layer.lowered);
    let theirs = significant(&pairs, |layer| layer.lowered);
    if let Some(first) = layers.first() {
        let (found, expected) = (lowered.input(), model.input());
        if found.compare(expected) == Comparison::Different {
            let input = first
                .syntax
                .arguments
                .iter()
                .find(|argument| argument.name.as_ref().is_some_and(|name| name == "input"));
            let extent = input.map_or(first.syntax.extent, |argument| argument.extent);
            let has = format!("`input = {}`", found.written());
            diagnostics.error(extent, catalogue::file_has(&has, &pairs[0].lowered.text, &path.path));
        }
    }
    for (place, layer) in ours.iter().enumerate() {
        let Some(other) = theirs.get(place) else {
            diagnostics.error(layer.syntax.extent, catalogue::file_has_no_more(&path.path));
            break;
        };
        let (mine, other_side) = (side(layer), side(other));
        if mine.word != other_side.word {
            let has = format!("`{}`", other.lowered.text);
            diagnostics.error(layer.syntax.extent, catalogue::file_has(&has, &other.lowered.text, &path.path));
            break;
        }
        // Of a layer that was made of the one before, all has been said.
        let is_copy = [layer, other].iter().all(|layer| layer.syntax.direction == Some(Direction::Backward));
        if let Some(found) = difference(mine, other_side, &other.lowered.text).filter(|_| !is_copy) {
            found.report(layer.syntax.extent, &other.lowered.text, &path.path, diagnostics);
        }
    }
    if let (Some(next), Some(last)) = (theirs.get(ours.len()), ours.last()) {
        diagnostics.error(last.syntax.extent, catalogue::file_has_more(&next.lowered.text, &path.path));
    }
    if !diagnostics.is_empty() {
        return None;
    }
    let names: HashMap<String, String> =
        theirs.iter().zip(&ours).map(|(theirs, ours)| (theirs.lowered.name(), ours.lowered.name())).collect();
    let mut tensors = import.tensors(model.dtype);
    for tensor in &mut tensors {
        if let Some((layer, variable)) = tensor.name.split_once('.')
            && let Some(ours) = names.get(layer)
        {
            tensor.name = format!("{ours}.{variable}");
        }
    }
    Some(tensors)
}

/// The layer's word and arguments; `activation(relu)` is the same as `relu()`.
fn side<'a>(layer: &Written<'a>) -> Side<'a> {
    let (word, arguments) = (layer.lowered.kind, layer.syntax.arguments.as_slice());
    // What takes an activation and nothing else.
    let takes = classes::of(word).map_or(&[][..], |class| class.options);
    let is_activation = matches!(takes, [(_, Take::Activation { .. })]);
    let function = arguments.iter().find(|argument| argument.name.is_none());
    match function.map(|function| &function.value) {
        Some(Value::Word(word)) if is_activation => {
            let name = crate::activation::find(&word.to_string()).map_or("", |row| row.name);
            Side { word: name, arguments: &[] }
        }
        Some(Value::Call(word, arguments)) if is_activation => {
            let name = crate::activation::find(&word.to_string()).map_or("", |row| row.name);
            Side { word: name, arguments }
        }
        _ => Side { word, arguments },
    }
}

/// Weights without an architecture: which tensor is whose is told by the layers' names, where all are written and the file has
/// them, and otherwise by their classes and their order.
fn against_weights(
    path: &FilePath,
    bytes: &[u8],
    layers: &[Written<'_>],
    dtype: Dtype,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Found>> {
    let weights = match Weights::read(bytes) {
        Ok(weights) => weights,
        Err(error) => {
            diagnostics.error(path.literal, catalogue::keras_file(&path.path, &error.to_string(), error.help()));
            return None;
        }
    };
    let is_nested = weights.has_models();
    let with_tensors = || layers.iter().filter(|layer| !layer.lowered.tensors().is_empty());
    let is_named = with_tensors().all(|layer| layer.syntax.has_own_name)
        && weights.names(with_tensors().map(|layer| layer.lowered.name()));
    let filled = if is_named {
        let mut filled: Vec<nn_keras::Layer> = with_tensors().filter_map(blank).collect();
        weights.fill_by_name(&mut filled, &Classes).map(|()| filled)
    } else if let Some(layer) = layers.iter().find(|layer| is_forked(layer.lowered, layers)) {
        diagnostics.error(layer.syntax.extent, catalogue::keras_branches(layer.lowered.kind, &path.path));
        return None;
    } else {
        // Keras's dense layer takes sequences by itself, so only the file can tell whether a `time_distributed` is Keras's.
        fill(weights.clone(), layers, false).or_else(|error| fill(weights, layers, true).map_err(|_| error))
    };
    let filled = match filled {
        Ok(filled) => filled,
        Err(error) => {
            let help = if is_nested && !is_named { Some(catalogue::keras_names()) } else { error.help() };
            let message = catalogue::keras_file(&path.path, &error.to_string(), help);
            match layers.iter().find(|layer| is_culprit(layer, &error)) {
                Some(layer) => diagnostics.error(layer.syntax.extent, message),
                None => diagnostics.error(path.literal, message),
            }
            return None;
        }
    };
    let mut tensors = Vec::new();
    for layer in filled.iter().flat_map(nn_keras::Layer::owners) {
        tensors.extend(
            text::tensors(layer).iter().map(|tensor| found(&format!("{}.{}", layer.name, tensor.name), tensor, dtype)),
        );
    }
    Some(tensors)
}

/// Whether it is this layer that the file's weights don't fit.
fn is_culprit(layer: &Written<'_>, error: &nn_keras::Error) -> bool {
    use nn_keras::Error::{MissingWeights, VariableCount};
    matches!(error, MissingWeights { layer: name, .. } | VariableCount { layer: name, .. }
        if blank(layer).is_some_and(|layer| layer.describe() == *name))
}

/// Whether more than one of a layer's branches has weights: Keras has the layers of all of them in order of their depths.
fn is_forked(layer: &model::Layer, layers: &[Written<'_>]) -> bool {
    let has_weights =
        |branch: &&model::Branch| layers[branch.layers.clone()].iter().any(|layer| !layer.lowered.tensors().is_empty());
    // Both directions are in Keras's layer.
    classes::of(layer.kind).is_none() && layer.branches.iter().filter(has_weights).count() > 1
}

/// The layers as Keras would have them, with their weights, where `wrapped` says whether `time_distributed` is a layer of
/// Keras's or the way in which ours are written.
fn fill(weights: Weights, layers: &[Written<'_>], wrapped: bool) -> Result<Vec<nn_keras::Layer>, nn_keras::Error> {
    let mut filled: Vec<nn_keras::Layer> = Vec::new();
    for mut layer in layers.iter().filter_map(blank) {
        // The layers inside come before it.
        let class = classes::find(&layer.class).map(|(_, class)| class);
        let inside = match class {
            Some(class) if class.rank == Rank::Each && !wrapped => continue,
            Some(class) => class.wraps.len(),
            None => 0,
        };
        layer.layers = filled.split_off(filled.len().saturating_sub(inside));
        filled.push(layer);
    }
    weights.fill(&mut filled, &Classes)?;
    Ok(filled)
}

/// The layer as Keras would have it, without weights and without those inside.
fn blank(layer: &Written<'_>) -> Option<nn_keras::Layer> {
    let class = classes::of(layer.lowered.kind)?.names.first()?;
    let has = |name: &str| layer.lowered.tensors().iter().any(|tensor| tensor.name.ends_with(name));
    let name = layer.lowered.name();
    let config = Config::new(format!("layer `{name}` ({class})"));
    let switches = [("use_bias", has("bias")), ("center", has("beta")), ("scale", has("gamma"))];
    let config = switches.iter().fold(config, |config, (key, value)| config.with(key, *value));
    Some(nn_keras::Layer::new(name.as_str(), class, config))
}
