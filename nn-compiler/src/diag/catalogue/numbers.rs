//! Sizes, numbers, words, and arrays of numbers.

use proc_macro2::Ident;

use super::{count, grouped, list};
use crate::diag::Message;
use crate::shape::Size;
use crate::syntax::{Argument, Value};

pub(crate) fn zero(kind: &str, noun: &str) -> Message {
    Message::new(format!("a `{kind}` layer needs at least one {noun}"))
}

pub(crate) fn expected_size(what: &str, found: &Argument) -> Message {
    let message = Message::new(format!("expected {what}, found {}", found.value.describe()));
    match &found.value {
        Value::Text(string) if string.value().trim().parse::<usize>().is_ok() => {
            message.help(format!("write it without quotes: `{}`", string.value().trim()))
        }
        Value::Number(number) if number.negative && number.digits() == "1" => {
            message.note("every size is known when the network compiles")
        }
        Value::Number(number) if number.negative && number.is_integer() => {
            message.help(format!("write `{}`", number.digits()))
        }
        Value::Number(number) => match whole(number.to_f64()) {
            Some(size) => message.help(format!("write it as an integer: `{size}`")),
            None => message.help("a size is a whole number"),
        },
        Value::Tuple(_) | Value::Array(_) => message.help("write one integer here"),
        _ => message.help("a size is an integer literal or a constant of type `usize`"),
    }
}

/// The size that a float stands for, if it is one.
fn whole(value: f64) -> Option<String> {
    (value >= 1.0 && value.fract() == 0.0 && value < 1e15).then(|| format!("{value:.0}"))
}

pub(crate) fn negative_size(found: &str) -> Message {
    Message::new(format!("a size can't be negative, found `{found}`"))
}

pub(crate) fn size_suffix(suffix: &str, digits: &str) -> Message {
    Message::new(format!("a size is a `usize`, not a `{suffix}`")).help(format!("write `{digits}`"))
}

pub(crate) fn size_too_large(digits: &str) -> Message {
    Message::new(format!("{digits} is too large for a size"))
}

pub(crate) fn activation_for_size(kind: &str, what: &str, word: &Ident, size: Option<&str>) -> Message {
    let message = Message::new(format!("expected {what}, found the activation `{word}`"));
    match size {
        Some(size) => message.help(format!("the number comes first: `{kind}({size}, {word})`")),
        None => message.help(format!("the number comes first: `{kind}(3, {word})`, for example")),
    }
}

pub(crate) fn size_for_activation(kind: &str, first: &str, found: &str) -> Message {
    Message::new(format!("expected an activation, found the number `{found}`")).help(format!(
        "`{kind}` takes the number of its units only; with {first} inputs and {found} units, write `{kind}({found}, input = {first})`"
    ))
}

/// PyTorch's order of a recurrent layer's sizes.
pub(crate) fn features_before_units(kind: &str, features: &str, units: &str) -> Message {
    Message::new(format!("expected an activation, found the number `{units}`")).help(format!(
        "`{kind}` takes the number of its units only; with {features} features and {units} units, write `{kind}({units}, input = (<steps>, {features}))`"
    ))
}

pub(crate) fn too_many_weights(inputs: &Size, units: &Size) -> Message {
    let product = match (inputs.known(), units.known()) {
        (Some(a), Some(b)) => a.checked_mul(b).map_or_else(|| "more than fit in memory".into(), grouped),
        _ => inputs.times(units).to_string(),
    };
    Message::new(format!("this layer has too many weights: {inputs} inputs x {units} units = {product}"))
}

pub(crate) fn number_suffix(suffix: &str) -> Message {
    Message::new(format!("expected a floating-point number, found one of type `{suffix}`"))
        .help("leave the suffix out: numbers take the network's type")
}

pub(crate) fn expected_number(what: &str, found: &Argument) -> Message {
    let message = Message::new(format!("expected {what}, found {}", found.value.describe()));
    match &found.value {
        Value::Text(string) if string.value().trim().parse::<f64>().is_ok() => {
            message.help(format!("write it without quotes: `{}`", string.value().trim()))
        }
        Value::Word(word) if word == "None" && found.name.is_some() => message.help("leave it out to have the default"),
        _ => message,
    }
}

pub(crate) fn expected_flag(found: &Argument) -> Message {
    let message = Message::new(format!("expected `true` or `false`, found {}", found.value.describe()));
    match &found.name {
        Some(name) => message.help(format!("write `{name} = true` or `{name} = false`")),
        None => message,
    }
}

pub(crate) fn expected_activation(found: &Value, suggestion: Option<&str>) -> Message {
    let message = Message::new(format!("expected an activation, found {}", found.describe()));
    match suggestion {
        Some(name) => message.help(format!("write it without quotes: `{name}`")),
        None => message.help("write `relu`, `tanh` or `softmax`, for example"),
    }
}

/// `layer` is the layer of that name, if there is one.
pub(crate) fn unknown_activation(name: &str, layer: Option<&str>, suggestion: Option<&str>) -> Message {
    let message = Message::new(format!("unknown activation `{name}`"));
    if let Some(layer) = layer {
        return message
            .note(format!("`{layer}` is a layer of its own"))
            .help(format!("write `{layer}(..)` after this layer"));
    }
    match (name, suggestion) {
        ("None", _) => message.help("leave it out: without an activation a layer is linear"),
        ("glu", _) => message.note("`glu` halves its vector, so it is no activation of a layer"),
        (_, Some(suggestion)) => message.help(format!("did you mean `{suggestion}`?")),
        (_, None) => {
            let names: Vec<&str> = crate::activation::ACTIVATIONS.iter().map(|row| row.name).collect();
            message.help(format!("the activations are {}", list(&names, "and")))
        }
    }
}

pub(crate) fn expected_initializer(found: &Value, suggestion: Option<&str>) -> Message {
    let message = Message::new(format!("expected an initializer, found {}", found.describe()));
    match (suggestion, found) {
        (Some(name), _) => message.help(format!("write it without quotes: `{name}`")),
        (None, Value::Number(number)) => {
            let sign = if number.negative { "-" } else { "" };
            message.help(format!("a tensor of one value is written `constant({sign}{})`", number.digits()))
        }
        _ => message.help("write `he_normal` or `zeros`, for example"),
    }
}

pub(crate) fn unknown_initializer(name: &str, suggestion: Option<&str>) -> Message {
    let message = Message::new(format!("unknown initializer `{name}`"));
    match suggestion {
        Some(suggestion) => message.help(format!("did you mean `{suggestion}`?")),
        None => {
            let names: Vec<&str> = crate::initializer::INITIALIZERS.iter().map(|row| row.name).collect();
            message.help(format!("the initializers are {}", list(&names, "and")))
        }
    }
}

/// A number that only training uses; `what` it is, `note` says how it is used.
pub(crate) fn strength(kind: &str, what: &str, found: &str, note: &str) -> Message {
    let message =
        Message::new(format!("{what} of `{kind}` is a number from 0 to 1, found `{found}`")).note(note.to_owned());
    match found.parse::<u8>() {
        Ok(percent @ 2..=100) => message.help(format!("write `{}`", f64::from(percent) / 100.0)),
        _ => message,
    }
}

pub(crate) fn negative_number(name: &str, found: &str) -> Message {
    Message::new(format!("`{name}` can't be negative, found `{found}`"))
}

pub(crate) fn normalization_statistics() -> Message {
    Message::new("`normalization` needs a mean and a variance")
        .note("Keras's `adapt` finds them from data; a compiled network must know them beforehand")
        .help("write `normalization(mean = [..], variance = [..])`")
}

pub(crate) fn negative_variance() -> Message {
    Message::new("a variance can't be negative")
}

/// Of two numbers that stand in the wrong order, if they are known.
pub(crate) fn boundaries(pair: Option<(&str, &str)>) -> Message {
    let message = match pair {
        Some((first, second)) => {
            Message::new(format!("the boundaries of bins ascend, but `{second}` follows `{first}`"))
        }
        None => Message::new("`discretization` takes one boundary or more, in ascending order"),
    };
    message.note("the number of boundaries that are not above a number is the index of its bin")
}

pub(crate) fn bins_from_data() -> Message {
    Message::new("`discretization` needs the boundaries of its bins, not their number")
        .note("Keras's `adapt` finds boundaries from data; a compiled network must know them beforehand")
        .help("write `discretization([..])`, with the `bin_boundaries` of the adapted layer")
}

/// `axis` is the channels', if it isn't the last; `most` groups are as many as there can be, if that is known.
pub(crate) fn groups(groups: &Size, channels: &Size, axis: Option<usize>, most: Option<usize>) -> Message {
    let axis = axis.map_or_else(|| "the last axis".to_owned(), |axis| format!("axis {axis}"));
    let message = Message::new(format!("{groups} groups do not divide the {channels} channels of {axis}"));
    match most {
        Some(most) => {
            message.help(format!("write `groups = {most}`, for example; `groups = -1` gives each channel a group"))
        }
        None => message,
    }
}

// --- arrays

/// An array of the wrong length. `per` says what each of its items is for, on each of its axes; `depth` is the axis.
pub(crate) fn array_length(name: &str, found: usize, expected: &Size, per: &[&str], depth: usize) -> Message {
    let (noun, subject) = match (depth, per.len()) {
        (0, 1) => ("number", format!("`{name}`")),
        (0, _) => ("row", format!("`{name}`")),
        _ => ("number", format!("this row of `{name}`")),
    };
    Message::new(format!("{subject} has {}, expected {expected}", count(found, noun)))
        .note(format!("there is one {noun} for each {}", per[depth]))
}

pub(crate) fn expected_array(name: &str, found: &Argument, rank: usize) -> Message {
    let example = if rank == 1 { "[0.5, -1.0]" } else { "[[0.5, -1.0], [1.0, 2.0]]" };
    Message::new(format!("expected an array for `{name}`, found {}", found.value.describe()))
        .help(format!("write `{name} = {example}`, for example"))
}

/// Numbers in a row that should be rows of numbers.
pub(crate) fn flat_array(name: &str, rows: Option<&str>, per: &[&str]) -> Message {
    let message = Message::new(format!("`{name}` is an array of rows, one for each {}", per[0]));
    match rows {
        Some(rows) => message.help(format!("write `{rows}`")),
        None => message.help("write `[[0.5, -1.0], [1.0, 2.0]]`, for example"),
    }
}

pub(crate) fn constants_length(name: &str, row: &Size) -> Message {
    Message::new(format!("`{name}` is neither one number nor {row}, one for each of the last axis"))
}
