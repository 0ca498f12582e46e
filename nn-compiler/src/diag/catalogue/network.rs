//! The network as a whole.

use proc_macro2::Ident;

use super::grouped;
use crate::diag::Message;
use crate::shape::Size;

pub(crate) fn no_layers() -> Message {
    Message::new("a network needs at least one layer").help("write `dense(3, input = 2, relu)`, for example")
}

pub(crate) fn not_a_struct(keyword: &Ident, name: &Ident) -> Message {
    Message::new(format!("a network is a `struct`, not `{keyword}`")).help(format!("write `struct {name} {{ .. }}`"))
}

pub(crate) fn network_without_struct(name: &Ident) -> Message {
    Message::new(format!("expected `struct` before `{name}`")).help(format!("write `struct {name} {{ .. }}`"))
}

pub(crate) fn struct_without_name() -> Message {
    Message::new("expected the network's name after `struct`").help("write `struct Name { .. }`")
}

pub(crate) fn struct_body(name: &Ident) -> Message {
    Message::new("the layers of a named network stand in braces").help(format!("write `struct {name} {{ .. }}`"))
}

pub(crate) fn after_struct(found: &str) -> Message {
    Message::new(format!("expected the end of the network, found `{found}`"))
        .help("each network has a `sequential!` of its own")
}

pub(crate) fn generic_network() -> Message {
    Message::new("a network has no generic parameters").help(
        "its sizes can be constants: `dense(HIDDEN, input = FEATURES)`; its number type is chosen by `#[dtype(f64)]`",
    )
}

pub(crate) fn visibility_form() -> Message {
    Message::new("this is no visibility").help("write `pub`, `pub(crate)`, `pub(super)` or `pub(in path)`")
}

pub(crate) fn visibility_without_struct() -> Message {
    Message::new("`pub` needs a named network").help("write `pub struct Name { .. }`")
}

pub(crate) fn list_of_layers(bracket: &str) -> Message {
    Message::new(format!("expected a layer, found `{bracket}`"))
        .help("the layers stand in the macro's own brackets: `sequential![dense(3, input = 2), dense(2)]`")
}

pub(crate) fn too_big_for_the_stack(bytes: &Size) -> Message {
    let bytes = bytes.known().map_or_else(|| "more than 1_048_576".to_owned(), grouped);
    Message::new(format!("a network of {bytes} bytes is too big for the stack"))
        .note("the expression form makes the network a local variable")
        .help("name it, `sequential! { struct Network { .. } }`, and build it with `Network::boxed_init(seed)`")
}

/// The note of the lint where a network that is too big for the stack is made as a local variable.
pub(crate) fn init_too_big(bytes: usize) -> String {
    let bytes = grouped(bytes);
    format!("a network of {bytes} bytes is too big for the stack: build it with `boxed_init(seed)`")
}
