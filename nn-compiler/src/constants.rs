//! The constant expressions that stand for sizes. Each becomes one constant of ours, so that rustc evaluates it once and
//! complains of it once, however often the size is used. A leaf.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};

use crate::diag::Extent;
use crate::shape::Size;

/// A network's constant expressions, in the order of the text.
#[derive(Default)]
pub(crate) struct Constants(Vec<Constant>);

struct Constant {
    name: Ident,
    written: TokenStream,
    text: String,
}

impl Constants {
    /// The size that `written` is, which reads `text`.
    pub(crate) fn size(&mut self, written: TokenStream, text: String) -> Size {
        let name = match self.0.iter().find(|constant| constant.text == text) {
            Some(constant) => constant.name.clone(),
            None => {
                let span = Span::mixed_site().located_at(Extent::of(&written).first);
                let name = format_ident!("__SIZE_{}", self.0.len(), span = span);
                self.0.push(Constant { name: name.clone(), written: written.clone(), text: text.clone() });
                name
            }
        };
        Size::constant(name.into_token_stream(), written, text)
    }

    /// The names, with the expressions that they stand for.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Ident, &TokenStream)> {
        self.0.iter().map(|constant| (&constant.name, &constant.written))
    }
}
