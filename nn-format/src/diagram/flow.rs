//! The picture of a network that has layers made of layers: blocks from top to bottom, branches beside each other.
//!
//! Whatever is drawn has an axis, on which lines come in and go out. Layers in a row stand on one axis. A layer that is
//! made of layers is a frame around its branches: a line forks into them, and they end in the sign of what makes one
//! tensor of them.

use core::fmt;
use core::ops::Range;

use super::block::{self, Block, LINE};
use super::line::{AIR, Line, Point, TIP};
use super::svg::{NAME, NOTE};
use super::{Diagram, MARGIN, MAX_WIDTH, close, open};
use crate::text::{from_fn, shape};
use crate::{Layer, Size};

/// From one block to the next.
const GAP: usize = 30;
/// Between columns.
const COLUMN_GAP: usize = 48;
/// A column that isn't higher needs no second one beside it.
const LOW: usize = 560;
/// Between branches, and between a frame and what is in it.
const LANE_GAP: usize = 24;
const PADDING: usize = 16;
/// The two lines of a frame's title.
const TITLE: usize = 8 + 2 * LINE + 4;
/// The longest title that widens its frame.
const TITLE_WIDTH: usize = 180;
/// From the title to the line that branches fork from, and from there to their blocks.
const FORK: [usize; 2] = [10, 22];
/// From the branches to the sign below them, and from there to the frame.
const JOIN: [usize; 2] = [26, 14];
const SIGN_HEIGHT: usize = 26;
/// Half the width of a branch of no layers.
const EMPTY: usize = 10;

/// The extent of something, on both sides of its axis.
#[derive(Clone, Copy, Default)]
struct Extent {
    left: usize,
    right: usize,
    height: usize,
}

impl Extent {
    fn width(self) -> usize {
        self.left + self.right
    }

    /// With something else below.
    fn above(self, other: Self, gap: usize) -> Self {
        Self {
            left: self.left.max(other.left),
            right: self.right.max(other.right),
            height: self.height + gap + other.height,
        }
    }
}

/// What goes where.
pub(super) struct Plan<'a, D> {
    diagram: &'a Diagram<'a, D>,
    block_width: usize,
    /// The highest that a column may be.
    column: usize,
}

impl<'a, D: Size> Plan<'a, D> {
    /// `None` if no layer is made of layers.
    pub(super) fn new(diagram: &'a Diagram<'a, D>) -> Option<Self> {
        let is_block = |index: &usize| diagram.layers[*index].branches.is_empty();
        let all = 0..diagram.layers.len();
        if all.clone().all(|index| is_block(&index)) {
            return None;
        }
        let block_width = block::width(block::text_widths(diagram, all.filter(is_block)));
        let mut plan = Self { diagram, block_width, column: LOW };
        let height: usize = plan.items().map(|item| plan.item(item).height + GAP).sum();
        while plan.column < height && plan.size().0 > MAX_WIDTH {
            plan.column += plan.column / 8;
        }
        Some(plan)
    }

    /// The input, and the layers that no other is made of.
    fn items(&self) -> impl Iterator<Item = Block> + use<'a, D> {
        let all = 0..self.diagram.layers.len();
        core::iter::once(Block(None)).chain(outermost(self.diagram.layers, all).map(|index| Block(Some(index))))
    }

    /// Calls `visit` with each item, its extent, the column that it is in, and the height above it there.
    fn columns(&self, mut visit: impl FnMut(Block, Extent, usize, usize) -> fmt::Result) -> fmt::Result {
        let (mut column, mut height) = (0, 0);
        for item in self.items() {
            let extent = self.item(item);
            if height > 0 && height + extent.height > self.column {
                (column, height) = (column + 1, 0);
            }
            visit(item, extent, column, height)?;
            height += extent.height + GAP;
        }
        Ok(())
    }

    /// The extent of a column.
    fn column(&self, column: usize) -> Extent {
        let mut all = Extent::default();
        // Nothing is written.
        let _ = self.columns(|_, extent, at, above| {
            if at == column {
                all = all.above(Extent { height: 0, ..extent }, 0);
                all.height = above + extent.height;
            }
            Ok(())
        });
        all
    }

    /// The width of the picture, the height of what is in its columns, and how many of these there are.
    fn size(&self) -> (usize, usize, usize) {
        let (mut width, mut height, mut number) = (2 * MARGIN, 0, 0);
        loop {
            let column = self.column(number);
            if column.height == 0 {
                return (width, height, number);
            }
            width += column.width() + if number > 0 { COLUMN_GAP } else { 0 };
            height = height.max(column.height);
            number += 1;
        }
    }

    pub(super) fn draw(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, height, number) = self.size();
        // Lines from column to column go around.
        let around = if number > 1 { GAP / 2 } else { 0 };
        let (top, bottom) = (MARGIN + around, MARGIN + height + 2 * around);
        open(f, self.diagram, width, bottom)?;
        let (mut x, mut now) = (MARGIN, 0);
        let mut extent = self.column(0);
        let mut last: Option<Point> = None;
        self.columns(|item, height, column, above| {
            let (left, before) = (x, extent);
            if column > now {
                x += extent.width() + COLUMN_GAP;
                (extent, now) = (self.column(column), column);
            }
            let (axis, y) = (x + extent.left, top + above);
            if let Some(last) = last {
                let mut line = Line::from(f, (last.0, last.1 + AIR))?;
                if left != x {
                    let between = left + before.width() + COLUMN_GAP / 2;
                    line = line.to((last.0, last.1 + around))?.to((between, last.1 + around))?;
                    line = line.to((between, top - around))?.to((axis, top - around))?;
                }
                line.arrow_to((axis, y - AIR))?;
            }
            last = Some((axis, y + height.height));
            self.draw_item(f, item, (axis, y))
        })?;
        close(f, self.diagram, width, bottom)
    }

    fn draw_item(&self, f: &mut fmt::Formatter<'_>, item: Block, (axis, y): Point) -> fmt::Result {
        match self.frame(item) {
            Some(frame) => self.draw_frame(f, &frame, (axis, y)),
            None => {
                let (width, height) = (self.block_width, item.height(self.diagram));
                item.draw(self.diagram, f, (axis - width / 2, y), (width, height))
            }
        }
    }

    fn item(&self, item: Block) -> Extent {
        match self.frame(item) {
            Some(frame) => self.frame_extent(&frame),
            None => {
                let half = self.block_width / 2;
                Extent { left: half, right: half, height: item.height(self.diagram) }
            }
        }
    }

    /// Layers in a row.
    fn chain(&self, layers: Range<usize>) -> Extent {
        if layers.is_empty() {
            return Extent { left: EMPTY, right: EMPTY, height: 0 };
        }
        let extents = outermost(self.diagram.layers, layers).map(|index| self.item(Block(Some(index))));
        extents.reduce(|all, extent| all.above(extent, GAP)).unwrap_or_default()
    }

    fn draw_chain(&self, f: &mut fmt::Formatter<'_>, layers: Range<usize>, (axis, mut y): Point) -> fmt::Result {
        for (number, index) in outermost(self.diagram.layers, layers).enumerate() {
            let item = Block(Some(index));
            if number > 0 {
                Line::from(f, (axis, y + AIR))?.arrow_to((axis, y + GAP - AIR))?;
                y += GAP;
            }
            self.draw_item(f, item, (axis, y))?;
            y += self.item(item).height;
        }
        Ok(())
    }

    /// The layer, if it is made of layers.
    fn frame(&self, item: Block) -> Option<Frame<'a, D>> {
        let index = item.0?;
        let layer = self.diagram.layers.get(index).filter(|layer| !layer.branches.is_empty())?;
        Some(Frame { layer, index })
    }

    /// Calls `visit` with each branch: its number, its layers, its extent, and how far its axis is from the first's left end.
    /// Returns the width of all.
    fn lanes(
        &self,
        frame: &Frame<'a, D>,
        mut visit: impl FnMut(usize, Range<usize>, Extent, usize) -> fmt::Result,
    ) -> Result<usize, fmt::Error> {
        let mut x = 0;
        for (number, layers) in frame.branches().enumerate() {
            let extent = self.chain(layers.clone());
            x += if number > 0 { LANE_GAP } else { 0 };
            visit(number, layers, extent, x + extent.left)?;
            x += extent.width();
        }
        Ok(x)
    }

    /// The width and height of what is in a frame, and how far its axis is from the left.
    fn body(&self, frame: &Frame<'a, D>) -> (usize, usize, usize) {
        let (mut ends, mut full, mut height) = ([None, None], [None, None], 0);
        let widen = |ends: &mut [Option<usize>; 2], axis| {
            ends[0] = ends[0].or(Some(axis));
            ends[1] = Some(axis);
        };
        let width = self.lanes(frame, |_, layers, extent, axis| {
            height = height.max(extent.height);
            widen(&mut ends, axis);
            if !layers.is_empty() {
                widen(&mut full, axis);
            }
            Ok(())
        });
        // Branches of no layers pass by those that have some.
        let [first, last] = if full[0].is_some() { full } else { ends };
        let middle = usize::midpoint(first.unwrap_or_default(), last.unwrap_or_default());
        // A branch that is nearly in the middle is in it.
        let (mut axis, near) = (middle, frame.sign_width() / 2 + 2 * (AIR + TIP));
        let _ = self.lanes(frame, |_, _, _, lane| {
            if lane.abs_diff(middle) < near {
                axis = lane;
            }
            Ok(())
        });
        (width.unwrap_or_default(), height, axis)
    }

    fn frame_extent(&self, frame: &Frame<'a, D>) -> Extent {
        let (width, height, axis) = self.body(frame);
        let all = frame.width(width);
        let left = (all - width) / 2 + axis;
        let [above, below] = frame.around();
        // The sign is on the axis, and may be wider than branches of no layers.
        let least = frame.sign_width() / 2 + PADDING;
        Extent { left: left.max(least), right: (all - left).max(least), height: above + height + below }
    }

    fn draw_frame(&self, f: &mut fmt::Formatter<'_>, frame: &Frame<'a, D>, (axis, y): Point) -> fmt::Result {
        let (extent, (_, height, within)) = (self.frame_extent(frame), self.body(frame));
        let (width, x) = (extent.width(), axis - extent.left);
        write!(f, r#"<rect class="nn-frame" x="{x}" y="{y}" width="{width}" height="{}" rx="10"/>"#, extent.height)?;
        // The title is on the axis, if it fits there.
        let (text, on_axis) = (frame.title(), 2 * extent.left.min(extent.right) - PADDING);
        let (middle, text) = if text <= on_axis { (axis, on_axis) } else { (x + width / 2, width - PADDING) };
        NAME.write(f, (middle, y + 4 + LINE), text, &frame.layer.name)?;
        NOTE.write(f, (middle, y + 4 + 2 * LINE), text, &frame.subtitle())?;

        let (from, top) = (y + TITLE, y + frame.around()[0]);
        let (bottom, end) = (top + height, y + extent.height);
        let left = axis - within;
        let count = frame.layer.branches.len();
        if !frame.is_merged() {
            // One branch, which has the frame for itself.
            Line::from(f, (axis, from))?.arrow_to((axis, top - AIR))?;
            Line::from(f, (axis, bottom + AIR))?.to((axis, end))?.end()?;
            return self.lanes(frame, |_, layers, _, lane| self.draw_chain(f, layers, (left + lane, top))).map(|_| ());
        }
        let (fork, sign) = (from + FORK[0], bottom + JOIN[0]);
        let (half, level) = (frame.sign_width() / 2, sign + SIGN_HEIGHT / 2);
        Line::from(f, (axis, from))?.to((axis, fork))?.end()?;
        self.lanes(frame, |number, layers, lane_extent, lane| {
            let lane = left + lane;
            // The outermost ones reach to the axis; those between them meet these lines.
            let reaches = (number == 0 || number + 1 == count) && lane != axis;
            let line = Line::from(f, (if reaches { axis } else { lane }, fork))?.to((lane, fork))?;
            let line = if layers.is_empty() {
                line
            } else {
                line.arrow_to((lane, top - AIR))?;
                Line::from(f, (lane, top + lane_extent.height + AIR))?
            };
            if lane == axis {
                line.arrow_to((axis, sign - AIR))?;
            } else if !reaches {
                line.to((lane, level))?.end()?;
            } else if lane < axis {
                line.to((lane, level))?.arrow_to((axis - half - AIR, level))?;
            } else {
                line.to((lane, level))?.arrow_to((axis + half + AIR, level))?;
            }
            self.draw_chain(f, layers, (lane, top))
        })?;
        let (x, width, radius) = (axis - half, 2 * half, SIGN_HEIGHT / 2);
        write!(
            f,
            r#"<rect class="nn-sign" x="{x}" y="{sign}" width="{width}" height="{SIGN_HEIGHT}" rx="{radius}"/>"#
        )?;
        NOTE.write(f, (axis, level + 4), width, &frame.layer.merge)?;
        Line::from(f, (axis, sign + SIGN_HEIGHT))?.to((axis, end))?.end()
    }
}

/// A layer that is made of layers.
struct Frame<'a, D> {
    layer: &'a Layer<'a, D>,
    index: usize,
}

impl<'a, D: Size> Frame<'a, D> {
    /// The layers of each branch.
    fn branches(&self) -> impl Iterator<Item = Range<usize>> + use<'a, D> {
        let (mut from, end) = (start(self.layer, self.index), self.index);
        self.layer.branches.iter().map(move |count| {
            // A layer is never made of itself, whatever it says.
            let layers = from..from.saturating_add(*count).min(end);
            from = layers.end;
            layers
        })
    }

    /// Whether it has a sign below its branches.
    fn is_merged(&self) -> bool {
        self.layer.branches.len() > 1 || !self.layer.merge.is_empty()
    }

    fn sign_width(&self) -> usize {
        (NOTE.width(&self.layer.merge) + 16).next_multiple_of(2).max(SIGN_HEIGHT)
    }

    /// From the frame's upper end to its branches, and from these to its lower end.
    fn around(&self) -> [usize; 2] {
        if self.is_merged() {
            [TITLE + FORK[0] + FORK[1], JOIN[0] + SIGN_HEIGHT + JOIN[1]]
        } else {
            [TITLE + FORK[1], PADDING]
        }
    }

    /// The width around branches of this width.
    fn width(&self, body: usize) -> usize {
        (body.max(self.title().min(TITLE_WIDTH)) + 2 * PADDING).next_multiple_of(2)
    }

    /// The width of the title's longer line.
    fn title(&self) -> usize {
        NAME.width(&self.layer.name).max(NOTE.width(&self.subtitle()))
    }

    fn subtitle(&self) -> impl fmt::Display + use<'_, 'a, D> {
        from_fn(|f| write!(f, "{} \u{b7} {}", self.layer.type_text(), shape(self.layer.output_shape)))
    }
}

/// Where the layers begin that a layer is made of, or the layer.
fn start<D>(layer: &Layer<'_, D>, index: usize) -> usize {
    layer.branches.iter().fold(index, |start, count| start.saturating_sub(*count))
}

/// Of these layers, those that no other of them is made of.
fn outermost<'a, D>(layers: &'a [Layer<'a, D>], range: Range<usize>) -> impl Iterator<Item = usize> + use<'a, D> {
    let mut from = range.start;
    core::iter::from_fn(move || {
        // The outermost one that begins there: from the end, each is stepped over with all that it is made of.
        let mut last = range.end.checked_sub(1).filter(|last| *last >= from)?;
        while start(&layers[last], last) > from {
            last = start(&layers[last], last) - 1;
        }
        from = last + 1;
        Some(last)
    })
}
