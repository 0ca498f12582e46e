//! Functional models: whether the graph is a chain, and in which order.

use crate::config::wrong_value;
use crate::{Config, Error, Json};

/// A layer of a chain.
pub(crate) struct Link {
    /// Its place among the model's layers.
    pub(crate) place: usize,
    /// What it is given besides a tensor, with `null` for that; nothing if that is all.
    pub(crate) operands: Option<Json>,
}

/// The layers of a functional model in order, the input layer first.
pub(crate) fn chain(model: &Config, layers: &[Config]) -> Result<Vec<Link>, Error> {
    let mut names = Vec::new();
    for layer in layers {
        names.push(layer.require("name")?.text()?);
    }
    let mut sorted: Vec<_> = names.iter().enumerate().map(|(place, name)| (*name, place)).collect();
    sorted.sort_unstable();
    let place = |name: &str| {
        let found = sorted.binary_search_by_key(&name, |entry| entry.0).ok()?;
        Some(sorted[found].1)
    };

    // Which layer takes each layer's output.
    let mut next = vec![None; layers.len()];
    let mut operands = vec![None; layers.len()];
    let mut start = None;
    for (this, layer) in layers.iter().enumerate() {
        let Some(Source { layer: source, others }) = source(layer, names[this])? else {
            if let Some(first) = start.replace(this) {
                let problem = format!("it is a second input, beside `{}`", names[first]);
                return Err(not_a_chain(names[this], problem));
            }
            continue;
        };
        operands[this] = others;
        let from = place(source).ok_or_else(|| not_a_chain(names[this], format!("there is no layer `{source}`")))?;
        if let Some(other) = next[from].replace(this) {
            return Err(not_a_chain(
                names[from],
                format!("both `{}` and `{}` take its output", names[other], names[this]),
            ));
        }
    }

    // A layer takes one output, and gives its own to one: what the input doesn't reach are circles.
    let mut order = Vec::new();
    let mut at = start;
    while let Some(this) = at {
        order.push(this);
        at = next[this];
    }
    let Some(&last) = order.last() else {
        return Err(not_a_chain(names.first().unwrap_or(&""), "there is no input".to_owned()));
    };
    if order.len() < layers.len() {
        let mut reached = vec![false; layers.len()];
        for &place in &order {
            reached[place] = true;
        }
        let circle = reached.iter().position(|reached| !reached).map_or("", |place| names[place]);
        return Err(not_a_chain(circle, "it doesn't depend on the input".to_owned()));
    }
    // Both ends have to be the chain's.
    for (key, expected) in [("input_layers", order[0]), ("output_layers", last)] {
        let Some(value) = model.get(key) else { continue };
        let ends = ends(value.json());
        let ends = ends.ok_or_else(|| value.error("a layer, as a list of its name and two places"))?;
        match ends.as_slice() {
            [end] if *end == names[expected] => {}
            [end] => {
                return Err(not_a_chain(
                    end,
                    format!("it is among the `{key}`, but `{}` is at that end", names[expected]),
                ));
            }
            ends => return Err(not_a_chain(names[expected], format!("the model has {} `{key}`", ends.len()))),
        }
    }
    Ok(order.into_iter().map(|place| Link { place, operands: operands[place].take() }).collect())
}

fn not_a_chain(layer: &str, problem: String) -> Error {
    Error::NotAChain { layer: layer.to_owned(), problem }
}

/// The names in `input_layers` or `output_layers`: `[name, 0, 0]`, a list of these, or an object of them.
fn ends(json: &Json) -> Option<Vec<&str>> {
    match json {
        Json::Array(values) => match values.as_slice() {
            [Json::String(name), Json::Integer(_), Json::Integer(_)] => Some(vec![name]),
            ends => ends.iter().map(ends_of_one).collect(),
        },
        // By names.
        Json::Object(ends) => ends.iter().map(|(_, end)| ends_of_one(end)).collect(),
        _ => None,
    }
}

fn ends_of_one(json: &Json) -> Option<&str> {
    match json {
        Json::Array(values) => match values.as_slice() {
            [Json::String(name), Json::Integer(_), Json::Integer(_)] => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// What a layer is given.
struct Source<'a> {
    /// The layer whose output it takes.
    layer: &'a str,
    /// All of the call's arguments, with `null` for the tensor, if there are others.
    others: Option<Json>,
}

/// What `layer` is given, or `None` for an input.
fn source<'a>(layer: &'a Config, name: &str) -> Result<Option<Source<'a>>, Error> {
    let invalid = |json: &Json| wrong_value(layer.owner(), "inbound_nodes", json, "a list of calls");
    let nodes = match layer.require("inbound_nodes")?.json() {
        Json::Array(nodes) => nodes,
        json => return Err(invalid(json)),
    };
    let node = match nodes.as_slice() {
        [] if layer.require("class_name")?.text()? == "InputLayer" => return Ok(None),
        [] => return Err(not_a_chain(name, "nothing is given to it".to_owned())),
        [node] => node,
        nodes => return Err(not_a_chain(name, format!("it is applied {} times", nodes.len()))),
    };
    let mut tensors = Vec::new();
    let mut others = None;
    match node {
        // Keras 3: the arguments of the call, with tensors among them.
        Json::Object(_) => {
            let (args, kwargs) = node.get("args").zip(node.get("kwargs")).ok_or_else(|| invalid(node))?;
            let all = find_tensors(args, &mut tensors).ok_or_else(|| invalid(node))?;
            others = all.iter().any(|other| *other != Json::Null).then_some(Json::Array(all));
            named_arguments(kwargs, name)?;
        }
        // Keras 2: a list of tensors, each a layer's name, two places, and other arguments of the call. A function of
        // TensorFlow's has it by itself, and its other operand by name.
        Json::Array(parts) => match parts.as_slice() {
            [Json::String(source), _, Json::Integer(output), kwargs] => {
                tensors.push((source.as_str(), *output));
                others = kwargs.get("y").cloned().map(|operand| Json::Array(vec![Json::Null, operand]));
                named_arguments(&without(kwargs, "y"), name)?;
            }
            sources => {
                for source in sources {
                    match source {
                        Json::Array(parts) => match parts.as_slice() {
                            [Json::String(source), _, Json::Integer(output), rest @ ..] => {
                                tensors.push((source.as_str(), *output));
                                rest.iter().try_for_each(|kwargs| named_arguments(kwargs, name))?;
                            }
                            _ => return Err(invalid(node)),
                        },
                        _ => return Err(invalid(node)),
                    }
                }
            }
        },
        json => return Err(invalid(json)),
    }
    match tensors.as_slice() {
        [(layer, 0)] => Ok(Some(Source { layer, others })),
        [(source, output)] => Err(not_a_chain(name, format!("it takes output {output} of `{source}`"))),
        tensors => Err(not_a_chain(name, format!("it takes {} tensors", tensors.len()))),
    }
}

/// An object without what has this key.
fn without(object: &Json, key: &str) -> Json {
    match object {
        Json::Object(entries) => Json::Object(entries.iter().filter(|entry| entry.0 != key).cloned().collect()),
        other => other.clone(),
    }
}

/// Adds the tensors among the arguments of a call, as the name of their layer and which of its outputs they are. Returns all
/// of the arguments, with `null` for tensors.
fn find_tensors<'a>(args: &'a Json, into: &mut Vec<(&'a str, i64)>) -> Option<Vec<Json>> {
    let Json::Array(values) = args else { return None };
    let mut others = vec![Json::Null; values.len()];
    for (value, other) in values.iter().zip(&mut others) {
        match value {
            // Those in a list are arguments of one layer that merges them.
            Json::Array(inner) if inner.iter().any(|value| matches!(value, Json::Object(_))) => {
                find_tensors(value, into)?;
            }
            Json::Object(_) => match value.get("config")?.get("keras_history")? {
                Json::Array(history) => match history.as_slice() {
                    [Json::String(layer), Json::Integer(_), Json::Integer(output)] => into.push((layer, *output)),
                    _ => return None,
                },
                _ => return None,
            },
            Json::Integer(_) | Json::Float(_) | Json::Array(_) => {
                *other = value.clone();
            }
            // Another argument, which a plain layer doesn't have.
            _ => return None,
        }
    }
    Some(others)
}

/// Arguments by name change what a layer does, unless they are at their defaults.
fn named_arguments(kwargs: &Json, layer: &str) -> Result<(), Error> {
    match kwargs {
        Json::Object(entries) => {
            match entries.iter().find(|entry| !matches!(entry.1, Json::Null | Json::Bool(false))) {
                Some((key, _)) => Err(not_a_chain(layer, format!("it is called with `{}`", key.escape_debug()))),
                None => Ok(()),
            }
        }
        json => Err(wrong_value(&format!("layer `{layer}`"), "kwargs", json, "an object")),
    }
}
