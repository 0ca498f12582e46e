//! What convolutions and pools are told of their windows.

use alloc::vec::Vec;

use crate::onnx::Attribute;
use crate::ops::Window;

/// The dimensions of space of a tensor of so many axes, the channels among them: the last of the three.
pub(crate) fn space(windows: &[Window; 3], rank: usize) -> &[Window] {
    &windows[windows.len() - (rank - 1).min(windows.len())..]
}

/// The attributes of windows with so many places beyond the edges of the input.
pub(crate) fn attributes(space: &[Window], edges: &[[usize; 2]]) -> Vec<(&'static str, Attribute)> {
    let list = |of: fn(&Window) -> usize| Attribute::Integers(space.iter().map(|window| of(window) as i64).collect());
    let mut attributes =
        alloc::vec![("kernel_shape", list(|window| window.kernel)), ("strides", list(|window| window.stride))];
    if space.iter().any(|window| window.dilation != 1) {
        attributes.push(("dilations", list(|window| window.dilation)));
    }
    if edges.iter().any(|edges| *edges != [0, 0]) {
        let pads = [0, 1].into_iter().flat_map(|end| edges.iter().map(move |edges| edges[end] as i64));
        attributes.push(("pads", Attribute::Integers(pads.collect())));
    }
    attributes
}

/// How many places of the windows lie before the input, and how many behind it.
pub(crate) fn edges(window: &Window) -> [usize; 2] {
    let span = (window.output - 1) * window.stride + (window.kernel - 1) * window.dilation + 1;
    [window.before, span.saturating_sub(window.before + window.input)]
}
