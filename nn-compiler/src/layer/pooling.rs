//! What the pooling layers share.

use super::arguments::Reader;
use super::spatial::AXES;
use super::windows::{self, Windows};
use super::{Input, Lowered};
use crate::keras::class::{Class, DATA_FORMAT, PADDING, Rank, Take};
use crate::ops::{Pool, Pooling, Window};
use crate::shape::{Shape, Size};
use crate::syntax::{Argument, Value};

/// Keras's options of pools of windows in `N` dimensions of space.
struct Options<const N: usize>;

impl<const N: usize> Options<N> {
    const ALL: &'static [(&'static str, Take)] = &[
        ("pool_size", Take::FirstSizes { count: N, default: Some(2) }),
        ("strides", Take::Strides { count: N, window: "pool_size" }),
        PADDING,
        DATA_FORMAT,
    ];
}

/// `MaxPooling2D` of Keras.
pub(super) const fn windows_class<const N: usize>(names: &'static [&'static str]) -> Class {
    Class::new(names, Options::<N>::ALL)
}

/// `GlobalMaxPooling2D`.
pub(super) const fn global_class(names: &'static [&'static str]) -> Class {
    Class::new(names, &[("keepdims", Take::Flag { default: false }), DATA_FORMAT]).of_rank(Rank::Channels)
}

/// `global_max_pool2d`, of so many dimensions of space: one window, which takes the whole tensor.
pub(super) fn global(
    kind: &str,
    space: usize,
    pooling: Pooling,
    reader: &mut Reader<'_>,
    input: &Input,
) -> Option<Lowered> {
    let keepdims = reader.flag("keepdims", false);
    if !input.has_axes(kind, AXES[space - 1], reader) {
        return None;
    }
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let (one, none) = (Size::Known(1), Size::Known(0));
    let windows = input.shape.axes()[..space].iter().map(|size| Window {
        input: size.clone(),
        output: one.clone(),
        kernel: size.clone(),
        stride: one.clone(),
        dilation: one.clone(),
        before: none.clone(),
    });
    let mut output = if keepdims { vec![one.clone(); space] } else { Vec::new() };
    output.push(input.shape.last());
    Some(pooled(Shape::new(output), pooling, windows.collect()))
}

/// `max_pool2d`, likewise.
pub(super) fn windows(
    kind: &str,
    space: usize,
    pooling: Pooling,
    reader: &mut Reader<'_>,
    input: &Input,
) -> Option<Lowered> {
    let windows = Windows::pool(reader, space);
    if !input.has_axes(kind, AXES[space - 1], reader) {
        return None;
    }
    let windows = windows?;
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let mut checks = Vec::new();
    let windows = windows.over(&input.shape, reader, &mut checks)?;
    let output = windows::output(&windows, &input.shape.last(), reader)?;
    Some(Lowered { checks, ..pooled(output, pooling, windows) })
}

/// The layer that pools these windows.
fn pooled(output: Shape, pooling: Pooling, windows: Vec<Window>) -> Lowered {
    Lowered::op(output, Pool { pooling, windows: Window::three(windows) })
}

/// PyTorch's `AdaptiveAvgPool2d(1)`, which is ours if it asks for one number of each channel.
pub(super) fn adaptive(kind: &str, arguments: &[Argument]) -> Option<String> {
    let is_one = |argument: &Argument| match &argument.value {
        Value::Number(number) => !number.negative && number.digits() == "1",
        _ => false,
    };
    let [size] = arguments else { return None };
    let is_one = match &size.value {
        Value::Tuple(sizes) => sizes.iter().all(is_one),
        _ => is_one(size),
    };
    is_one.then(|| format!("{kind}(keepdims = true)"))
}

/// PyTorch's `MaxPool2d(3, stride=2)`, if it pads nothing.
pub(super) fn from_pytorch(kind: &str, arguments: &[Argument]) -> Option<String> {
    const NAMES: [&str; 3] = ["kernel_size", "stride", "padding"];
    let mut given: [Option<String>; 3] = [None, None, None];
    for (place, argument) in arguments.iter().enumerate() {
        let at = match &argument.name {
            Some(name) => NAMES.iter().position(|other| name == other)?,
            None => place,
        };
        *given.get_mut(at)? = Some(argument.text());
    }
    let [size, stride, padding] = given;
    if padding.is_some_and(|padding| padding != "0") {
        return None;
    }
    let strides = stride.map(|stride| format!(", strides = {stride}")).unwrap_or_default();
    Some(format!("{kind}({}{strides})", size?))
}
