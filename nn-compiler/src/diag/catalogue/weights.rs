//! Weights, in a file and in the text.

use super::{list, some};
use crate::diag::Message;
use crate::shape::Shape;

pub(crate) fn file_unreadable(tried: &str, why: &str) -> Message {
    Message::new(format!("couldn't read `{tried}`: {why}")).note("the path is relative to this source file")
}

pub(crate) fn file_of_another_kind(path: &str, extension: &str) -> Message {
    Message::new(format!("couldn't read `{path}`: it is a `.{extension}` file, not safetensors"))
        .help("save the weights with `safetensors.numpy.save_file`, each tensor as `<layer>.<variable>`")
}

pub(crate) fn file_invalid(path: &str, why: &str) -> Message {
    Message::new(format!("couldn't read `{path}`: {why}"))
        .help("save the weights with `safetensors.numpy.save_file`, each tensor as `<layer>.<variable>`")
}

pub(crate) fn file_empty(path: &str) -> Message {
    Message::new(format!("`{path}` has no tensors"))
}

/// `fitting` is the layer of the file that has just the tensors that this layer needs.
pub(crate) fn layer_missing(
    missing: &[String],
    there: &[String],
    path: &str,
    fitting: Option<(&str, &str)>,
) -> Message {
    let message =
        Message::new(format!("the weights of this layer are missing: the file has no {}", list(missing, "and no")))
            .note(format!("read from `{path}`"))
            .note(format!("the file has {}", some(there, "and")));
    match fitting {
        Some((name, layer)) => {
            message.help(format!("the file's `{name}` would fit: name the layer so, `{name}: {layer}`"))
        }
        None => message.help("name the layers as the file does, or export the weights again"),
    }
}

pub(crate) fn tensor_missing(name: &str, there: &[String], path: &str) -> Message {
    let message = Message::new(format!("the weights of this layer are missing: the file has no `{name}`"))
        .note(format!("read from `{path}`"))
        .note(format!("the file has {}", some(there, "and")));
    if name.rsplit('.').next() == Some("bias") {
        message.help("write `use_bias = false`, or export the weights again")
    } else {
        message
    }
}

/// `theirs` is as PyTorch names it, and `unknown` is not: such a file is taken for no one's.
pub(crate) fn named_by_pytorch(ours: &str, theirs: &str, unknown: &str, path: &str) -> Message {
    Message::new(format!("the weights of this layer are missing: the file has no `{ours}`"))
        .note(format!("read from `{path}`"))
        .note(format!(
            "the file has PyTorch's `{theirs}`, which would be taken, but `{unknown}` is of no layer that is known"
        ))
        .help(format!("leave `{unknown}` out of the file"))
}

/// `kind` makes another shape of channels, or makes channels of what has none.
pub(crate) fn pytorch_channels(kind: &str, path: &str) -> Message {
    Message::new(format!("PyTorch's weights can't be put into the order of this `{kind}`"))
        .note(format!("read from `{path}`"))
        .note("PyTorch has the channels first, and here they are last")
        .help(
            "write the shape as PyTorch has it, with a `permute(..)` that moves the channels: \
               `reshape(8, 4, 4), permute(2, 3, 1)`",
        )
}

pub(crate) fn pytorch_constant(kind: &str, path: &str) -> Message {
    Message::new(format!("the number of channels at this `{kind}` must be written as a number"))
        .note(format!("read from `{path}`"))
        .note("PyTorch has the channels first, and its weights are put into our order while the macro runs")
        .help("write the number in place of the constant, or save the weights from the network with `to_safetensors`")
}

pub(crate) fn pytorch_composed(kind: &str, path: &str) -> Message {
    Message::new(format!("PyTorch's `nn.Sequential` has no `{kind}`, so that its weights have no order here"))
        .note(format!("read from `{path}`"))
        .help("save the weights with `safetensors.numpy.save_file`, each tensor as `<layer>.<variable>`")
}

pub(crate) fn tensor_shape(name: &str, found: &str, expected: &Shape, path: &str, fix: Option<&str>) -> Message {
    let message = misfit(name, found, expected, path);
    match fix {
        Some(fix) => message.help(format!("write `{fix}`, or export the weights again")),
        None => message.help("change the layer, or export the weights again"),
    }
}

/// `others` are the tensors of further layers that are transposed too.
pub(crate) fn tensor_transposed(name: &str, found: &str, expected: &Shape, path: &str, others: &[String]) -> Message {
    let message = misfit(name, found, expected, path)
        .note("this looks like PyTorch's layout, [outputs, inputs]; Keras's is [inputs, outputs]");
    if others.is_empty() {
        return message.help("transpose it before saving it");
    }
    message.note(format!("the same holds of {}", some(others, "and"))).help("transpose them before saving them")
}

fn misfit(name: &str, found: &str, expected: &Shape, path: &str) -> Message {
    Message::new(format!("weights do not fit this layer: `{name}` has shape {found}, expected {expected}"))
        .note(format!("read from `{path}`"))
}

pub(crate) fn tensor_dtype(name: &str, dtype: &str, expected: &str, path: &str) -> Message {
    Message::new(format!("`{name}` holds numbers of type {dtype}, expected {expected}"))
        .note(format!("read from `{path}`"))
        .note("F64, F32, F16 and BF16 are converted; integers are not weights")
}

pub(crate) fn tensors_unused(names: &[String], path: &str) -> Message {
    Message::new(format!("`{path}` has tensors that no layer of this network takes"))
        .note(format!("nobody takes {}", some(names, "and")))
        .help("name the layers as the file does, or leave the tensors out of the file")
}

pub(crate) fn no_weights_to_load() -> Message {
    Message::new("`#[weights(..)]` on a network without weights").help("leave it out")
}

/// A tensor that the option `flag` leaves out of its layer.
pub(crate) fn tensor_left_out(name: &str, flag: &str) -> Message {
    Message::new(format!("`{name}` is given to a layer with `{flag}`")).help("leave one of them out")
}

pub(crate) fn weights_twice(name: &str) -> Message {
    Message::new(format!("`{name}` is given here, and `#[weights(..)]` gives it too")).help("leave one of them out")
}
