//! Windows on an input: kernels and pools.

use crate::diag::Message;
use crate::shape::{Shape, Size};

/// `name` is the option's.
pub(crate) fn window_zero(name: &str) -> Message {
    Message::new(format!("`{name}` can't be 0"))
}

pub(crate) fn sizes_in_brackets(name: &str, sizes: &str) -> Message {
    Message::new(format!("the sizes of `{name}` stand in parentheses"))
        .help(format!("write `{name} = ({sizes})`, or one number for all"))
}

pub(crate) fn strides_and_dilation() -> Message {
    Message::new("`strides` and `dilation` can't both be more than 1").help("leave one of them out")
}

/// `name` is the option's, `axis` the axis's; a window has `reach` places from its first to its last.
pub(crate) fn window_too_large(name: &str, axis: &str, reach: &Size, dilation: &Size, size: &Size) -> Message {
    let message = Message::new(format!("`{name}` reaches over {reach} places, but the {axis} axis has {size}"));
    let message = match dilation.known() {
        Some(1) => message,
        _ => message.note(format!("a dilation of {dilation} moves the places of a window apart")),
    };
    message.help("make it smaller, or write `padding = same`")
}

/// Said where channels may have been written first, as PyTorch has them.
pub(crate) fn channels_last(axes: &[&str], shape: &Shape) -> String {
    format!("[{}] are {shape} here: the channels are last", axes.join(", "))
}

/// Groups that don't divide `count` of what `noun` says.
pub(crate) fn uneven_groups(groups: &Size, count: &Size, noun: &str, most: Option<usize>) -> Message {
    let message = Message::new(format!("{groups} groups do not divide the {count} {noun}"));
    match most {
        Some(most) => message.help(format!("write `groups = {most}`, for example")),
        None => message,
    }
}

pub(crate) fn too_many_kernel_weights(kernel: &Shape) -> Message {
    let weights = kernel.elements().known().map_or_else(|| "more than fit in memory".into(), super::grouped);
    Message::new(format!("a {kernel} kernel has too many weights: {weights}"))
}

pub(crate) fn output_padding(found: &Size, stride: &Size) -> Message {
    Message::new(format!("`output_padding` is {found}, but the strides are {stride}"))
        .note("it is what the strides leave open of the output's size, and so less than them")
}

/// A transposed convolution that leaves no output.
pub(crate) fn nothing_spread(axis: &str) -> Message {
    Message::new(format!("nothing is left of the {axis} axis"))
        .note("with `padding = same` and an `output_padding`, an even kernel adds nothing to the input's size")
}
