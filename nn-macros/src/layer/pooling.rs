//! What the pooling layers share.

use super::arguments::Reader;
use super::places::AXES;
use super::{Input, Lowered};
use crate::model::{Op, Pooling, Window};
use crate::shape::{Shape, Size};
use crate::syntax::{Argument, Value};

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
    let channels = input.shape.last();
    let mut output = if keepdims { vec![one.clone(); space] } else { Vec::new() };
    output.push(channels.clone());
    Some(pooled(Shape::new(output), channels, pooling, windows.collect()))
}

/// The layer that pools these windows.
fn pooled(output: Shape, channels: Size, pooling: Pooling, windows: Vec<Window>) -> Lowered {
    let op = Op::Pool { outputs: output.elements(), channels, pooling, windows: Window::three(windows) };
    Lowered::op(output, op)
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
