//! Shapes, and whether they fit.

use super::grouped;
use crate::diag::Message;
use crate::shape::{Comparison, Shape, Size};
use crate::syntax::{Argument, Ordinal, Value};

pub(crate) fn input_not_declared(ours: &str) -> Message {
    Message::new("the first layer must declare the network's input").help(format!("add `input`: `{ours}`"))
}

pub(crate) fn foreign_input(framework: &str, found: &Argument, ours: &str) -> Message {
    Message::new(format!("{framework}'s `{}` is written `input = {ours}`", found.whole_text()))
}

pub(crate) fn shape_in_brackets(axes: &[Argument]) -> Message {
    let written = match axes {
        [one] => one.text(),
        _ => format!("({})", axes.iter().map(Argument::text).collect::<Vec<_>>().join(", ")),
    };
    Message::new("a shape is written in parentheses").help(format!("write `input = {written}`"))
}

pub(crate) fn no_input() -> Message {
    Message::new("a network needs at least one input").help("write a size, `input = 64`, or a shape, `input = (8, 8)`")
}

pub(crate) fn zero_axis() -> Message {
    Message::new("each size of a shape must be at least 1")
}

pub(crate) fn none_for_size() -> Message {
    Message::new("a size can't be `None`: every size is known when the network compiles")
        .note("Keras's `None` is the size of the batch, which is not part of a shape here")
        .help("leave the batch out, and write the other sizes as numbers")
}

pub(crate) fn tensor_too_large(shape: &Shape, limit: usize) -> Message {
    Message::new(format!("a {shape} tensor has too many numbers")).note(format!("the limit is {}", grouped(limit)))
}

/// Which layer makes the tensor: its number, its text, and what it is given.
type Producer<'a> = Option<(Ordinal, &'a str, &'a Shape)>;

pub(crate) fn takes_a_vector(kind: &str, found: &Shape, producer: Producer<'_>) -> Message {
    let elements = found.elements();
    match producer {
        Some((number, text, input)) => {
            Message::new(format!("`{kind}` takes a vector, but layer {number} produces a {found} tensor"))
                .note(format!("layer {number}, `{text}`, maps {input} to {found}"))
                .help(format!("insert `flatten()` before this layer; it gives `{kind}` {elements} inputs; or write `time_distributed({kind}(..))`, which takes each step by itself"))
        }
        None => Message::new(format!("`{kind}` takes a vector, but the network's input is a {found} tensor")).help(
            format!(
                "insert `flatten(input = {})` before this layer, and leave `input` out here; it gives `{kind}` {elements} inputs",
                found.written()
            ),
        ),
    }
}

/// As [`takes_a_vector`], of a layer that takes a tensor with these axes.
pub(crate) fn takes_axes(kind: &str, axes: &[&str], found: &Shape, producer: Producer<'_>) -> Message {
    let takes = format!("`{kind}` takes a [{}] tensor", axes.join(", "));
    let has = match found.as_vector() {
        Some(size) => format!("a vector of {size}"),
        None => format!("a {found} tensor"),
    };
    let missing = axes.len().saturating_sub(found.axes().len());
    // The last axis is the channels', of which there is one where nobody speaks of them.
    let one = axes.last().map_or("", |axis| axis.trim_end_matches('s'));
    let whole = (missing == 1).then(|| found.axes().iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    match producer {
        Some((number, text, input)) => {
            let message = Message::new(format!("{takes}, but layer {number} produces {has}"))
                .note(format!("layer {number}, `{text}`, maps {input} to {found}"));
            match whole {
                Some(whole) => {
                    message.help(format!("insert `reshape({whole}, 1)` before this layer if there is one {one}"))
                }
                None => message,
            }
        }
        None => {
            let message = Message::new(format!("{takes}, but the network's input is {has}"));
            match whole {
                Some(whole) => message.help(format!("write `input = ({whole}, 1)` if there is one {one}")),
                None => message,
            }
        }
    }
}

/// As [`takes_axes`], after a layer that gives the last step alone.
pub(crate) fn takes_a_sequence(
    kind: &str,
    axes: &[&str],
    found: &Shape,
    (number, text, input): (Ordinal, &str, &Shape),
) -> Message {
    let (axes, size) = (axes.join(", "), found.elements());
    Message::new(format!("`{kind}` takes a [{axes}] tensor, but layer {number} produces a vector of {size}"))
        .note(format!("layer {number}, `{text}`, maps {input} to the output of its last step"))
        .help(format!("write `return_sequences = true` in layer {number}, for the outputs of all steps"))
}

pub(crate) fn input_claim(claimed: &Shape, found: &Shape, producer: Option<(Ordinal, &str)>) -> Message {
    let (claims, produces, is_or_has) = match (claimed.as_vector(), found.as_vector()) {
        (Some(claimed), Some(found)) => (format!("{claimed} inputs"), found.to_string(), "has"),
        _ => (format!("a {claimed} tensor"), format!("a {found} tensor"), "is"),
    };
    let message = match producer {
        Some((number, text)) => {
            Message::new(format!("this layer expects {claims}, but layer {number} produces {produces}"))
                .note(format!("layer {number} is `{text}`"))
        }
        None => Message::new(format!("this layer expects {claims}, but the network's input {is_or_has} {produces}")),
    };
    message.help(format!(
        "write `input = {}`, or leave `input` out: it is only needed on the first layer",
        found.written()
    ))
}

/// The layers of `kind` give a tensor of another shape than the one they are added to.
pub(crate) fn residual_shape(kind: &str, input: &Shape, output: &Shape) -> Message {
    let message =
        Message::new(format!("`{kind}` adds its input, of shape {input}, to what its layers make of it, {output}"));
    let (a, b) = (input.axes(), output.axes());
    match (a.split_last(), b.split_last()) {
        (Some((last, a)), Some((_, b))) if a.len() == b.len() => {
            let is_same = a.iter().zip(b).all(|(a, b)| a.compare(b) == Comparison::Equal);
            if is_same {
                message.help(format!("the last of them must give {last} along the last axis, as the input has"))
            } else {
                message.help("convolutions and pooling keep the size with `padding = same` and strides of 1")
            }
        }
        _ => message.help("they must give a tensor of as many axes as the input has"),
    }
}

/// A branch that can't stand beside the first.
pub(crate) fn branch_shape(kind: &str, first: &Shape, found: &Shape) -> Message {
    Message::new(format!("`{kind}` joins along the last axis, but this branch gives {found} and the first one {first}"))
        .help("all axes but the last must be the same in each branch")
}

pub(crate) fn one_branch(kind: &str) -> Message {
    Message::new(format!("`{kind}` joins several branches, but here is only one"))
        .help("branches are separated by commas; a branch that passes its input on is written `identity()`")
}

pub(crate) fn reshape_two_holes() -> Message {
    Message::new("only one size of a shape can be `-1`").note("`-1` stands for whatever is left over")
}

pub(crate) fn reshape_negative(found: &str) -> Message {
    Message::new(format!("expected a size or `-1`, found `{found}`"))
        .note("`-1` stands for whatever is left over; no other size is negative")
}

/// `has` is what the input has: `layer 1 produces 12`.
pub(crate) fn reshape_count(shape: &str, written: &Size, hole: bool, has: &str) -> Message {
    if hole {
        Message::new(format!("{shape} takes a multiple of {written} numbers, but {has}"))
    } else {
        Message::new(format!("a {shape} tensor has {written} numbers, but {has}"))
            .help("the sizes of `reshape`, multiplied, must give the same count; one of them may be `-1`")
    }
}

/// Nothing is left of an axis. `name` is the axis's.
pub(crate) fn cropped_away(name: &str, size: &Size, before: &Size, after: &Size) -> Message {
    Message::new(format!("cropping {before} and {after} leaves nothing of the {name} axis, whose size is {size}"))
        .help("crop less than the axis has")
}

/// `has` is what the input has: `layer 1 produces 12`.
pub(crate) fn permutation(kind: &str, rank: usize, has: &str) -> Message {
    let order = (1..=rank).rev().map(|axis| axis.to_string()).collect::<Vec<_>>().join(", ");
    Message::new(format!("`{kind}` takes the number of each axis once, from 1 to {rank}"))
        .note(format!("{has}; the batch is no axis of it"))
        .help(format!("write `{kind}({order})`, for example"))
}

pub(crate) fn tuple_length(found: &str, length: usize, expected: usize) -> Message {
    Message::new(format!("`{found}` has {length} numbers, expected {expected}"))
        .help("one number by itself holds for all")
}

pub(crate) fn interpolation(kind: &str, found: &Argument) -> Message {
    let message = Message::new(format!(
        "`{kind}` has the interpolations `nearest` and `bilinear`, found {}",
        found.value.describe()
    ));
    match &found.value {
        Value::Text(word) if ["nearest", "bilinear"].contains(&word.value().as_str()) => {
            message.help(format!("write it without quotes: `interpolation = {}`", word.value()))
        }
        _ => message.note("Keras's `bicubic`, `lanczos3` and `lanczos5` are not there"),
    }
}

pub(crate) fn expected_axis(found: &Argument) -> Message {
    Message::new(format!("expected the number of an axis, found {}", found.value.describe()))
        .help("the first axis is 1, since the batch is 0; the last one is also -1")
}

pub(crate) fn axis_twice(kind: &str, axis: usize) -> Message {
    Message::new(format!("`{kind}` is given axis {axis} twice")).help("write the number of each axis once")
}

/// There is no axis of that number.
pub(crate) fn no_axis(kind: &str, found: &str, shape: &Shape) -> Message {
    let rank = shape.axes().len();
    let message = Message::new(format!("`{kind}` is given a {shape} tensor, which has no axis `{found}`"));
    match found {
        "0" => message.note("axis 0 is the batch, whose samples know nothing of each other"),
        _ if rank == 1 => message.note("its only axis is 1, or -1"),
        _ => message.note(format!("its axes are 1 to {rank}; the last one is also -1")),
    }
}
