//! Attributes before the network.

use super::count;
use crate::diag::Message;
use crate::passes::step::Why;
use crate::shape::{Shape, Size};
use crate::syntax::Value;

pub(crate) fn attribute_on_expression(attribute: &str) -> Message {
    Message::new(format!("`{attribute}` has no effect on a network without a name"))
        .note("the expression form takes `#[dtype(..)]`, `#[seed(..)]`, `#[weights(..)]`, `#[keras(..)]` and `#[streaming]`")
        .help("name the network, `struct Name { .. }`, or leave the attribute out")
}

pub(crate) fn inner_attribute() -> Message {
    Message::new("a network's attributes are written `#[..]`").help("leave the `!` out")
}

pub(crate) fn not_an_attribute() -> Message {
    Message::new("this is no attribute").help("an attribute is written `#[name]`, `#[name = value]` or `#[name(..)]`")
}

pub(crate) fn misspelt_attribute(name: &str, ours: &str) -> Message {
    Message::new(format!("unknown attribute `{name}`")).help(format!("did you mean `{ours}`?"))
}

pub(crate) fn attribute_form(name: &str) -> Message {
    let (takes, example) = match name {
        "weights" | "keras" => ("the path of one file", example(name)),
        "dtype" => ("one number type", "#[dtype(f64)]"),
        "seed" => ("one number", "#[seed(7)]"),
        _ => ("the names of the classes", "#[classes(Cat, Dog)]"),
    };
    Message::new(format!("`{name}` takes {takes}, in parentheses")).help(format!("write `{example}`"))
}

pub(crate) fn attribute_twice(name: &str) -> Message {
    Message::new(format!("`#[{name}(..)]` is given twice")).help("leave one of them out")
}

pub(crate) fn streaming_arguments() -> Message {
    Message::new("`streaming` takes no arguments").help("write `#[streaming]`")
}

pub(crate) fn streaming_twice() -> Message {
    Message::new("`#[streaming]` is given twice").help("leave one of them out")
}

pub(crate) fn no_sequence(input: &Shape) -> Message {
    Message::new(format!("a network of a {input} input can't go step by step"))
        .note("`#[streaming]` asks for `step`, which takes the input's first axis one by one")
        .help("let the first layer take a sequence: `input = (steps, features)`, with any number of steps")
}

/// Why a network can't go step by step, at the layer that forbids it.
pub(crate) fn no_stream(why: Why) -> Message {
    let message = Message::new(format!("this layer forbids going step by step: {}", reason(why)))
        .note("`#[streaming]` asks for `step`, whose output at a step depends on the steps up to it");
    match why {
        Why::Backwards => message.help("leave `go_backwards` out"),
        Why::Future => message.help("write `padding = causal`"),
        Why::Strides => message.help("leave `strides` out"),
        Why::AllSteps | Why::BothWays => {
            message.help("let a recurrent layer before it give its last output only, or leave `#[streaming]` out")
        }
    }
}

/// The same for whoever calls `step`: what rustc says, and what stands under its caret.
pub(crate) fn no_steps(network: &str, layer: Option<(usize, &str, Why)>, input: &Shape) -> (String, String) {
    let message = match layer {
        Some((number, text, why)) => {
            format!("`{network}` can't go step by step: layer {number}, `{text}`, forbids it, since {}", reason(why))
        }
        None => format!("`{network}` can't go step by step: its input, {input}, is not a sequence"),
    };
    (message, "the network takes whole sequences, by `forward`".to_owned())
}

fn reason(why: Why) -> &'static str {
    match why {
        Why::Backwards => "it begins with the last step",
        Why::Future => "its windows see steps that are yet to come",
        Why::Strides => "it makes one step of several",
        Why::AllSteps => "it takes all steps together",
        Why::BothWays => "it also begins with the last step",
    }
}

pub(crate) fn unknown_dtype(found: &str) -> Message {
    let name = found.trim_matches('"');
    let message = Message::new(format!("unknown number type `{name}`"));
    match name {
        "float32" | "float" => message.help("Keras's `float32` is written `f32`"),
        "float64" | "double" => message.help("Keras's `float64` is written `f64`"),
        "f32" | "f64" => message.help(format!("write it without quotes: `#[dtype({name})]`")),
        _ => message.help("a network computes in `f32` or in `f64`"),
    }
}

pub(crate) fn bad_seed() -> Message {
    Message::new("a seed is an integer literal from 0 to 18_446_744_073_709_551_615").help("write `#[seed(7)]`")
}

pub(crate) fn seed_on_named(name: &str, seed: &str) -> Message {
    Message::new("`#[seed(..)]` has no effect on a named network")
        .help(format!("give the seed to its function: `{name}::init({seed})`"))
}

pub(crate) fn file_path(attribute: &str) -> Message {
    let file = example(attribute);
    Message::new(format!("`#[{attribute}(..)]` takes the path of a file in quotes"))
        .help(format!("write `{file}`; the path is relative to this source file"))
}

/// The attribute of a file, as one would write it.
fn example(attribute: &str) -> &'static str {
    if attribute == "keras" { "#[keras(\"model.keras\")]" } else { "#[weights(\"model.safetensors\")]" }
}

pub(crate) fn classes_on_expression() -> Message {
    Message::new("`#[classes(..)]` needs a named network: it makes an enum of the network's name")
        .help("write `struct Name { .. }`, or use `nn_runtime::argmax` on the output")
}

pub(crate) fn class_name(found: &Value) -> Message {
    Message::new(format!("expected the name of a class, found {}", found.describe()))
        .help("classes are the variants of an enum: `#[classes(Cat, Dog)]`")
}

pub(crate) fn quoted_class(variant: &str) -> Message {
    Message::new("expected the name of a class, found a string literal")
        .help(format!("classes are the variants of an enum: write `{variant}`"))
}

pub(crate) fn class_taken(class: &str) -> Message {
    Message::new(format!("a class can't be named `{class}`"))
        .note(format!("`{class}` is the list of all classes"))
        .help("choose another name")
}

pub(crate) fn class_twice(class: &str) -> Message {
    Message::new(format!("the class `{class}` is given twice")).help("each output has a name of its own")
}

pub(crate) fn classes_of_a_tensor(output: &Shape) -> Message {
    Message::new(format!("classes need a vector of outputs, but this network makes a {output} tensor"))
        .help("end the network with `flatten()` and a `dense` layer")
}

pub(crate) fn class_count(classes: usize, outputs: &Size, last: &str) -> Message {
    Message::new(format!("{} for {outputs} outputs", count(classes, "class name")))
        .note(format!("the last layer is `{last}`"))
        .help("give each output of the last layer one name, in order")
}
