//! One call of a kernel, with the memory that it reads and writes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;

use super::Site;
use crate::graph::{Graph, LayerId, Node, ValueId};
use crate::model::Model;
use crate::shape::Size;

/// Where a tensor lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Buffer {
    /// In memory of the caller's.
    Argument(usize),
    /// In a slot of the pass's arena.
    Slot(usize),
    /// In what the slots leave of the arena; no tensor does.
    Workspace,
}

/// Memory that the caller hands to a pass: an input or an output.
#[derive(Clone)]
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) value: ValueId,
}

/// A call of a node's kernel. The generated function has `self`, `simd`, `rows`, the arguments, and a local for each slot and for
/// the workspace.
pub(crate) struct Call<'a> {
    pub(crate) model: &'a Model,
    pub(crate) graph: &'a Graph,
    pub(crate) node: &'a Node,
    pub(crate) arguments: &'a [Argument],
    /// Which of several tensors is written, where each has a call of its own.
    pub(crate) part: usize,
    /// Where each of the tensors is that the call reads.
    pub(crate) reads: &'a [Buffer],
    pub(crate) writes: Buffer,
    pub(crate) row_workspace: Option<Buffer>,
}

impl<'a> Call<'a> {
    /// What the node reads and writes.
    pub(crate) fn site(&self) -> Site<'a> {
        self.graph.site(self.node, self.model.dtype.bytes())
    }

    /// One of the tensors that are read, by its place among them; in this part, there is only one.
    pub(crate) fn read(&self, index: usize) -> TokenStream {
        self.buffer(self.reads[index])
    }

    /// All of the memory that what is written lies in.
    pub(crate) fn write(&self) -> TokenStream {
        self.buffer(self.writes)
    }

    /// The kernel's workspace, which it shares with all others: no less than [`Operation::workspace`](super::Operation::workspace).
    pub(crate) fn workspace(&self) -> TokenStream {
        self.buffer(Buffer::Workspace)
    }

    /// The kernel's workspace that has a part for each row: [`Operation::row_workspace`](super::Operation::row_workspace).
    pub(crate) fn row_workspace(&self) -> TokenStream {
        self.buffer(self.row_workspace.unwrap_or(self.writes))
    }

    /// A parameter of the node's own layer.
    pub(crate) fn param(&self, name: &str) -> TokenStream {
        self.param_of(self.node.layer, name)
    }

    /// A parameter of a layer.
    pub(crate) fn param_of(&self, layer: LayerId, name: &str) -> TokenStream {
        let (layer, name) = (&self.model.layers[layer].name, Ident::new(name, Span::mixed_site()));
        mixed!(self.#layer.#name)
    }

    /// An op that writes over what it reads; the numbers are copied first if they are elsewhere.
    pub(crate) fn in_place(&self, op: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
        let copied = (self.reads[0] != self.writes).then(|| self.copy());
        let op = op(self.rows_of(self.writes));
        mixed!(#copied #op)
    }

    /// An op that writes over one of the two tensors that it reads; the first is copied if neither may be written over.
    pub(crate) fn over_either(&self, op: impl FnOnce(TokenStream, TokenStream) -> TokenStream) -> TokenStream {
        let copied = (!self.reads.contains(&self.writes)).then(|| self.copy());
        let other = self.reads.get(1).copied().filter(|other| *other != self.writes).unwrap_or(self.reads[0]);
        let (elements, other) = (self.site().elements(), self.buffer(other));
        let op = op(self.rows_of(self.writes), mixed!(&#other[..__nn::Rows::count(rows) * #elements]));
        mixed!(#copied #op)
    }

    /// Copies what is read to where what is written lies.
    pub(crate) fn copy(&self) -> TokenStream {
        let (source, target, elements) = (self.read(0), self.rows_of(self.writes), self.site().elements());
        mixed!(__nn::ops::copy(&#source[..__nn::Rows::count(rows) * #elements], #target);)
    }

    /// As much of a buffer as the rows of what is written take.
    fn rows_of(&self, buffer: Buffer) -> TokenStream {
        let (buffer, elements) = (self.buffer(buffer), self.site().elements());
        mixed!(&mut #buffer[..__nn::Rows::count(rows) * #elements])
    }

    fn buffer(&self, buffer: Buffer) -> TokenStream {
        let name = match buffer {
            Buffer::Argument(index) => Ident::new(&self.arguments[index].name, Span::mixed_site()),
            Buffer::Slot(index) => slot(index),
            Buffer::Workspace => workspace(),
        };
        mixed!(#name)
    }
}

/// What divides the arena into its slots and the workspace, before the first call.
pub(crate) fn slots(sizes: &[Size]) -> TokenStream {
    let workspace = workspace();
    let Some((last, others)) = sizes.split_last() else { return mixed!(let #workspace = scratch;) };
    let each = others.iter().enumerate().map(|(index, numbers)| {
        let slot = slot(index);
        mixed!(let (#slot, scratch) = __nn::slot(rows, scratch, #numbers);)
    });
    let slot = slot(others.len());
    mixed!(#(#each)* let (#slot, #workspace) = __nn::slot(rows, scratch, #last);)
}

/// The local that is a slot.
fn slot(index: usize) -> Ident {
    format_ident!("__slot_{}", index, span = Span::mixed_site())
}

/// The local that is what the slots leave of the arena.
fn workspace() -> Ident {
    Ident::new("__workspace", Span::mixed_site())
}
