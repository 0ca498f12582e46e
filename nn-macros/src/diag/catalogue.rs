//! Every message, in one voice: rustc's. Lower case, no full stop, names in backticks; what is wrong, then why, then
//! what to write instead, so that it can be pasted.

use proc_macro2::{Ident, Literal, TokenTree};

use super::Message;
use crate::layer::Kind;
use crate::shape::{Shape, Size};
use crate::syntax::{Argument, Value};
use crate::text::text;

/// Weights, with the separators of Rust's literals.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}

/// "`a`, `b` or `c`".
fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

fn token(tree: &TokenTree) -> String {
    match tree {
        TokenTree::Group(group) => match group.delimiter() {
            proc_macro2::Delimiter::Parenthesis => "(".into(),
            proc_macro2::Delimiter::Bracket => "[".into(),
            _ => "{".into(),
        },
        other => text(other),
    }
}

// --- the network as a whole

pub(crate) fn no_layers() -> Message {
    Message::new("a network needs at least one layer").help("write `dense(3, input = 2, relu)`, for example")
}

pub(crate) fn not_a_struct(keyword: &Ident) -> Message {
    Message::new(format!("a network is a `struct`, not `{keyword}`"))
        .help("write `struct Name { hidden: dense(3, input = 2, relu), output: dense(2, softmax) }`")
}

pub(crate) fn struct_without_name() -> Message {
    Message::new("expected the network's name after `struct`").help("write `struct Name { .. }`")
}

pub(crate) fn struct_body(name: &Ident) -> Message {
    Message::new("the layers of a named network stand in braces").help(format!("write `struct {name} {{ .. }}`"))
}

pub(crate) fn after_struct(found: &TokenTree) -> Message {
    Message::new(format!("expected the end of the network, found `{}`", token(found)))
        .help("each network has a `sequential!` of its own")
}

pub(crate) fn generic_network() -> Message {
    Message::new("a network has no generic parameters").help(
        "its sizes can be constants: `dense(HIDDEN, input = FEATURES)`; its number type is chosen by `#[dtype(f64)]`",
    )
}

pub(crate) fn visibility_without_struct() -> Message {
    Message::new("`pub` needs a named network").help("write `pub struct Name { .. }`")
}

// --- attributes

pub(crate) fn attribute_on_expression(attribute: &str) -> Message {
    Message::new(format!("`{attribute}` has no effect on a network without a name"))
        .note("the expression form takes `#[dtype(..)]`, `#[seed(..)]` and `#[weights(..)]`")
        .help("name the network, `struct Name { .. }`, or leave the attribute out")
}

pub(crate) fn attribute_on_layer() -> Message {
    Message::new("a layer has no attributes").help("attributes stand before the network")
}

pub(crate) fn misspelt_attribute(name: &Ident, ours: &str) -> Message {
    Message::new(format!("unknown attribute `{name}`")).help(format!("did you mean `#[{ours}(..)]`?"))
}

pub(crate) fn attribute_form(name: &str) -> Message {
    let example = match name {
        "weights" => "#[weights(\"model.safetensors\")]",
        "dtype" => "#[dtype(f64)]",
        "seed" => "#[seed(7)]",
        _ => "#[classes(Cat, Dog)]",
    };
    Message::new(format!("`{name}` takes its value in parentheses")).help(format!("write `{example}`"))
}

pub(crate) fn attribute_twice(name: &str) -> Message {
    Message::new(format!("`#[{name}(..)]` is given twice"))
}

pub(crate) fn unknown_dtype(found: &str) -> Message {
    let message = Message::new(format!("unknown number type `{}`", found.trim_matches('"')));
    match found.trim_matches('"') {
        "float32" | "float" => message.help("Keras's `float32` is written `f32`"),
        "float64" | "double" => message.help("Keras's `float64` is written `f64`"),
        "f32" | "f64" => message.help(format!("write it without quotes: `#[dtype({})]`", found.trim_matches('"'))),
        _ => message.help("a network computes in `f32` or in `f64`"),
    }
}

pub(crate) fn bad_seed() -> Message {
    Message::new("a seed is an integer literal from 0 to 18_446_744_073_709_551_615").help("write `#[seed(7)]`")
}

pub(crate) fn seed_on_named(name: &str) -> Message {
    Message::new("`#[seed(..)]` has no effect on a named network")
        .help(format!("give the seed to `{name}::init(seed)`"))
}

pub(crate) fn weights_path() -> Message {
    Message::new("`#[weights(..)]` takes the path of a file in quotes")
        .help("write `#[weights(\"model.safetensors\")]`; the path is relative to this source file")
}

pub(crate) fn classes_on_expression() -> Message {
    Message::new("`#[classes(..)]` needs a named network: it makes an enum of the network's name")
        .help("write `struct Name { .. }`, or use `nn_runtime::argmax` on the output")
}

pub(crate) fn class_name(found: &Argument) -> Message {
    let message = Message::new(format!("expected the name of a class, found {}", found.value.describe()));
    match &found.value {
        Value::Text(name) => {
            message.help(format!("classes are the variants of an enum: write `{}`", variant(&name.value())))
        }
        _ => message.help("classes are the variants of an enum: `#[classes(Cat, Dog)]`"),
    }
}

/// A variant's name made of any text.
fn variant(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let variant: String = words
        .map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
        })
        .collect();
    if variant.starts_with(|c: char| c.is_alphabetic()) { variant } else { format!("Class{variant}") }
}

pub(crate) fn class_twice(class: &Ident) -> Message {
    Message::new(format!("the class `{class}` is given twice"))
}

pub(crate) fn no_classes() -> Message {
    Message::new("`#[classes(..)]` needs the names of the classes").help("write `#[classes(Cat, Dog)]`")
}

pub(crate) fn classes_of_a_tensor(output: &Shape) -> Message {
    Message::new(format!("classes need a vector of outputs, but this network makes a {output} tensor"))
        .help("end the network with `flatten()` and a `dense` layer")
}

pub(crate) fn class_count(classes: usize, outputs: &Size, last: &str) -> Message {
    let names = if classes == 1 { "name" } else { "names" };
    Message::new(format!("{classes} {names} for {outputs} classes"))
        .note(format!("the last layer, `{last}`, has {outputs} outputs"))
        .help("give each output of the last layer one name, in order")
}

// --- what stands in the list of layers

pub(crate) fn expected_comma(found: &TokenTree) -> Message {
    Message::new(format!("expected `,` or the end of the network, found `{}`", token(found)))
        .help("layers are separated by commas")
}

pub(crate) fn expected_layer(found: &TokenTree) -> Message {
    Message::new(format!("expected a layer, found `{}`", token(found)))
        .help("a layer is written as a call: `dense(3, relu)`")
}

pub(crate) fn number_as_layer(literal: &Literal) -> Message {
    Message::new(format!("expected a layer, found `{literal}`"))
        .help(format!("a layer of {literal} neurons is written `dense({literal})`"))
}

pub(crate) fn empty_layer() -> Message {
    Message::new("expected a layer, found `,`").help("layers are separated by one comma")
}

pub(crate) fn quoted_name(literal: &Literal) -> Message {
    let name = literal.to_string();
    Message::new("a layer's name is written without quotes").help(format!("write `{}: ..`", name.trim_matches('"')))
}

pub(crate) fn name_without_layer(name: &Ident) -> Message {
    Message::new(format!("expected a layer after `{name}:`"))
        .help(format!("write `{name}: dense(3, relu)`, for example"))
}

pub(crate) fn path_to_layer(path: &str, kind: &Ident) -> Message {
    Message::new(format!("`{path}` is not a path: layers are words of the macro"))
        .help(format!("write `{kind}(..)`, and nothing before it"))
}

pub(crate) fn layer_without_arguments(kind: &Ident) -> Message {
    let message = Message::new(format!("expected `(` after `{kind}`"));
    if crate::activation::find(&kind.to_string()).is_some() {
        message.help(format!("an activation as a layer of its own is written `{kind}()`"))
    } else {
        message.help("a layer is written as a call: `dense(3, relu)`")
    }
}

pub(crate) fn arguments_in_parentheses(kind: &Ident) -> Message {
    Message::new("a layer's arguments stand in parentheses").help(format!("write `{kind}(..)`"))
}

pub(crate) fn name_twice(name: &str) -> Message {
    Message::new(format!("the name `{name}` is given to two layers"))
        .help("a layer's name is a field of the network: choose another, or leave it out")
}

/// A name that the generated type needs for itself.
pub(crate) fn unusable_name(name: &str) -> Option<Message> {
    let plain = name.strip_prefix("r#").unwrap_or(name);
    (plain == "_").then(|| Message::new("`_` is no name for a layer").help("leave `_:` out: names are optional"))
}

pub(crate) fn unknown_layer(name: &str, suggestion: Option<&str>, kinds: &[&str]) -> Message {
    let message = Message::new(format!("unknown layer `{name}`"));
    match suggestion {
        Some(suggestion) => message.help(format!("did you mean `{suggestion}`?")),
        None => message.help(format!("the layers are {}, and each activation", list(kinds))),
    }
}

pub(crate) fn written_otherwise(theirs: &str, ours: &str) -> Message {
    Message::new(format!("`{theirs}` is written `{ours}`"))
}

pub(crate) fn foreign_layer(framework: &str, written: &str, kind: &Kind, arguments: &[Argument]) -> Message {
    let plain: Vec<String> = arguments.iter().filter(|argument| argument.name.is_none()).map(Argument::text).collect();
    match (kind.name, plain.as_slice()) {
        ("dense", [inputs, units]) => {
            Message::new(format!("{framework}'s `{written}` is written `dense({units}, input = {inputs})`"))
        }
        _ => Message::new(format!("{framework}'s `{written}` is written `{}(..)`", kind.name))
            .help(format!("its arguments here: `{}`", kind.usage)),
    }
}

// --- arguments

pub(crate) fn missing_value(name: Option<&Ident>) -> Message {
    match name {
        Some(name) => Message::new(format!("expected a value after `{name} =`")),
        None => Message::new("expected an argument, found `,`").help("arguments are separated by one comma"),
    }
}

pub(crate) fn colon_for_equals(name: &Ident, value: &str) -> Message {
    Message::new("expected `=`, found `:`").help(format!("options are written with `=`: `{name} = {value}`"))
}

pub(crate) fn expression_too_long() -> Message {
    Message::new("this expression is too long for an argument").help("give it a name: `const SIZE: usize = ..;`")
}

pub(crate) fn expected_comma_in_arguments(found: &TokenTree) -> Message {
    Message::new(format!("expected `,` or `)`, found `{}`", token(found))).help("arguments are separated by commas")
}

pub(crate) fn expected_argument(found: &TokenTree) -> Message {
    Message::new(format!("expected an expression, found `{}`", token(found)))
}

pub(crate) fn unfinished_expression() -> Message {
    Message::new("this is not a whole expression")
}

pub(crate) fn missing_argument(kind: &str, what: &str) -> Message {
    let example = match kind {
        "dense" => "dense(3)",
        "activation" => "activation(relu)",
        "dropout" => "dropout(0.5)",
        "reshape" => "reshape(2, 3)",
        _ => "rescaling(0.5)",
    };
    Message::new(format!("`{kind}` needs {what}")).help(format!("write `{example}`, for example"))
}

pub(crate) fn given_twice(name: &str, first: &str) -> Message {
    Message::new(format!("`{name}` is given twice")).note(format!("it was first given as `{first}`"))
}

pub(crate) fn position_by_name(kind: &str, name: &str, argument: &Argument) -> Message {
    let value = argument.text();
    if name == "activation" {
        return Message::new(format!("Keras's `activation = {value}` is written `{}`", value.trim_matches('"')));
    }
    let example = format!("{kind}({value})");
    Message::new(format!("Keras's `{name} = {value}` is written first and without a name: `{example}`"))
}

pub(crate) fn position_by_name_again(kind: &str, name: &str, argument: &Argument) -> Message {
    Message::new(format!("`{name}` is given twice"))
        .note(format!("`{kind}` takes it first and without a name"))
        .help(format!("leave `{name} = {}` out", argument.text()))
}

pub(crate) fn unexpected_argument(kind: &str, found: &Argument, positions: &[&str], options: &[&str]) -> Message {
    let value = found.text();
    let message = Message::new(format!("unexpected argument `{value}`"));
    let options: Vec<&str> = options.iter().copied().filter(|option| *option != "input").collect();
    let named = if options.is_empty() { String::new() } else { format!("; by name: {}", list(&options)) };
    match positions {
        [] if options.is_empty() => message.help(format!("`{kind}()` takes no arguments")),
        [] => message.help(format!("`{kind}` takes {} by name", list(&options))),
        positions => message.help(format!("`{kind}` takes without a name: {}{named}", list(positions))),
    }
}

pub(crate) fn unknown_option(kind: &str, name: &str, suggestion: Option<&str>, options: &[&str]) -> Message {
    let message = Message::new(format!("unknown option `{name}`"));
    match suggestion {
        Some(suggestion) => message.help(format!("did you mean `{suggestion}`?")),
        None => message.help(format!("`{kind}` takes {}", list(options))),
    }
}

/// Options that other frameworks have, and what stands for them here.
pub(crate) fn foreign_option(name: &str, argument: &Argument, layer: &str) -> Option<Message> {
    let value = argument.text();
    let written = format!("{name} = {value}");
    let message = match name {
        "name" => {
            let name = value.trim_matches('"');
            Message::new(format!("Keras's `{written}` is written before the layer: `{name}: {}(..)`", kind_of(layer)))
        }
        "dtype" => Message::new(format!("Keras's `{written}` is an attribute of the whole network"))
            .help("write `#[dtype(f64)]` before the network; `f32` is the default"),
        "kernel_regularizer"
        | "bias_regularizer"
        | "activity_regularizer"
        | "kernel_constraint"
        | "bias_constraint"
        | "trainable"
        | "lora_rank" => Message::new(format!("`{name}` means nothing in a forward pass")).help("leave it out"),
        "seed" => Message::new(format!("`{written}` is not a layer's"))
            .help("a network is seeded as a whole: `#[seed(7)]` before it, or `init(7)`"),
        "units" | "out_features" => {
            Message::new(format!("`{written}` is written first and without a name: `dense({value})`"))
        }
        "bias" if matches!(value.as_str(), "False" | "false" | "True" | "true") => {
            Message::new(format!("PyTorch's `{written}` is written `use_bias = {}`", value.to_lowercase()))
        }
        _ => return None,
    };
    Some(message)
}

fn kind_of(layer: &str) -> &str {
    layer.split('(').next().unwrap_or(layer)
}

// --- sizes, numbers and words

pub(crate) fn zero(kind: &str, name: &str) -> Message {
    match name {
        "units" => Message::new(format!("a `{kind}` layer needs at least one unit")),
        _ => Message::new(format!("`{name}` of `{kind}` must be at least 1")),
    }
}

pub(crate) fn zero_input() -> Message {
    Message::new("a network needs at least one input")
}

pub(crate) fn zero_axis() -> Message {
    Message::new("an axis of a shape must be at least 1")
}

pub(crate) fn expected_size(what: &str, found: &Argument) -> Message {
    let message = Message::new(format!("expected {what}, found {}", found.value.describe()));
    match &found.value {
        Value::Text(string) if string.value().trim().parse::<usize>().is_ok() => {
            message.help(format!("write it without quotes: `{}`", string.value().trim()))
        }
        Value::Number(number) if number.negative && number.is_integer() => {
            message.note("a size can't be negative").help(format!("write `{}`", number.digits()))
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

pub(crate) fn size_suffix(suffix: &str, digits: &str) -> Message {
    Message::new(format!("a size is a `usize`, not a `{suffix}`")).help(format!("write `{digits}`"))
}

pub(crate) fn size_too_large(digits: &str) -> Message {
    Message::new(format!("{digits} is too large for a size"))
}

pub(crate) fn activation_for_size(what: &str, word: &Ident) -> Message {
    Message::new(format!("expected {what}, found the activation `{word}`"))
        .help(format!("the number comes first: `dense(3, {word})`"))
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
        Value::Word(word) if word == "None" => message.help("leave it out to have the default"),
        _ => message,
    }
}

pub(crate) fn expected_flag(found: &Argument) -> Message {
    Message::new(format!("expected `true` or `false`, found {}", found.value.describe()))
}

pub(crate) fn expected_activation(found: &Value, suggestion: Option<&str>) -> Message {
    let message = Message::new(format!("expected an activation, found {}", found.describe()));
    match suggestion {
        Some(name) => message.help(format!("write it without quotes: `{name}`")),
        None => message.help("write `relu`, `tanh` or `softmax`, for example"),
    }
}

pub(crate) fn unknown_activation(name: &str, suggestion: Option<&str>) -> Message {
    let message = Message::new(format!("unknown activation `{name}`"));
    match (suggestion, name) {
        (Some(suggestion), _) => message.help(format!("did you mean `{suggestion}`?")),
        (None, "glu") => message.note("`glu` halves its vector, so it is no activation of a layer"),
        (None, "prelu" | "p_re_lu") => message.note("`prelu` has weights, so it is a layer and no activation"),
        (None, _) => {
            let names: Vec<&str> = crate::activation::ACTIVATIONS.iter().map(|row| row.name).collect();
            message.help(format!("the activations are {}", list(&names)))
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
            message.help(format!("the initializers are {}", list(&names)))
        }
    }
}

pub(crate) fn unexpected_parameter(of: &str, found: &Argument, parameters: &[&str]) -> Message {
    let message = match &found.name {
        Some(name) => Message::new(format!("unknown option `{name}` of `{of}`")),
        None => Message::new(format!("unexpected argument `{}` of `{of}`", found.text())),
    };
    let suggestion =
        found.name.as_ref().and_then(|name| crate::suggest::closest(&name.to_string(), parameters.iter().copied()));
    match (suggestion, parameters) {
        (Some(suggestion), _) => message.help(format!("did you mean `{suggestion}`?")),
        (None, []) => message.help(format!("`{of}` takes no arguments")),
        (None, _) => message.help(format!("`{of}` takes {}", list(parameters))),
    }
}

pub(crate) fn parameter_without_name(of: &str, found: &Argument, parameters: &[&str]) -> Message {
    let value = found.text();
    Message::new(format!("unexpected argument `{value}` of `{of}`")).help(format!(
        "`{of}` takes {} by name: `{of}({} = {value})`",
        list(parameters),
        parameters[0]
    ))
}

pub(crate) fn parameter_twice(of: &str, name: &str) -> Message {
    Message::new(format!("`{name}` of `{of}` is given twice"))
}

pub(crate) fn missing_parameter(of: &str, name: &str) -> Message {
    Message::new(format!("`{of}` needs its `{name}`"))
        .help("write `threshold(threshold = 1.0, default_value = 0.0)`, for example")
}

pub(crate) fn dropout_rate(rate: &str) -> Message {
    Message::new(format!("the rate of `dropout` is a number from 0 to 1, found `{rate}`"))
        .note("it is the part of the inputs that is set to zero")
}

pub(crate) fn normalization_statistics() -> Message {
    Message::new("`normalization` needs a mean and a variance")
        .note("Keras's `adapt` finds them from data; a compiled network must know them beforehand")
        .help("write `normalization(mean = [..], variance = [..])`")
}

pub(crate) fn negative_variance() -> Message {
    Message::new("a variance can't be negative")
}

// --- arrays

pub(crate) fn array_length(name: &str, found: usize, expected: &Size, rank: usize) -> Message {
    let (items, one) = match (name, rank) {
        ("kernel", 2) => ("rows, one for each input", "row"),
        ("kernel", _) => ("numbers, one for each unit", "number"),
        ("bias", _) => ("numbers, one for each unit", "number"),
        _ => ("numbers, one for each of the last axis", "number"),
    };
    let plural = if found == 1 { "" } else { "s" };
    let subject = if name == "kernel" && rank == 1 { "this row of `kernel`".to_owned() } else { format!("`{name}`") };
    Message::new(format!("{subject} has {found} {one}{plural}, expected {expected}")).note(format!(
        "`{name}` holds {expected} {items}{}",
        if rank == 1 && name == "kernel" { ", in each row" } else { "" }
    ))
}

pub(crate) fn expected_array(name: &str, found: &Argument, shape: &[Size]) -> Message {
    let message = Message::new(format!("expected an array for `{name}`, found {}", found.value.describe()));
    let example = if shape.len() == 1 { "[0.5, -1.0]" } else { "[[0.5, -1.0], [1.0, 2.0]]" };
    message.help(format!("write `{name} = {example}`, for example"))
}

pub(crate) fn constants_length(name: &str, row: &Size) -> Message {
    Message::new(format!("`{name}` needs one number, or {row}: one for each of the last axis"))
}

pub(crate) fn bias_without_bias() -> Message {
    Message::new("`bias` is given to a layer with `use_bias = false`").help("leave one of them out")
}

pub(crate) fn weights_twice(name: &str) -> Message {
    Message::new(format!("`{name}` is given here, and `#[weights(..)]` gives it too")).help("leave one of them out")
}

// --- shapes

pub(crate) fn input_not_declared(layer: &str) -> Message {
    let message = Message::new("the first layer must declare the network's input");
    let declared = match layer.strip_suffix(')').and_then(|open| open.split_once('(')) {
        Some((kind, "")) => format!("{kind}(input = <size>)"),
        Some((kind, arguments)) => match arguments.split_once(", ") {
            Some((first, rest)) => format!("{kind}({first}, input = <size>, {rest})"),
            None => format!("{kind}({arguments}, input = <size>)"),
        },
        None => return message.help("add `input = <size>`"),
    };
    message.help(format!("add `input`: `{declared}`"))
}

pub(crate) fn foreign_input(word: &str, argument: &Argument, ours: &str) -> Message {
    let framework = if word == "in_features" { "PyTorch" } else { "Keras" };
    Message::new(format!("{framework}'s `{word} = {}` is written `input = {ours}`", argument.text()))
}

pub(crate) fn shape_in_brackets(axes: &[Argument]) -> Message {
    let axes: Vec<String> = axes.iter().map(Argument::text).collect();
    Message::new("a shape is written in parentheses").help(format!("write `input = ({})`", axes.join(", ")))
}

pub(crate) fn empty_shape() -> Message {
    Message::new("a network needs at least one input").help("write a size, `input = 64`, or a shape, `input = (8, 8)`")
}

pub(crate) fn none_in_shape() -> Message {
    Message::new("a shape has no `None`: every size is known when the network compiles")
        .note("the batch is not part of the shape")
        .help("leave the batch out, and write the other sizes as numbers")
}

/// Which layer makes the tensor: its number, its text, and what it is given.
type Producer<'a> = Option<(usize, &'a str, &'a Shape)>;

pub(crate) fn takes_a_vector(kind: &str, found: &Shape, producer: Producer<'_>) -> Message {
    let elements = found.elements();
    match producer {
        Some((number, text, input)) => {
            Message::new(format!("`{kind}` takes a vector, but layer {number} produces a {found} tensor"))
                .note(format!("layer {number}, `{text}`, maps {input} to {found}"))
        }
        None => Message::new(format!("`{kind}` takes a vector, but the network's input is a {found} tensor")),
    }
    .help(format!(
        "insert `flatten{}` before this layer; it gives `{kind}` {elements} inputs",
        match producer {
            Some(_) => "()".to_owned(),
            None => format!("(input = {})", found.written()),
        }
    ))
}

pub(crate) fn input_claim(claimed: &Shape, found: &Shape, producer: usize, text: &str) -> Message {
    let (claims, produces) = match (claimed.as_vector(), found.as_vector()) {
        (Some(claimed), Some(found)) => (format!("{claimed} inputs"), found.to_string()),
        _ => (format!("a {claimed} tensor"), format!("a {found} tensor")),
    };
    Message::new(format!("this layer expects {claims}, but layer {producer} produces {produces}"))
        .note(format!("layer {producer} is `{text}`"))
        .help(format!(
            "write `input = {}`, or leave `input` out: it is only needed on the first layer",
            found.written()
        ))
}

pub(crate) fn reshape_two_holes() -> Message {
    Message::new("only one size of a shape can be `-1`").note("`-1` stands for whatever is left over")
}

pub(crate) fn reshape_count(axes: &[String], written: &Size, hole: bool, input: &Shape, origin: &str) -> Message {
    let axes = format!("[{}]", axes.join(", "));
    let elements = input.elements();
    let numbers = match input.as_vector() {
        Some(_) => elements.to_string(),
        None => format!("a {input} tensor of {elements}"),
    };
    if hole {
        Message::new(format!("{axes} takes a multiple of {written} numbers, but {origin} {numbers}"))
    } else {
        Message::new(format!("a {axes} tensor has {written} numbers, but {origin} {numbers}"))
            .help("the sizes of `reshape`, multiplied, must give the same count; one of them may be `-1`")
    }
}

// --- weights files

pub(crate) fn file_unreadable(tried: &str, why: &str) -> Message {
    Message::new(format!("couldn't read `{tried}`: {why}")).note("the path is relative to this source file")
}

pub(crate) fn file_of_another_kind(tried: &str, extension: &str) -> Message {
    Message::new(format!("`{tried}` is not a safetensors file: `.{extension}` files are not read"))
        .help("save the weights with `safetensors.numpy.save_file`, named `<layer>.<variable>`")
}

pub(crate) fn file_invalid(tried: &str, why: &str) -> Message {
    Message::new(format!("`{tried}` is not a safetensors file that can be read: {why}"))
}

pub(crate) fn tensor_missing(name: &str, there: &[String], tried: &str) -> Message {
    let message = Message::new(format!("the weights of this layer are missing: the file has no tensor `{name}`"))
        .note(format!("read from `{tried}`"));
    let suggestion = crate::suggest::closest(name, there.iter().map(String::as_str));
    let shown: Vec<&str> = there.iter().map(String::as_str).take(8).collect();
    match suggestion {
        Some(other) => message.help(format!("the file has `{other}`: name the layer as the file does")),
        None if there.is_empty() => message.note("the file has no tensors"),
        None => message.note(format!("the file has {}{}", list(&shown), if there.len() > 8 { ", ..." } else { "" })),
    }
}

pub(crate) fn tensor_shape(name: &str, found: &str, expected: &Shape, tried: &str, input: Option<&str>) -> Message {
    let message =
        Message::new(format!("weights do not fit this layer: `{name}` has shape {found}, expected {expected}"))
            .note(format!("read from `{tried}`"));
    match input {
        Some(fix) => message.help(format!("write `{fix}`, or export the weights again")),
        None => message.help("change the layer, or export the weights again"),
    }
}

pub(crate) fn tensor_transposed(name: &str, found: &str, expected: &Shape, tried: &str) -> Message {
    Message::new(format!("weights do not fit this layer: `{name}` has shape {found}, expected {expected}"))
        .note(format!("read from `{tried}`"))
        .note("this looks like PyTorch's layout, [outputs, inputs]; Keras's is [inputs, outputs]")
        .help("transpose the tensor before saving it")
}

pub(crate) fn tensor_dtype(name: &str, dtype: &str, tried: &str) -> Message {
    Message::new(format!("`{name}` holds numbers of type {dtype}, expected F32"))
        .note(format!("read from `{tried}`"))
        .note("F64, F16 and BF16 are converted; integers are not weights")
}

pub(crate) fn tensor_unused(names: &[String], tried: &str) -> Message {
    let shown: Vec<&str> = names.iter().map(String::as_str).take(8).collect();
    Message::new(format!("`{tried}` has tensors that no layer of this network takes"))
        .note(format!(
            "nobody takes {}{}",
            list(&shown).replace(" or ", " and "),
            if names.len() > 8 { ", ..." } else { "" }
        ))
        .help("name the layers as the file does, or leave the tensors out of the file")
}

pub(crate) fn no_weights_to_load() -> Message {
    Message::new("`#[weights(..)]` on a network without weights").help("leave it out")
}

pub(crate) fn too_big_for_the_stack(bytes: usize) -> Message {
    Message::new(format!("a network of {} bytes is too big for the stack", grouped(bytes)))
        .note("the expression form makes the network a local variable")
        .help("name it, `sequential! { struct Network { .. } }`, and build it with `Network::boxed_init(seed)`")
}
