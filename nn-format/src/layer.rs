//! The description of a layer that the summary and the diagram share.

use core::fmt;

use crate::Layout;
use crate::text::from_fn;

/// One layer, as the [`Summary`](crate::Summary) and the [`Diagram`](crate::Diagram) show it.
///
/// `D` is `usize` at run time; while the network is compiled it is a size that may be a constant's name.
///
/// ```
/// let layer =
///     nn_format::Layer { name: "hidden", kind: "dense", layout: nn_format::Layout::Dense, activation: "relu", output_shape: &[3], parameters: 9, branches: &[], merge: "" };
/// assert_eq!(layer.output_shape, [3]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer<'a, D = usize> {
    /// The layer's own name, such as `hidden`.
    pub name: &'a str,
    /// What it is, in the words of the network's source: `dense`, `conv2d`.
    pub kind: &'a str,
    /// What it takes the axes of its input for.
    pub layout: Layout,
    /// The activation applied to its output, such as `relu`; empty if there is none.
    pub activation: &'a str,
    /// The shape of its output for one sample.
    pub output_shape: &'a [D],
    /// How many values it learns or stores.
    pub parameters: D,
    /// How many of the layers right before this one each of its branches is made of, if it is made of layers: its branches
    /// all have its input, and a branch of none passes it on. Empty for other layers.
    pub branches: &'a [usize],
    /// How one tensor is made of those of several branches, in a word or a sign, such as `+`; empty for other layers.
    pub merge: &'a str,
}

impl<D> Layer<'_, D> {
    /// `dense, relu`: the kind, then the activation unless it says the same.
    pub(crate) fn type_text(&self) -> impl fmt::Display {
        from_fn(|f| {
            f.write_str(self.kind)?;
            if !self.activation.is_empty() && self.activation != self.kind {
                write!(f, ", {}", self.activation)?;
            }
            Ok(())
        })
    }
}

/// A size: a number, or a symbol for one that only rustc knows.
///
/// `Display` shows it as in the source, such as `HIDDEN` or `2 * N`.
pub trait Size: fmt::Display {
    /// The number, if it is known.
    fn known(&self) -> Option<usize>;
}

impl Size for usize {
    fn known(&self) -> Option<usize> {
        Some(*self)
    }
}
