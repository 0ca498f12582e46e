//! The textbook picture: a circle for each unit, a line for each connection.

use core::fmt;
use core::ops::Range;

use super::svg::{CLASS, NAME, NOTE};
use super::{Diagram, MARGIN, begin};
use crate::text::from_fn;
use crate::{Layout, Size};

const MAX_UNITS: usize = 16;
const MAX_COLUMNS: usize = 8;
/// From the lowest circle to the first line of the caption.
const CAPTION_GAP: usize = 26;
const LINE: usize = 17;
/// The widest a class's name may become, in pixels.
const CLASS_ROOM: usize = 200;
const CLASS_GAP: usize = 9;

/// One column of circles.
#[derive(Clone, Copy)]
struct Column {
    units: usize,
    /// The layer, or `None` for the input.
    layer: Option<usize>,
    /// The layers after it that only change the values.
    followers: (usize, usize),
}

impl Column {
    fn followers(&self) -> Range<usize> {
        self.followers.0..self.followers.1
    }
}

/// What goes where.
pub(super) struct Plan {
    columns: [Column; MAX_COLUMNS],
    len: usize,
    /// The number of circles in the highest column.
    highest: usize,
    radius: usize,
    /// From a circle's centre to the one below; even, so that all centres are whole pixels.
    pitch: usize,
    /// From a column's centre to the next.
    step: usize,
}

impl Plan {
    /// `None` if the network is not of the kind that can be drawn so.
    pub(super) fn new<D: Size>(diagram: &Diagram<'_, D>) -> Option<Self> {
        let input = Column { units: units(diagram.input_shape)?, layer: None, followers: (0, 0) };
        let mut columns = [input; MAX_COLUMNS];
        let mut len = 1;
        for (index, layer) in diagram.layers.iter().enumerate() {
            let units = units(layer.output_shape)?;
            let last = &mut columns[len - 1];
            let learns = layer.parameters.known() != Some(0);
            if layer.layout == Layout::Dense || (units != last.units && learns) {
                let column = Column { units, layer: Some(index), followers: (index + 1, index + 1) };
                *columns.get_mut(len)? = column;
                len += 1;
            } else if units == last.units {
                last.followers.1 = index + 1;
            } else {
                return None;
            }
        }
        if len == 1 {
            return None;
        }
        let highest = columns[..len].iter().map(|column| column.units).max()?;
        let (radius, pitch) = match highest {
            ..=4 => (19, 56),
            5..=8 => (15, 42),
            _ => (11, 30),
        };
        let step = match len {
            ..=4 => 176,
            5..=6 => 148,
            _ => 126,
        };
        Some(Self { columns, len, highest, radius, pitch, step })
    }

    fn columns(&self) -> &[Column] {
        &self.columns[..self.len]
    }

    fn x(&self, column: usize) -> usize {
        MARGIN + self.step / 2 + column * self.step
    }

    fn y(&self, units: usize, unit: usize) -> usize {
        MARGIN + self.pitch / 2 + (self.highest - units) * self.pitch / 2 + unit * self.pitch
    }

    pub(super) fn draw<D: Size>(&self, diagram: &Diagram<'_, D>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = diagram.classes.iter().take(self.columns[self.len - 1].units);
        let names_width = names.clone().map(|name| CLASS.width(name)).max().unwrap_or(0).min(CLASS_ROOM);
        let right = (self.step / 2).max(self.radius + CLASS_GAP + names_width);
        let width = self.x(self.len - 1) + right + MARGIN;
        let caption = MARGIN + self.highest * self.pitch + CAPTION_GAP;
        // The input's caption is a line shorter.
        let has_followers = self.columns()[1..].iter().any(|column| !column.followers().is_empty());
        let height = caption + (2 + usize::from(has_followers)) * LINE + MARGIN;

        begin(f, diagram.title, width, height)?;
        self.draw_edges(f)?;
        self.draw_circles(f)?;
        let x = self.x(self.len - 1) + self.radius + CLASS_GAP;
        for (unit, name) in names.enumerate() {
            let y = self.y(self.columns[self.len - 1].units, unit) + 4;
            CLASS.write(f, (x, y), CLASS_ROOM, name)?;
        }
        for (index, column) in self.columns().iter().enumerate() {
            self.caption(diagram, f, (self.x(index), caption), column)?;
        }
        f.write_str("</svg>")
    }

    /// One path for each pair of columns, so that lines do not add up to dark blots where they meet.
    fn draw_edges(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, pair) in self.columns().windows(2).enumerate() {
            let (from, to) = (pair[0].units, pair[1].units);
            let opacity = if from * to > 64 { ".26" } else { ".42" };
            write!(f, r#"<path class="nn-edge" stroke-opacity="{opacity}" d=""#)?;
            for left in 0..from {
                for right in 0..to {
                    let (x1, y1) = (self.x(index), self.y(from, left));
                    let (x2, y2) = (self.x(index + 1), self.y(to, right));
                    write!(f, "M{x1} {y1}L{x2} {y2}")?;
                }
            }
            f.write_str(r#""/>"#)?;
        }
        Ok(())
    }

    /// Drawn over the edges, which end in the circles' centres.
    fn draw_circles(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, column) in self.columns().iter().enumerate() {
            let class = match index {
                0 => "nn-in",
                _ if index == self.len - 1 => "nn-out",
                _ => "nn-mid",
            };
            write!(f, r#"<g class="{class}">"#)?;
            for unit in 0..column.units {
                let (x, y) = (self.x(index), self.y(column.units, unit));
                write!(f, r#"<circle cx="{x}" cy="{y}" r="{}"/>"#, self.radius)?;
            }
            f.write_str("</g>")?;
        }
        Ok(())
    }

    fn caption<D: Size>(
        &self,
        diagram: &Diagram<'_, D>,
        f: &mut fmt::Formatter<'_>,
        (x, y): (usize, usize),
        column: &Column,
    ) -> fmt::Result {
        let room = self.step - 12;
        let units = column.units;
        let plural = if units == 1 { "" } else { "s" };
        let followers_at = if let Some(layer) = column.layer.map(|index| &diagram.layers[index]) {
            NAME.write(f, (x, y), room, &layer.name)?;
            NOTE.write(f, (x, y + LINE), room, &layer.type_text())?;
            NOTE.write(f, (x, y + 2 * LINE), room, &from_fn(|f| write!(f, "{units} unit{plural}")))?;
            y + 3 * LINE
        } else {
            NAME.write(f, (x, y), room, &"input")?;
            NOTE.write(f, (x, y + LINE), room, &from_fn(|f| write!(f, "{units} value{plural}")))?;
            y + 2 * LINE
        };
        if column.followers().is_empty() {
            return Ok(());
        }
        let followers = from_fn(|f| {
            diagram.layers[column.followers()].iter().enumerate().try_for_each(|(index, layer)| {
                let sign = if index == 0 { "+" } else { "," };
                write!(f, "{sign} {}", layer.type_text())
            })
        });
        NOTE.write(f, (x, followers_at), room, &followers)
    }
}

/// The size of a vector that is small enough to be drawn.
fn units<D: Size>(shape: &[D]) -> Option<usize> {
    match shape {
        [size] => size.known().filter(|size| (1..=MAX_UNITS).contains(size)),
        _ => None,
    }
}
