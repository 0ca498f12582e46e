//! A block: a layer's name, kind, output shape and parameters, in a box.

use core::fmt::{self, Display};

use super::Diagram;
use super::svg::{NAME, NOTE};
use crate::text::{from_fn, shape, thousands};
use crate::{Layer, Size};

const WIDTH: core::ops::RangeInclusive<usize> = 96..=196;
const PADDING: usize = 10;
pub(super) const LINE: usize = 17;
/// How many lines of text there are at most.
const MOST_LINES: usize = 4;
/// Room for the most lines.
pub(super) const HEIGHT: usize = height(MOST_LINES);

/// Room for so many lines.
const fn height(lines: usize) -> usize {
    16 + lines * LINE
}

/// What a block stands for: the layer of this index, or else the input.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Block(pub(super) Option<usize>);

impl Block {
    fn layer<'a, D>(self, diagram: &Diagram<'a, D>) -> Option<&'a Layer<'a, D>> {
        self.0.and_then(|index| diagram.layers.get(index))
    }

    /// The height that its own lines need.
    pub(super) fn height<D: Size>(self, diagram: &Diagram<'_, D>) -> usize {
        height(self.lines(diagram))
    }

    fn lines<D: Size>(self, diagram: &Diagram<'_, D>) -> usize {
        with_lines(diagram, self.layer(diagram), |lines| lines.iter().flatten().count())
    }

    fn text_width<D: Size>(self, diagram: &Diagram<'_, D>) -> usize {
        with_lines(diagram, self.layer(diagram), |[name, notes @ ..]| {
            let notes = notes.into_iter().flatten().map(|note| NOTE.width(note));
            notes.chain(name.map(|name| NAME.width(name))).max().unwrap_or(0)
        })
    }

    /// Draws it with its left upper corner at a place, in so much room.
    pub(super) fn draw<D: Size>(
        self,
        diagram: &Diagram<'_, D>,
        f: &mut fmt::Formatter<'_>,
        (x, y): (usize, usize),
        (width, height): (usize, usize),
    ) -> fmt::Result {
        let layer = self.layer(diagram);
        let class = match layer {
            None => "nn-in",
            _ if self.0.is_some_and(|index| index + 1 == diagram.layers.len()) => "nn-out",
            Some(layer) if layer.parameters.known() == Some(0) => "nn-plain",
            Some(_) => "nn-mid",
        };
        write!(f, r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="7"/>"#)?;
        let first = y + (height - (self.lines(diagram) - 1) * LINE) / 2 + 4;
        with_lines(diagram, layer, |lines| {
            for (line, text) in lines.iter().flatten().enumerate() {
                let face = if line == 0 { NAME } else { NOTE };
                face.write(f, (x + width / 2, first + line * LINE), width - 2 * PADDING, *text)?;
            }
            Ok(())
        })
    }
}

/// The width of all blocks: that of the longest line, as far as that is not too long.
pub(super) fn width(texts: impl Iterator<Item = usize>) -> usize {
    let width = texts.max().unwrap_or(0) + 2 * PADDING;
    // Even, so that the middle is a whole pixel.
    width.next_multiple_of(2).clamp(*WIDTH.start(), *WIDTH.end())
}

/// The widths of the longest lines of the input's block and of those of `layers`.
pub(super) fn text_widths<D: Size>(
    diagram: &Diagram<'_, D>,
    layers: impl Iterator<Item = usize>,
) -> impl Iterator<Item = usize> {
    core::iter::once(None).chain(layers.map(Some)).map(|index| Block(index).text_width(diagram))
}

/// Calls `then` with the lines of text in a block.
fn with_lines<D: Size, R>(
    diagram: &Diagram<'_, D>,
    layer: Option<&Layer<'_, D>>,
    then: impl FnOnce([Option<&dyn Display>; MOST_LINES]) -> R,
) -> R {
    let Some(layer) = layer else {
        return then([Some(&"input"), Some(&shape(diagram.input_shape)), None, None]);
    };
    let parameters = from_fn(|f| {
        let plural = if layer.parameters.known() == Some(1) { "" } else { "s" };
        write!(f, "{} param{plural}", thousands(&layer.parameters))
    });
    // A count that takes constants is a formula too long for a block.
    let parameters: Option<&dyn Display> = match layer.parameters.known() {
        None | Some(0) => None,
        Some(_) => Some(&parameters),
    };
    then([Some(&layer.name), Some(&layer.type_text()), Some(&shape(layer.output_shape)), parameters])
}

/// The line below a picture of blocks that has the classes' names.
pub(super) fn classes<'a>(names: &'a [&'a str]) -> impl Display + 'a {
    from_fn(move |f| {
        f.write_str("classes: ")?;
        names.iter().enumerate().try_for_each(|(index, name)| {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{name}")
        })
    })
}
