//! The table of a network's layers, as Keras's `model.summary()` prints it.

use core::fmt::{self, Display, Write};

use crate::text::{EachChar, bytes, count, from_fn, shape, thousands};
use crate::{Layer, Size};

/// A network's layers, their shapes and their sizes. `Display` prints what Keras's `model.summary()` does.
///
/// Nothing is allocated: every column is first measured and then printed.
///
/// ```
/// use nn_format::{Layer, Summary};
///
/// let layers = [
///     Layer { name: "hidden", kind: "dense", layout: nn_format::Layout::Dense, activation: "relu", output_shape: &[3], parameters: 9, branches: &[], merge: "" },
///     Layer { name: "output", kind: "dense", layout: nn_format::Layout::Dense, activation: "softmax", output_shape: &[2], parameters: 8, branches: &[], merge: "" },
/// ];
/// let summary = Summary {
///     title: "Xor",
///     input_shape: &[2],
///     layers: &layers,
///     parameters: 17,
///     weight_bytes: 68,
///     flops: 24,
/// };
/// assert_eq!(format!("\n{summary}"), r#"
/// Model: "Xor"
/// ┏━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┓
/// ┃ Layer (type)            ┃ Output Shape ┃ Param # ┃
/// ┡━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━┩
/// │ input                   │ (2)          │       0 │
/// ├─────────────────────────┼──────────────┼─────────┤
/// │ hidden (dense, relu)    │ (3)          │       9 │
/// ├─────────────────────────┼──────────────┼─────────┤
/// │ output (dense, softmax) │ (2)          │       8 │
/// └─────────────────────────┴──────────────┴─────────┘
///  Total params: 17 (68.00 B)
///  FLOPs per sample: 24"#);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary<'a, D = usize> {
    /// The network's name.
    pub title: &'a str,
    /// The shape of one sample.
    pub input_shape: &'a [D],
    /// The layers, first to last.
    pub layers: &'a [Layer<'a, D>],
    /// The number of values that the network learns or stores, over all layers.
    pub parameters: D,
    /// The size of those values in bytes.
    pub weight_bytes: D,
    /// The floating-point operations per sample; a multiplication and an addition are two.
    pub flops: D,
}

impl<'a, D> Summary<'a, D> {
    /// The same as a Markdown table, for rustdoc and GitHub.
    ///
    /// ```
    /// # use nn_format::{Layer, Summary};
    /// # #[derive(Clone, Copy)]
    /// # struct Symbol(&'static str);
    /// # impl std::fmt::Display for Symbol {
    /// #     fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { f.write_str(self.0) }
    /// # }
    /// # impl nn_format::Size for Symbol { fn known(&self) -> Option<usize> { self.0.parse().ok() } }
    /// # let layers = [Layer {
    /// #     name: "hidden", kind: "dense", layout: nn_format::Layout::Dense, activation: "relu",
    /// #     output_shape: &[Symbol("N")], parameters: Symbol("3 * N"), branches: &[], merge: "",
    /// # }];
    /// # let summary = Summary {
    /// #     title: "Xor", input_shape: &[Symbol("2")], layers: &layers, parameters: Symbol("3 * N"),
    /// #     weight_bytes: Symbol("12 * N"), flops: Symbol("4 * N"),
    /// # };
    /// assert!(summary.markdown().to_string().contains(r"| `hidden` (dense, relu) | (N) | 3 \* N |"));
    /// ```
    #[must_use]
    pub fn markdown(&self) -> Markdown<'a, D>
    where
        D: Clone,
    {
        Markdown(self.clone())
    }
}

/// One row: what stands in its three columns.
fn row<'a, D: Size>(layer: &'a Layer<'a, D>) -> (impl Display + 'a, impl Display + 'a, impl Display + 'a) {
    let name = from_fn(move |f| write!(f, "{} ({})", layer.name, layer.type_text()));
    (name, shape(layer.output_shape), thousands(&layer.parameters))
}

impl<D: Size> Display for Summary<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEAD: [&str; 3] = ["Layer (type)", "Output Shape", "Param #"];
        let input_shape = shape(self.input_shape);
        let mut widths = HEAD.map(str::len);
        widths[1] = widths[1].max(count(&input_shape));
        for layer in self.layers {
            let (name, shape, parameters) = row(layer);
            for (width, text) in widths.iter_mut().zip([&name as &dyn Display, &shape, &parameters]) {
                *width = count(text).max(*width);
            }
        }
        writeln!(f, "Model: \"{}\"", self.title)?;
        rule(f, ["┏", "━", "┳", "┓"], widths)?;
        cells(f, "┃", widths, [&HEAD[0], &HEAD[1], &HEAD[2]])?;
        rule(f, ["┡", "━", "╇", "┩"], widths)?;
        cells(f, "│", widths, [&"input", &input_shape, &"0"])?;
        for layer in self.layers {
            let (name, shape, parameters) = row(layer);
            rule(f, ["├", "─", "┼", "┤"], widths)?;
            cells(f, "│", widths, [&name, &shape, &parameters])?;
        }
        rule(f, ["└", "─", "┴", "┘"], widths)?;
        let parameters = thousands(&self.parameters);
        writeln!(f, " Total params: {parameters} ({})", bytes(&self.weight_bytes))?;
        write!(f, " FLOPs per sample: {}", thousands(&self.flops))
    }
}

/// A horizontal rule, made of its left end, its line, its crossings and its right end.
fn rule(f: &mut fmt::Formatter<'_>, [left, line, crossing, right]: [&str; 4], widths: [usize; 3]) -> fmt::Result {
    for (end, width) in [left, crossing, crossing].into_iter().zip(widths) {
        f.write_str(end)?;
        repeat(f, line, width + 2)?;
    }
    writeln!(f, "{right}")
}

/// A row of text; the last column is aligned to the right, as numbers should be.
fn cells(f: &mut fmt::Formatter<'_>, bar: &str, widths: [usize; 3], texts: [&dyn Display; 3]) -> fmt::Result {
    for (index, (width, text)) in widths.into_iter().zip(texts).enumerate() {
        let padding = width.saturating_sub(count(text));
        let (left, right) = if index == 2 { (padding, 0) } else { (0, padding) };
        write!(f, "{bar} ")?;
        repeat(f, " ", left)?;
        write!(f, "{text}")?;
        repeat(f, " ", right + 1)?;
    }
    writeln!(f, "{bar}")
}

fn repeat(f: &mut fmt::Formatter<'_>, text: &str, times: usize) -> fmt::Result {
    (0..times).try_for_each(|_| f.write_str(text))
}

/// A [`Summary`] as a Markdown table, made by [`Summary::markdown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markdown<'a, D = usize>(Summary<'a, D>);

impl<D: Size> Display for Markdown<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { title, input_shape, layers, parameters, weight_bytes, flops } = &self.0;
        writeln!(f, "**{}**\n", plain(title))?;
        writeln!(f, "| Layer (type) | Output shape | Params |\n|:---|:---|---:|")?;
        writeln!(f, "| input | {} | 0 |", plain(shape(input_shape)))?;
        for layer in *layers {
            write!(f, "| {} ({}) ", code(layer.name), plain(layer.type_text()))?;
            writeln!(f, "| {} | {} |", plain(shape(layer.output_shape)), plain(thousands(&layer.parameters)))?;
        }
        // A sum over all layers' constants would be long and tell nothing.
        if parameters.known().is_none() || flops.known().is_none() {
            return write!(f, "\nThe totals depend on constants: {} has them.", code("summary()"));
        }
        write!(f, "\nTotal params: {} ({}); ", plain(thousands(parameters)), plain(bytes(weight_bytes)))?;
        write!(f, "FLOPs per sample: {}", plain(thousands(flops)))
    }
}

/// Text in Markdown that means nothing but itself.
pub(crate) fn plain(text: impl Display) -> impl Display {
    from_fn(move |f| {
        let mut out = EachChar(|char| match char {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '#' | '~' | '$' | '!' => {
                write!(f, "\\{char}")
            }
            '\n' | '\r' => f.write_char(' '),
            _ => f.write_char(char),
        });
        write!(out, "{text}")
    })
}

/// Text in backticks, in a table: more of them than the text has in a row.
pub(crate) fn code(text: &str) -> impl Display + '_ {
    from_fn(move |f| {
        let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
        let space = if longest > 0 { " " } else { "" };
        repeat(f, "`", longest + 1)?;
        f.write_str(space)?;
        // Tables split at `|` even inside of backticks.
        EachChar(|char| match char {
            '|' => f.write_str("\\|"),
            '\n' | '\r' => f.write_char(' '),
            _ => f.write_char(char),
        })
        .write_str(text)?;
        f.write_str(space)?;
        repeat(f, "`", longest + 1)
    })
}
