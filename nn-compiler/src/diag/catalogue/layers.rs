//! What stands in the list of layers.

use proc_macro2::Ident;

use crate::diag::Message;
use crate::syntax::Ordinal;

pub(crate) fn expected_comma(found: &str) -> Message {
    Message::new(format!("expected `,` or the end of the network, found `{found}`"))
        .help("layers are separated by commas")
}

pub(crate) fn expected_comma_in_layer(found: &str) -> Message {
    Message::new(format!("expected `,` or `)`, found `{found}`")).help("layers are separated by commas")
}

pub(crate) fn nested_too_deeply(kind: &Ident, limit: usize) -> Message {
    Message::new(format!("`{kind}` stands in too many other layers")).note(format!("the limit is {limit}"))
}

pub(crate) fn branch_in_brackets() -> Message {
    Message::new("the layers of a branch stand in parentheses").help("write `(dense(3), relu)`, for example")
}

pub(crate) fn empty_branch() -> Message {
    Message::new("a branch needs at least one layer").help("a branch that passes its input on is written `identity()`")
}

pub(crate) fn named_branch(name: &Ident) -> Message {
    Message::new("a branch of several layers has no name")
        .help(format!("name its layers: `({name}: dense(3), relu)`, for example"))
}

pub(crate) fn expected_layer(found: &str) -> Message {
    Message::new(format!("expected a layer, found `{found}`")).help("a layer is written as a call: `dense(3, relu)`")
}

pub(crate) fn number_as_layer(number: &str) -> Message {
    Message::new(format!("expected a layer, found `{number}`"))
        .help(format!("a layer of {number} neurons is written `dense({number})`"))
}

pub(crate) fn type_as_layer(word: &Ident) -> Message {
    Message::new(format!("expected a layer, found the type `{word}<..>`"))
        .note("the types of the fields follow from the layers")
        .help("a layer is written as a call: `dense(3, relu)`")
}

pub(crate) fn empty_layer() -> Message {
    Message::new("expected a layer, found `,`").help("layers are separated by one comma")
}

pub(crate) fn expected_name(found: &str) -> Message {
    Message::new(format!("expected a layer's name, found `{found}`"))
        .help("write `hidden: dense(3, relu)`, for example; names are optional")
}

pub(crate) fn quoted_name(name: &str) -> Message {
    Message::new("a layer's name is written without quotes").help(format!("write `{name}: ..`"))
}

pub(crate) fn equals_for_colon(name: &Ident) -> Message {
    Message::new("expected `:`, found `=`").help(format!("a layer's name stands before a colon: `{name}: ..`"))
}

pub(crate) fn name_without_layer(name: &Ident) -> Message {
    Message::new(format!("expected a layer after `{name}:`"))
        .help(format!("write `{name}: dense(3, relu)`, for example"))
}

pub(crate) fn visibility_of_layer() -> Message {
    Message::new("a layer has no visibility: the fields of a network are always public").help("leave `pub` out")
}

pub(crate) fn attribute_of_layer() -> Message {
    Message::new("a layer has no attributes but doc comments").help("attributes stand before the network")
}

pub(crate) fn layer_without_arguments(kind: &Ident) -> Message {
    let message = Message::new(format!("expected `(` after `{kind}`"));
    if crate::activation::find(&kind.to_string()).is_some() {
        message.help(format!("an activation as a layer of its own is written `{kind}()`"))
    } else {
        message.help("a layer is written as a call: `dense(3, relu)`")
    }
}

pub(crate) fn arguments_in_parentheses(kind: &Ident, arguments: &str) -> Message {
    Message::new("a layer's arguments stand in parentheses").help(format!("write `{kind}({arguments})`"))
}

pub(crate) fn name_twice(name: &str) -> Message {
    Message::new(format!("the name `{name}` is given to two layers"))
        .help("a layer's name is a field of the network: choose another, or leave it out")
}

/// A name of a layer or a class that is no name in Rust.
pub(crate) fn keyword_as_name(name: &str) -> Message {
    match name {
        "_" => Message::new("`_` is no name").help("choose a name; a layer's name can be left out"),
        "self" | "Self" | "super" | "crate" => {
            Message::new(format!("`{name}` is a keyword of Rust")).help("choose another name")
        }
        _ => Message::new(format!("`{name}` is a keyword of Rust"))
            .help(format!("choose another name, or write `r#{name}`")),
    }
}

pub(crate) fn unknown_layer(name: &str, suggestion: Option<&str>) -> Message {
    let message = Message::new(format!("unknown layer `{name}`"));
    match suggestion {
        Some(suggestion) => message.help(format!("did you mean `{suggestion}`?")),
        None => message.help("the documentation of `sequential!` lists all layers"),
    }
}

/// A word of another framework, or a path to ours.
pub(crate) fn written_otherwise(theirs: &str, ours: &str) -> Message {
    Message::new(format!("`{theirs}` is written `{ours}`"))
}

/// A layer of another framework, whose arguments are others than ours.
pub(crate) fn foreign_layer(framework: &str, theirs: &str, ours: Option<&str>, usage: &str) -> Message {
    match ours {
        Some(ours) => Message::new(format!("{framework}'s `{theirs}` is written `{ours}`")),
        None => Message::new(format!("{framework}'s `{theirs}` has another name and other arguments here"))
            .help(format!("the layer is written `{usage}`")),
    }
}

/// An embedding behind another layer.
pub(crate) fn indices_from_layer(kind: &str, producer: Ordinal, text: &str) -> Message {
    Message::new(format!("`{kind}` takes indices, but layer {producer} produces numbers"))
        .note(format!("layer {producer} is `{text}`; only a network's input can be indices, of type `u32`"))
        .help(format!("make `{kind}` the first layer: its input can have any shape"))
}

/// A layer beside an embedding.
pub(crate) fn indices_as_numbers() -> Message {
    Message::new(
        "this layer takes numbers, but the network's input is indices, as another branch begins with `embedding`",
    )
    .help("every branch of the first layer must begin with an embedding then")
}

pub(crate) fn masks(kind: &str) -> Message {
    Message::new(format!("`{kind}` makes no masks: the layers after it take every index for a part of the sample"))
        .note("Keras's mask makes recurrent layers pass over the steps whose index is 0")
        .help("leave `mask_zero` out, and train the network without it")
}

pub(crate) fn input_as_layer(theirs: &str, first: Option<&str>) -> Message {
    let message = Message::new(format!("Keras's `{theirs}` is no layer here: the first layer declares the input"));
    match first {
        Some(first) => message.help(format!("leave it out, and write `{first}`")),
        None => message.help("write `dense(3, input = 2)`, for example"),
    }
}

/// What Keras's recurrent layers keep or give besides their output.
pub(crate) fn state_outside(option: &str) -> Message {
    let message = match option {
        "stateful" => Message::new("a layer keeps nothing from one call to the next")
            .note("`forward` takes a whole sequence, and begins with a state of zeros"),
        _ => Message::new("a layer has one output; its state is not one of them"),
    };
    message.help(format!(
        "leave `{option}` out; `step` goes through a sequence step by step, with a state of the caller's"
    ))
}
