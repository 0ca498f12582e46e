//! The picture of a larger network: a block for each layer, in rows.

use core::fmt;

use super::block::{self, Block, HEIGHT};
use super::line::{AIR, Line};
use super::{Diagram, MARGIN, MAX_WIDTH, close, open};
use crate::Size;

const MAX_PER_ROW: usize = 6;
/// Between blocks in a row, and between rows.
const GAP: usize = 34;

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
        let block_width = block::width(block::text_widths(diagram, 0..diagram.layers.len()));
        let fit = (MAX_WIDTH - 2 * MARGIN + GAP) / (block_width + GAP);
        // Rows of about the same length look better than a full one and a rest.
        let rows = blocks.div_ceil(fit.min(MAX_PER_ROW));
        Self { blocks, block_width, per_row: blocks.div_ceil(rows) }
    }

    /// The left upper corner of a block.
    fn corner(&self, index: usize) -> (usize, usize) {
        let (row, column) = (index / self.per_row, index % self.per_row);
        (MARGIN + column * (self.block_width + GAP), MARGIN + row * (HEIGHT + GAP))
    }

    pub(super) fn draw<D: Size>(&self, diagram: &Diagram<'_, D>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.corner(self.per_row - 1).0 + self.block_width + MARGIN;
        let bottom = self.corner(self.blocks - 1).1 + HEIGHT;

        open(f, diagram, width, bottom)?;
        for index in 1..self.blocks {
            self.draw_arrow(f, index)?;
        }
        for index in 0..self.blocks {
            Block(index.checked_sub(1)).draw(diagram, f, self.corner(index), (self.block_width, HEIGHT))?;
        }
        close(f, diagram, width, bottom)
    }

    /// The arrow from the block before `index` to it.
    fn draw_arrow(&self, f: &mut fmt::Formatter<'_>, index: usize) -> fmt::Result {
        let (x1, y1) = self.corner(index - 1);
        let (x2, y2) = self.corner(index);
        if y1 == y2 {
            let y = y1 + HEIGHT / 2;
            Line::from(f, (x1 + self.block_width + AIR, y))?.arrow_to((x2 - AIR, y))
        } else {
            // Down from the end of the row, back to the left, and down into the next.
            let (from, to, middle) = (x1 + self.block_width / 2, x2 + self.block_width / 2, y2 - GAP / 2 - 2);
            let line = Line::from(f, (from, y1 + HEIGHT + AIR))?.to((from, middle))?;
            line.to((to, middle))?.arrow_to((to, y2 - AIR))
        }
    }
}
