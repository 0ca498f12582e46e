//! Files of Keras's.

#![cfg_attr(not(any(test, feature = "keras")), allow(dead_code, reason = "no file is read"))]

use crate::diag::Message;

/// `why` is what the reader of such files says, and `help` what it knows to do about it.
pub(crate) fn keras_file(path: &str, why: &str, help: Option<String>) -> Message {
    let message = Message::new(format!("couldn't read `{path}`: {why}"));
    match help {
        Some(help) => message.help(help),
        None => message,
    }
}

/// What to do where the file doesn't say how long a sequence is, of a model of this shape with the batch's axis.
pub(crate) fn keras_sizes(path: &str, shape: &[Option<usize>]) -> String {
    let size = |size: &Option<usize>| size.map_or("..".to_owned(), |size| size.to_string());
    let sizes: Vec<String> = shape.iter().skip(1).map(size).collect();
    let sizes = if let [size] = sizes.as_slice() { size.clone() } else { format!("({})", sizes.join(", ")) };
    format!("say it beside the path: `#[keras({path:?}, input = {sizes})]`")
}

pub(crate) fn keras_input() -> Message {
    Message::new("expected the shape of one sample").help("write `input = 4`, or `input = (80, 1)`")
}

/// What to do where a file without layers doesn't say whose its weights are.
pub(crate) fn keras_names() -> String {
    "give each layer with weights its name in Keras's model: `dense_1: dense(..)`".to_owned()
}

/// `kind` has branches, whose layers Keras has mingled.
pub(crate) fn keras_branches(kind: &str, path: &str) -> Message {
    Message::new(format!("only names can tell which weights of the file are whose in this `{kind}`"))
        .note(format!("read from `{path}`, which has no layers, and whose weights are in the order of depth"))
        .help(keras_names())
}

/// `written` is the layer as text, and `origin` its name and class in the file.
pub(crate) fn keras_layer(path: &str, origin: &str, written: &str, message: Message) -> Message {
    message.within(&format!("{origin} of `{path}`")).note(format!("it is the same as `{written}`"))
}

pub(crate) fn keras_feature(attribute: &str) -> Message {
    Message::new(format!("`#[{attribute}(..)]` of a file of Keras's needs the feature `keras` of nn-runtime"))
        .help("write `features = [\"keras\"]` where Cargo.toml names nn-runtime")
}

/// `has` is what the file has at this place, and `layer` its layer there.
pub(crate) fn file_has(has: &str, layer: &str, path: &str) -> Message {
    let message = Message::new(format!("the file has {has} here")).note(format!("read from `{path}`"));
    if has.contains(layer) { message } else { message.note(format!("the file's layer is `{layer}`")) }
}

pub(crate) fn file_has_no_more(path: &str) -> Message {
    Message::new("the file has no layer here").note(format!("read from `{path}`"))
}

pub(crate) fn file_has_more(next: &str, path: &str) -> Message {
    Message::new(format!("the file has `{next}` after this layer")).note(format!("read from `{path}`"))
}

pub(crate) fn layers_beside_file() -> Message {
    Message::new("`#[keras(..)]` on a network with layers: the file has them")
        .help("write `struct Name;`, or `#[weights(..)]` to check the layers here against the file")
}
