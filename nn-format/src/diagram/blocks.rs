//! The picture of a larger network: a block for each layer, in rows.

use core::fmt::{self, Display};

use super::svg::{CLASS, NAME, NOTE};
use super::{Diagram, open};
use crate::text::{from_fn, shape, thousands};
use crate::{Layer, Size};

const MARGIN: usize = 12;
const MAX_PER_ROW: usize = 6;
/// Rustdoc's column of text is about this wide; what is wider is scaled down.
const MAX_WIDTH: usize = 920;
const BLOCK_WIDTH: core::ops::RangeInclusive<usize> = 96..=196;
const BLOCK_HEIGHT: usize = 84;
const PADDING: usize = 10;
const LINE: usize = 17;
/// Between blocks in a row, and between rows.
const GAP: usize = 34;
const TIP: usize = 7;

/// What goes where.
pub(super) struct Plan {
    /// How many blocks there are: the input and the layers.
    blocks: usize,
    block_width: usize,
    per_row: usize,
}

impl Plan {
    pub(super) fn new<D: Size>(diagram: &Diagram<'_, D>) -> Self {
        let blocks = diagram.layers.len() + 1;
        let widest = (0..blocks).map(|index| text_width(diagram, index)).max().unwrap_or(0);
        let block_width = (widest + 2 * PADDING).clamp(*BLOCK_WIDTH.start(), *BLOCK_WIDTH.end());
        let fit = (MAX_WIDTH - 2 * MARGIN + GAP) / (block_width + GAP);
        // Rows of about the same length look better than a full one and a rest.
        let rows = blocks.div_ceil(fit.min(MAX_PER_ROW));
        Self { blocks, block_width, per_row: blocks.div_ceil(rows) }
    }

    /// The left upper corner of a block.
    fn corner(&self, index: usize) -> (usize, usize) {
        let (row, column) = (index / self.per_row, index % self.per_row);
        (MARGIN + column * (self.block_width + GAP), MARGIN + row * (BLOCK_HEIGHT + GAP))
    }

    pub(super) fn draw<D: Size>(&self, diagram: &Diagram<'_, D>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.corner(self.per_row - 1).0 + self.block_width + MARGIN;
        let bottom = self.corner(self.blocks - 1).1 + BLOCK_HEIGHT;
        let classes = classes(diagram.classes);
        let height = bottom + MARGIN + if diagram.classes.is_empty() { 0 } else { LINE + 4 };

        open(f, diagram.title, width, height)?;
        for index in 1..self.blocks {
            self.draw_arrow(f, index)?;
        }
        for index in 0..self.blocks {
            self.draw_block(diagram, f, index)?;
        }
        if !diagram.classes.is_empty() {
            CLASS.write(f, (MARGIN, bottom + LINE + 4), width - 2 * MARGIN, &classes)?;
        }
        f.write_str("</svg>")
    }

    fn draw_block<D: Size>(&self, diagram: &Diagram<'_, D>, f: &mut fmt::Formatter<'_>, index: usize) -> fmt::Result {
        let (x, y) = self.corner(index);
        let layer = layer(diagram, index);
        let class = match layer {
            None => "nn-in",
            _ if index == self.blocks - 1 => "nn-out",
            Some(layer) if layer.parameters.known() == Some(0) => "nn-plain",
            Some(_) => "nn-mid",
        };
        let width = self.block_width;
        write!(f, r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{BLOCK_HEIGHT}" rx="7"/>"#)?;
        let lines = with_lines(diagram, layer, |lines| lines.iter().flatten().count());
        let first = y + (BLOCK_HEIGHT - (lines - 1) * LINE) / 2 + 4;
        with_lines(diagram, layer, |lines| {
            for (line, text) in lines.iter().flatten().enumerate() {
                let face = if line == 0 { NAME } else { NOTE };
                face.write(f, (x + width / 2, first + line * LINE), width - 2 * PADDING, *text)?;
            }
            Ok(())
        })
    }

    /// The arrow from the block before `index` to it.
    fn draw_arrow(&self, f: &mut fmt::Formatter<'_>, index: usize) -> fmt::Result {
        let (x1, y1) = self.corner(index - 1);
        let (x2, y2) = self.corner(index);
        f.write_str(r#"<path class="nn-edge" stroke-opacity=".7" stroke-width="1.5" d=""#)?;
        if y1 == y2 {
            let (from, to, y) = (x1 + self.block_width + 4, x2 - 4, y1 + BLOCK_HEIGHT / 2);
            write!(f, r#"M{from} {y}H{}"/>"#, to - TIP)?;
            write!(f, r#"<path class="nn-tip" d="M{to} {y}l-{TIP} -4v8z"/>"#)
        } else {
            // Down from the end of the row, back to the left, and down into the next.
            let (from, to) = (x1 + self.block_width / 2, x2 + self.block_width / 2);
            let (top, middle, bottom) = (y1 + BLOCK_HEIGHT + 4, y2 - GAP / 2 - 2, y2 - 4);
            write!(f, r#"M{from} {top}V{middle}H{to}V{}"/>"#, bottom - TIP)?;
            write!(f, r#"<path class="nn-tip" d="M{to} {bottom}l-4 -{TIP}h8z"/>"#)
        }
    }
}

/// The layer of a block, or `None` for the input's.
fn layer<'a, D>(diagram: &Diagram<'a, D>, block: usize) -> Option<&'a Layer<'a, D>> {
    block.checked_sub(1).map(|index| &diagram.layers[index])
}

/// Calls `then` with the lines of text in a block.
fn with_lines<D: Size, R>(
    diagram: &Diagram<'_, D>,
    layer: Option<&Layer<'_, D>>,
    then: impl FnOnce([Option<&dyn Display>; 4]) -> R,
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

fn text_width<D: Size>(diagram: &Diagram<'_, D>, block: usize) -> usize {
    with_lines(diagram, layer(diagram, block), |[name, notes @ ..]| {
        let notes = notes.into_iter().flatten().map(|note| NOTE.width(note));
        notes.chain(name.map(|name| NAME.width(name))).max().unwrap_or(0)
    })
}

fn classes(names: &[&str]) -> impl Display {
    from_fn(move |f| {
        f.write_str("classes: ")?;
        names.iter().enumerate().try_for_each(|(index, name)| {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{name}")
        })
    })
}
