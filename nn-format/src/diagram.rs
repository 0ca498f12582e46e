//! The picture of a network, as SVG.

mod block;
mod flow;
mod line;
mod neurons;
mod rows;
mod svg;

use core::fmt::{self, Write as _};

use self::svg::CLASS;
use crate::{Layer, Size};

/// A picture of a network. `Display` writes a standalone SVG image.
///
/// A small network of vectors (at most 16 units high and 8 columns wide, all sizes known) is drawn as
/// textbooks do, with a circle for each unit and a line for each connection. Layers that keep the number of
/// units, such as an activation or dropout, are named below the column they act on. `dense` layers, and others
/// with parameters that change the number of units, are drawn as fully connected.
///
/// Any other network becomes rows of blocks, with each layer's name, kind, output shape and parameters. One that has
/// layers made of layers goes from top to bottom, in as many columns as it needs, with a frame around each of these:
/// branches stand beside each other and end in the sign of what makes one tensor of them, as `+`.
///
/// # In a page
///
/// Lines and text take the surrounding text's colour (`currentColor`), so the image fits light and dark
/// themes. As a file of its own it has a white background, or a dark one if the reader prefers that. Its
/// style rules only reach inside `.nn-diagram`.
///
/// The output is an HTML block in Markdown, and so in rustdoc: the first line is the opening tag alone, and
/// there are no blank lines. It has to stand after a blank line or at the start.
///
/// ```
/// use nn_format::{Diagram, Layer};
///
/// let layers = [
///     Layer { name: "hidden", kind: "dense", layout: nn_format::Layout::Dense, activation: "relu", output_shape: &[3], parameters: 9, branches: &[], merge: "" },
///     Layer { name: "output", kind: "dense", layout: nn_format::Layout::Dense, activation: "softmax", output_shape: &[2], parameters: 8, branches: &[], merge: "" },
/// ];
/// let diagram = Diagram { title: "Xor", input_shape: &[2], layers: &layers, classes: &["false", "true"] };
/// let svg = diagram.to_string();
/// assert_eq!(svg.matches("<circle").count(), 2 + 3 + 2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagram<'a, D = usize> {
    /// The network's name, which browsers show as a tooltip and screen readers read out.
    pub title: &'a str,
    /// The shape of one sample.
    pub input_shape: &'a [D],
    /// The layers, first to last.
    pub layers: &'a [Layer<'a, D>],
    /// What the outputs stand for, first to last; may be empty.
    pub classes: &'a [&'a str],
}

impl<D: Size> fmt::Display for Diagram<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(plan) = flow::Plan::new(self) {
            plan.draw(f)
        } else if let Some(plan) = neurons::Plan::new(self) {
            plan.draw(self, f)
        } else {
            rows::Plan::new(self).draw(self, f)
        }
    }
}

/// Rules for both kinds of picture.
///
/// `:root` is the image itself only if it is a file of its own; in a page it is the page's `html`, which sets
/// the theme. The fills are of middling lightness, to stand out from white and black alike.
const STYLE: &str = concat!(
    ".nn-diagram{max-width:100%;height:auto;",
    "font-family:'Fira Sans',system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif}",
    "svg.nn-diagram:root{background:#fff;color:#1c1e21}",
    "@media(prefers-color-scheme:dark){svg.nn-diagram:root{background:#1b1d21;color:#dcdfe4}}",
    ".nn-diagram text{fill:currentColor;font-size:13px;text-anchor:middle}",
    ".nn-diagram .nn-name{font-weight:600}",
    ".nn-diagram .nn-note{font-size:12px;opacity:.78}",
    ".nn-diagram .nn-class{text-anchor:start}",
    ".nn-diagram .nn-edge{fill:none;stroke:currentColor}",
    ".nn-diagram .nn-tip{fill:currentColor}",
    ".nn-diagram .nn-in{fill:#2a9d8f;stroke:#2a9d8f}",
    ".nn-diagram .nn-mid{fill:#4a86d8;stroke:#4a86d8}",
    ".nn-diagram .nn-out{fill:#e07b39;stroke:#e07b39}",
    ".nn-diagram .nn-plain{fill:#8b929c;stroke:#8b929c}",
    ".nn-diagram rect{fill-opacity:.16;stroke-width:1.5}",
    ".nn-diagram .nn-frame{fill:currentColor;fill-opacity:.04;stroke:currentColor;stroke-opacity:.32}",
    ".nn-diagram .nn-sign{fill:none;stroke:currentColor;stroke-opacity:.7}",
);

const MARGIN: usize = 12;
/// Rustdoc's column of text is about this wide; what is wider is scaled down.
const MAX_WIDTH: usize = 920;
/// The room of the line that has the classes' names, below what else there is.
const CLASSES: usize = 21;

/// Writes the opening tag, the title and the style of a picture whose blocks end at `bottom`.
fn open<D>(f: &mut fmt::Formatter<'_>, diagram: &Diagram<'_, D>, width: usize, bottom: usize) -> fmt::Result {
    let classes = if diagram.classes.is_empty() { 0 } else { CLASSES };
    begin(f, diagram.title, width, bottom + MARGIN + classes)
}

/// Writes the names of the classes below it, and the closing tag.
fn close<D>(f: &mut fmt::Formatter<'_>, diagram: &Diagram<'_, D>, width: usize, bottom: usize) -> fmt::Result {
    if !diagram.classes.is_empty() {
        let names = block::classes(diagram.classes);
        CLASS.write(f, (MARGIN, bottom + CLASSES), width - 2 * MARGIN, &names)?;
    }
    f.write_str("</svg>")
}

/// Writes the opening tag, the title and the style.
fn begin(f: &mut fmt::Formatter<'_>, title: &str, width: usize, height: usize) -> fmt::Result {
    // The line break makes Markdown take all that follows as HTML.
    writeln!(
        f,
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="nn-diagram" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">"#,
    )?;
    let title = if title.is_empty() { "neural network" } else { title };
    f.write_str("<title>")?;
    svg::Escape(f).write_str(title)?;
    write!(f, "</title><style>{STYLE}</style>")
}
