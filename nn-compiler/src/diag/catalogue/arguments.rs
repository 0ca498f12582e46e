//! Which arguments a layer, an activation or an initialiser takes.

use proc_macro2::Ident;

use super::list;
use crate::diag::Message;
use crate::suggest::{closest, very_close};
use crate::syntax::{Argument, Value};

pub(crate) fn value_missing(name: &Ident) -> Message {
    Message::new(format!("expected a value after `{name} =`"))
}

pub(crate) fn empty_argument() -> Message {
    Message::new("expected an argument, found `,`").help("arguments are separated by one comma")
}

pub(crate) fn colon_for_equals(name: &Ident, value: &str) -> Message {
    Message::new("expected `=`, found `:`").help(format!("options are written with `=`: `{name} = {value}`"))
}

pub(crate) fn double_equals(name: &Ident, value: &str) -> Message {
    Message::new("expected `=`, found `==`").help(format!("options are written with one `=`: `{name} = {value}`"))
}

pub(crate) fn expected_comma_in_arguments(found: &str) -> Message {
    Message::new(format!("expected `,` or `)`, found `{found}`")).help("arguments are separated by commas")
}

pub(crate) fn expected_expression(found: &str) -> Message {
    Message::new(format!("expected an expression, found `{found}`"))
}

pub(crate) fn unfinished_expression() -> Message {
    Message::new("this expression is not finished")
}

pub(crate) fn expression_too_long() -> Message {
    Message::new("this expression is too long for an argument").help("give it a name: `const SIZE: usize = ..;`")
}

pub(crate) fn missing_argument(kind: &str, what: &str, example: &str) -> Message {
    Message::new(format!("`{kind}` needs {what}")).help(format!("write `{example}`, for example"))
}

pub(crate) fn given_twice(name: &str, first: &str) -> Message {
    Message::new(format!("`{name}` is given twice")).note(format!("it was first given as `{first}`"))
}

/// What we take without a name, in this place from 0 on, and others by name.
pub(crate) fn position_by_name(framework: &str, found: &Argument, place: usize, ours: &str) -> Message {
    let theirs = found.whole_text();
    let place = if place == 0 { "first" } else { "second" };
    Message::new(format!("{framework}'s `{theirs}` is written {place} and without a name: `{ours}`"))
}

/// An option that has another name elsewhere.
pub(crate) fn option_by_name(framework: &str, found: &Argument, ours: &str) -> Message {
    Message::new(format!("{framework}'s `{}` is written `{ours}`", found.whole_text()))
}

/// What others take without a name, and we by name.
pub(crate) fn option_without_name(found: &str, ours: &str) -> Message {
    Message::new(format!("`{found}` is written with its name: `{ours}`"))
}

/// An option whose value is one of a few words.
pub(crate) fn expected_choice(name: &str, found: &Argument, words: &[&str]) -> Message {
    let message = Message::new(format!("`{name}` is {}, found {}", list(words, "or"), found.value.describe()));
    match &found.value {
        Value::Text(string) => match closest(&string.value(), words.iter().copied()) {
            Some(word) => message.help(format!("write it without quotes: `{word}`")),
            None => message,
        },
        Value::Word(word) => match closest(&word.to_string(), words.iter().copied()) {
            Some(word) => message.help(format!("did you mean `{word}`?")),
            None => message,
        },
        _ => message,
    }
}

pub(crate) fn activation_by_name(found: &Argument, ours: &str) -> Message {
    Message::new(format!("Keras's `{}` is written `{ours}`", found.whole_text()))
}

pub(crate) fn second_activation(found: &str) -> Message {
    Message::new("a layer has one activation")
        .help(format!("a second one is a layer of its own: write `{}` after this layer", as_layer(found)))
}

/// `relu` as a layer: `relu()`.
fn as_layer(activation: &str) -> String {
    if activation.ends_with(')') { activation.to_owned() } else { format!("{activation}()") }
}

pub(crate) fn unexpected_argument(kind: &str, found: &str, positions: &[&str], options: &[&str]) -> Message {
    let message = Message::new(format!("unexpected argument `{found}`"));
    match (positions, options) {
        ([], []) => message.help(format!("`{kind}()` takes no arguments")),
        ([], _) => message.help(format!("`{kind}` takes {} by name", list(options, "and"))),
        (_, []) => message.help(format!("`{kind}` takes {} only", list(positions, "and"))),
        (_, [one]) => message.help(format!("by name `{kind}` takes `{one}`: write `{one} = {found}`")),
        _ => message.help(format!(
            "`{kind}` takes {} without a name, and by name {}",
            list(positions, "and"),
            list(options, "and")
        )),
    }
}

pub(crate) fn unknown_option(kind: &str, name: &str, options: &[&str], rare: &[&str]) -> Message {
    let message = Message::new(format!("unknown option `{name}`"));
    let (options, rare) = (|| options.iter().copied(), || rare.iter().copied());
    let meant = very_close(name, rare()).or_else(|| closest(name, options())).or_else(|| closest(name, rare()));
    match meant {
        Some(suggestion) => message.help(format!("did you mean `{suggestion}`?")),
        None => message.help(format!("`{kind}` takes {}", list(&options().collect::<Vec<_>>(), "and"))),
    }
}

pub(crate) fn expected_axes_of_weights(found: &Argument) -> Message {
    Message::new(format!(
        "expected the number of an axis of the weights, or several in parentheses, found `{}`",
        found.text()
    ))
    .help("the first axis is 0, that of a kernel's inputs")
}

/// `what` is a regularizer or a constraint.
pub(crate) fn without_function(option: &str, what: &str) -> Message {
    Message::new(format!("there is no {what} if `{option}` is not said")).help("leave it out")
}

pub(crate) fn expected_function(what: &str, found: &Argument, meant: Option<&str>, names: &[&str]) -> Message {
    let message = Message::new(format!("expected the name of a {what}, found `{}`", found.text()));
    match meant {
        Some(meant) => message.help(format!("write `{meant}`, without quotes")),
        None => message.help(format!("the {what}s are {}", list(names, "and"))),
    }
}

pub(crate) fn unknown_function(what: &str, name: &str, suggestion: Option<&str>, names: &[&str]) -> Message {
    let message = Message::new(format!("unknown {what} `{name}`"));
    match suggestion {
        Some(suggestion) => message.help(format!("did you mean `{suggestion}`?")),
        None => message.help(format!("the {what}s are {}", list(names, "and"))),
    }
}

/// Options that other frameworks have, and what stands for them here.
pub(crate) fn foreign_option(name: &str, found: &Argument, kind: &str) -> Option<Message> {
    let value = found.text();
    let written = found.whole_text();
    let message = match name {
        "name" => {
            let name = value.trim_matches('"');
            Message::new(format!("Keras's `{written}` is written before the layer: `{name}: {kind}(..)`"))
        }
        "dtype" => Message::new(format!("Keras's `{written}` is an attribute of the whole network"))
            .help("write `#[dtype(f64)]` before the network; `f32` is the default"),
        _ if name.ends_with("_regularizer") || name.ends_with("_constraint") => {
            Message::new(format!("`{kind}` has no parameters that `{name}` could be of")).help("leave it out")
        }
        "lora_rank" | "noise_shape" | "inplace" | "device" => {
            Message::new(format!("`{name}` means nothing in a forward pass")).help("leave it out")
        }
        "seed" => Message::new(format!("`{written}` is not a layer's"))
            .help("a network is seeded as a whole: `#[seed(7)]` before it, or `init(7)`"),
        "data_format" => Message::new(format!("`{name}` is not a layer's: the last axis is always the channels'"))
            .help("leave it out"),
        "axis" | "dim" if value == "-1" => {
            Message::new(format!("`{written}` need not be said: `{kind}` works along the last axis"))
                .help("leave it out")
        }
        "axis" | "dim" => last_axis_only(kind),
        _ => return None,
    };
    Some(message)
}

pub(crate) fn one_axis(kind: &str) -> Message {
    Message::new(format!("`{kind}` works along one axis")).help("leave `axis` out for the last one")
}

pub(crate) fn last_axis_only(kind: &str) -> Message {
    Message::new(format!("`{kind}` works along the last axis only")).help("leave it out")
}

pub(crate) fn bias_as_flag(found: &Argument) -> Message {
    Message::new(format!("PyTorch's `{}` is written `use_bias = {}`", found.whole_text(), found.text().to_lowercase()))
}

/// Two options of which one makes the other useless.
pub(crate) fn without_effect(useless: &str, because: &str) -> Message {
    Message::new(format!("`{useless}` has no effect beside `{because}`")).help("leave one of them out")
}

// --- of activations and initialisers

pub(crate) fn unexpected_parameter(of: &str, found: &Argument, parameters: &[&str]) -> Message {
    let (message, word) = match (&found.name, &found.value) {
        (Some(name), _) => {
            let name = name.to_string();
            if let Some(message) =
                foreign_parameter(&name, found, parameters).or_else(|| foreign_option(&name, found, of))
            {
                return message;
            }
            (Message::new(format!("unknown option `{name}` of `{of}`")), Some(name))
        }
        (None, value) => {
            let word = if let Value::Word(word) = value { Some(word.to_string()) } else { None };
            (Message::new(format!("unexpected argument `{}` of `{of}`", found.text())), word)
        }
    };
    match (word.and_then(|word| closest(&word, parameters.iter().copied())), parameters) {
        (Some(suggestion), _) => message.help(format!("did you mean `{suggestion}`?")),
        (None, []) => message.help(format!("`{of}` takes no arguments")),
        (None, _) => message.help(format!("`{of}` takes {}", list(parameters, "and"))),
    }
}

/// What other versions call a parameter.
fn foreign_parameter(name: &str, found: &Argument, parameters: &[&str]) -> Option<Message> {
    const OTHERS: [(&str, &str, &str); 5] = [
        ("Keras 2", "alpha", "negative_slope"),
        ("PyTorch", "std", "stddev"),
        ("PyTorch", "val", "value"),
        ("PyTorch", "lambd", "threshold"),
        ("PyTorch", "value", "default_value"),
    ];
    let (framework, _, ours) =
        OTHERS.into_iter().find(|(_, theirs, ours)| *theirs == name && parameters.contains(ours))?;
    Some(Message::new(format!("{framework}'s `{}` is written `{ours} = {}`", found.whole_text(), found.text())))
}

pub(crate) fn parameter_without_name(of: &str, found: &str, parameters: &[&str]) -> Message {
    Message::new(format!("`{of}` takes its numbers by name")).help(format!(
        "write `{of}({} = {found})`; the names are {}",
        parameters[0],
        list(parameters, "and")
    ))
}

pub(crate) fn parameter_twice(of: &str, name: &str) -> Message {
    Message::new(format!("`{name}` of `{of}` is given twice")).help("leave one of them out")
}

pub(crate) fn parameters_missing(of: &str, missing: &[&str], example: &str) -> Message {
    Message::new(format!("`{of}` needs its {}", list(missing, "and"))).help(format!("write `{example}`, for example"))
}
