//! One call of a kernel, with the places of what it reads and writes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;

use super::Site;
use crate::graph::{Graph, LayerId, Node};
use crate::model::Model;
use crate::shape::Size;

/// Where a tensor lives. Two scratch buffers are enough for a chain: each step reads one and writes the other. What is
/// read again by a later step has a place of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Buffer {
    Input,
    Scratch(usize),
    /// One of the tensors in the third buffer.
    Kept(usize),
    Output,
}

/// A call of a node's kernel. The generated function has `self`, `simd`, `rows`, `scratch`, `input` and `output`; the kernels'
/// workspace is `scratch.3`.
pub(crate) struct Call<'a> {
    pub(crate) model: &'a Model,
    pub(crate) graph: &'a Graph,
    pub(crate) node: &'a Node,
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

    /// The tensor that is read first, or in this part.
    pub(crate) fn read(&self) -> TokenStream {
        read(self.reads[0])
    }

    /// All of the place of what is written.
    pub(crate) fn write(&self) -> TokenStream {
        write(self.writes)
    }

    /// The op's own room.
    pub(crate) fn row_workspace(&self) -> TokenStream {
        write(self.row_workspace.unwrap_or(self.writes))
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
        let (elements, other) = (self.site().elements(), read(other));
        let op = op(self.rows_of(self.writes), mixed!(&#other[..__nn::Rows::count(rows) * #elements]));
        mixed!(#copied #op)
    }

    /// Copies what is read to the place of what is written.
    pub(crate) fn copy(&self) -> TokenStream {
        let (source, target, elements) = (read(self.reads[0]), self.rows_of(self.writes), self.site().elements());
        mixed!(__nn::ops::copy(&#source[..__nn::Rows::count(rows) * #elements], #target);)
    }

    /// As much of a place as the rows of what is written take.
    fn rows_of(&self, buffer: Buffer) -> TokenStream {
        let (buffer, elements) = (write(buffer), self.site().elements());
        mixed!(&mut #buffer[..__nn::Rows::count(rows) * #elements])
    }
}

/// The locals that divide the third buffer, before the first call.
pub(crate) fn divide(kept: &[Size]) -> Option<TokenStream> {
    let each = kept.iter().enumerate().map(|(index, numbers)| {
        let name = local(index);
        mixed!(let (#name, __kept) = __kept.split_at_mut(__nn::Rows::count(rows) * #numbers);)
    });
    (!kept.is_empty()).then(|| mixed!(let __kept = scratch.2; #(#each)*))
}

/// The local that is a part of the third buffer.
fn local(index: usize) -> Ident {
    format_ident!("__kept_{}", index, span = Span::mixed_site())
}

fn read(buffer: Buffer) -> TokenStream {
    match buffer {
        Buffer::Input => mixed!(input),
        Buffer::Scratch(0) => mixed!(scratch.0),
        Buffer::Scratch(_) => mixed!(scratch.1),
        Buffer::Kept(index) => {
            let kept = local(index);
            mixed!(#kept)
        }
        Buffer::Output => mixed!(output),
    }
}

fn write(buffer: Buffer) -> TokenStream {
    match buffer {
        // No plan writes inputs.
        Buffer::Input => mixed!(output),
        buffer => read(buffer),
    }
}
