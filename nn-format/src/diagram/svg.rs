//! Text in SVG: escaped, measured, and cut to fit.

use core::fmt::{self, Display, Write};

use crate::text::{EachChar, measure};

/// Passes text on so that it is XML's character data, without line breaks.
pub(super) struct Escape<'a>(pub(super) &'a mut dyn Write);

impl Write for Escape<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|char| self.write_char(char))
    }

    fn write_char(&mut self, char: char) -> fmt::Result {
        match char {
            '<' => self.0.write_str("&lt;"),
            '>' => self.0.write_str("&gt;"),
            '&' => self.0.write_str("&amp;"),
            '"' => self.0.write_str("&quot;"),
            '\t' | '\n' | '\r' => self.0.write_char(' '),
            // XML has no way to write these.
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => self.0.write_char('\u{fffd}'),
            _ => self.0.write_char(char),
        }
    }
}

/// A class of text, with what its style makes of it.
#[derive(Clone, Copy)]
pub(super) struct Face {
    class: &'static str,
    /// Ten times the size in pixels, and a little more for bold text.
    scale: usize,
}

/// The name of a layer.
pub(super) const NAME: Face = Face { class: "nn-name", scale: 146 };
/// What is said about a layer.
pub(super) const NOTE: Face = Face { class: "nn-note", scale: 122 };
/// What an output stands for; begins where it is placed instead of being centred there.
pub(super) const CLASS: Face = Face { class: "nn-class", scale: 132 };

impl Face {
    /// About how many pixels wide a text is, on the wide side.
    pub(super) fn width(self, text: &dyn Display) -> usize {
        (measure(text, em_hundredths) * self.scale).div_ceil(1000)
    }

    /// Writes a text at a place; if it takes more than `room` pixels, its middle is left out, and the whole
    /// becomes a tooltip. Names often differ in their last characters only, so those stay.
    pub(super) fn write(
        self,
        f: &mut fmt::Formatter<'_>,
        (x, y): (usize, usize),
        room: usize,
        text: &dyn Display,
    ) -> fmt::Result {
        write!(f, r#"<text class="{}" x="{x}" y="{y}">"#, self.class)?;
        if self.width(text) <= room {
            write!(Escape(f), "{text}")?;
        } else {
            f.write_str("<title>")?;
            write!(Escape(f), "{text}")?;
            f.write_str("</title>")?;
            self.write_ends(f, room, text)?;
        }
        f.write_str("</text>")
    }

    fn write_ends(self, f: &mut fmt::Formatter<'_>, room: usize, text: &dyn Display) -> fmt::Result {
        let room = (room * 1000 / self.scale).saturating_sub(em_hundredths('…'));
        let last_room = room / 3;
        let first_room = room - last_room;
        let mut left = measure(text, em_hundredths);
        let mut written = 0;
        let mut cut = false;
        let mut out = Escape(f);
        let mut ends = EachChar(|char| {
            let width = em_hundredths(char);
            let is_last = left <= last_room;
            left -= width;
            written += width;
            if is_last || (written <= first_room && !cut) {
                out.write_char(char)
            } else if cut {
                Ok(())
            } else {
                cut = true;
                out.write_char('…')
            }
        });
        write!(ends, "{text}")
    }
}

/// The width of a character in a common sans-serif typeface, in em/100. Only classes of characters are told
/// apart: the viewer's typeface is not known anyway.
fn em_hundredths(char: char) -> usize {
    match char {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 29,
        ' ' | 'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '-' => 36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 92,
        'A'..='Z' | '&' | '+' | '=' | '<' | '>' => 70,
        // Combining marks take no room of their own.
        '\u{300}'..='\u{36f}' => 0,
        '\0'..='\u{10ff}' => 57,
        // East Asian scripts and emoji are as wide as high; the rest is counted so, to be safe.
        _ => 102,
    }
}
