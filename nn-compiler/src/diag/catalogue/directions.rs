//! What is said of a layer in two directions.

use super::list;
use crate::diag::Message;
use crate::shape::Size;
use crate::syntax::Argument;

/// Keras's `merge_mode=None`.
pub(crate) fn two_outputs(kind: &str, found: &Argument) -> Message {
    Message::new(format!("a layer has one output: `{kind}` makes one of two"))
        .note(format!("Keras's `{}` gives the outputs of both directions as a list", found.whole_text()))
        .help("leave it out: both outputs then stand in one tensor, the forward layer's first")
}

pub(crate) fn no_forward_layer(kind: &str, option: &str) -> Message {
    Message::new(format!("`{kind}` needs a layer to be made of, besides its `{option}`"))
        .help(format!("write `{kind}(lstm(3), {option} = lstm(3, go_backwards = true))`, for example"))
}

/// `meant` is the option that the second layer was meant to be, if it can be told.
pub(crate) fn second_direction(kind: &str, meant: Option<&str>) -> Message {
    let message = Message::new(format!("`{kind}` is made of one layer, which it takes in both directions"));
    match meant {
        Some(meant) => message.help(format!("write `{meant}`")),
        None => message.help(format!("write a `{kind}` around each layer")),
    }
}

pub(crate) fn not_recurrent(kind: &str, found: &str, recurrent: &[&str]) -> Message {
    Message::new(format!("`{kind}` is made of a recurrent layer, found `{found}`"))
        .help(format!("the recurrent layers are {}", list(recurrent, "and")))
}

/// Keras's `backward_layer=None`.
pub(crate) fn without_layer(option: &str) -> Message {
    Message::new(format!("`{option}` is a layer, found `None`"))
        .help("leave it out: the other direction's layer is then like the first")
}

/// A first layer that goes backwards, as the second would.
pub(crate) fn backward_alone(kind: &str, option: &str) -> Message {
    Message::new(format!("`{kind}` adds the layer that goes backwards; this one must go forwards"))
        .note("Keras refuses it too")
        .help(format!("leave `go_backwards` out, or write the layer that goes forwards: `{option} = ..`"))
}

pub(crate) fn same_direction(kind: &str, backwards: bool) -> Message {
    let message = Message::new(format!("both layers of this `{kind}` go {}", way(backwards)));
    if backwards {
        message.help("leave `go_backwards` out in one of them")
    } else {
        message.help("write `go_backwards = true` in this one")
    }
}

fn way(backwards: bool) -> &'static str {
    if backwards { "backwards" } else { "forwards" }
}

pub(crate) fn other_sequences(kind: &str, first: bool) -> Message {
    let (every, last) = ("the outputs of all steps", "that of the last step alone");
    let (first, second, help) = if first {
        (every, last, "write `return_sequences = true` in this one too")
    } else {
        (last, every, "leave `return_sequences` out in this one too")
    };
    Message::new(format!("the first layer of this `{kind}` gives {first}, but this one {second}")).help(help)
}

pub(crate) fn other_units(kind: &str, first: &Size, second: &Size) -> Message {
    Message::new(format!("this `{kind}` merges outputs of one size, but its layers have {first} and {second} units"))
        .help("leave `merge_mode` out: the outputs then stand in one tensor, and may have different sizes")
}

pub(crate) fn tensor_of_both(kind: &str, tensor: &str, option: &str) -> Message {
    Message::new(format!("this `{tensor}` is that of one direction, but `{kind}` has two"))
        .help(format!("write the other layer with its numbers too: `{option} = ..`"))
}

/// PyTorch's `bidirectional=True`.
pub(crate) fn both_directions(kind: &str, wrapper: &str, found: &Argument) -> Message {
    let message = Message::new(format!("PyTorch's `{}` is a layer around this one", found.whole_text()));
    match found.text().as_str() {
        "False" | "false" => message.help("leave it out"),
        _ => message.help(format!("write `{wrapper}({kind}(.., return_sequences = true))`")),
    }
}
