//! Lines and arrows between blocks: along the axes, with round corners.

use core::fmt;

/// A place, in pixels from the left and from the top.
pub(super) type Point = (usize, usize);

/// Between a block and the end of an arrow.
pub(super) const AIR: usize = 4;
/// The length of an arrow's tip.
pub(super) const TIP: usize = 7;
/// Of the corners.
const RADIUS: usize = 6;

/// A line that is being written, from point to point.
pub(super) struct Line<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    /// How far it is written.
    at: Point,
    /// Where it goes then. What comes next says whether there is a corner.
    next: Point,
}

impl<'a, 'f> Line<'a, 'f> {
    pub(super) fn from(f: &'a mut fmt::Formatter<'f>, (x, y): Point) -> Result<Self, fmt::Error> {
        write!(f, r#"<path class="nn-edge" stroke-opacity=".7" stroke-width="1.5" d="M{x} {y}"#)?;
        Ok(Self { f, at: (x, y), next: (x, y) })
    }

    pub(super) fn to(mut self, point: Point) -> Result<Self, fmt::Error> {
        let (at, corner) = (self.at, self.next);
        let goes_on = (at.0 == corner.0 && corner.0 == point.0) || (at.1 == corner.1 && corner.1 == point.1);
        if !goes_on {
            let (before, after) = (towards(corner, at), towards(corner, point));
            write!(self.f, "L{} {}Q{} {} {} {}", before.0, before.1, corner.0, corner.1, after.0, after.1)?;
            self.at = after;
        }
        self.next = point;
        Ok(self)
    }

    pub(super) fn end(self) -> fmt::Result {
        write!(self.f, r#"L{} {}"/>"#, self.next.0, self.next.1)
    }

    /// Ends in a tip.
    pub(super) fn arrow_to(self, (x, y): Point) -> fmt::Result {
        let from = self.next;
        let (end, tip) = if from.1 != y {
            ((x, y - TIP), format_args!("l-4 -{TIP}h8z"))
        } else if from.0 < x {
            ((x - TIP, y), format_args!("l-{TIP} -4v8z"))
        } else {
            ((x + TIP, y), format_args!("l{TIP} -4v8z"))
        };
        let line = self.to(end)?;
        write!(line.f, r#"L{} {}"/><path class="nn-tip" d="M{x} {y}{tip}"/>"#, line.next.0, line.next.1)
    }
}

/// The point beside a corner where its curve ends.
fn towards(corner: Point, other: Point) -> Point {
    let step = |from: usize, to: usize| {
        let length = (from.abs_diff(to) / 2).min(RADIUS);
        if to < from { from - length } else { from + length }
    };
    (step(corner.0, other.0), step(corner.1, other.1))
}
