//! The sink that every stage reports to, and how a report becomes rustc's.
//!
//! A leaf: it knows spans and words, nothing of networks. What is said, and in which words, is the catalogue's.

pub(crate) mod catalogue;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The source text from one token to another: stable Rust can't join two spans into one, but a diagnostic whose first
/// token has one and whose last token has the other is underlined from here to there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    pub(crate) first: Span,
    pub(crate) last: Span,
}

impl Extent {
    /// The text that `tokens` cover; the macro's call where there are none.
    pub(crate) fn of(tokens: &impl ToTokens) -> Self {
        let mut trees = tokens.to_token_stream().into_iter();
        let Some(first) = trees.next() else { return Span::call_site().into() };
        Self { first: first.span(), last: trees.last().unwrap_or(first).span() }
    }

    pub(crate) fn to(self, end: Self) -> Self {
        Self { first: self.first, last: end.last }
    }

    /// Its start as line and column. Outside rustc, which alone knows, all starts are the same.
    fn position(self) -> (usize, usize) {
        if !proc_macro::is_available() {
            return (0, 0);
        }
        let first = self.first.unwrap();
        (first.line(), first.column())
    }

    /// `::core::name! { message }`, underlined over this text when rustc complains of it.
    fn core_macro(self, name: &str, arguments: TokenStream) -> TokenStream {
        let punct = |c, spacing| {
            let mut punct = Punct::new(c, spacing);
            punct.set_span(self.first);
            TokenTree::from(punct)
        };
        let mut group = Group::new(Delimiter::Brace, arguments);
        group.set_span(self.last);
        let path = [
            punct(':', Spacing::Joint),
            punct(':', Spacing::Alone),
            Ident::new("core", self.first).into(),
            punct(':', Spacing::Joint),
            punct(':', Spacing::Alone),
            Ident::new(name, self.first).into(),
            punct('!', Spacing::Alone),
        ];
        path.into_iter().chain([TokenTree::from(group)]).collect()
    }

    /// A build error with this text under its caret.
    pub(crate) fn compile_error(self, message: &str) -> TokenStream {
        let mut text = Literal::string(message);
        text.set_span(self.last);
        self.core_macro("compile_error", TokenTree::from(text).into())
    }

    /// A check that rustc makes when it knows the constants, with this text under its caret.
    pub(crate) fn assertion(self, condition: &TokenStream, message: &str) -> TokenStream {
        // A message of `assert!` is a format string.
        let message = message.replace('{', "{{").replace('}', "}}");
        self.core_macro("assert", quote::quote!(#condition, #message))
    }
}

impl From<Span> for Extent {
    fn from(span: Span) -> Self {
        Self { first: span, last: span }
    }
}

/// What is wrong, in rustc's voice: lower case, no full stop, names in backticks; then what explains it, and the fix.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) text: String,
    notes: Vec<String>,
    help: Option<String>,
}

impl Message {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), notes: Vec::new(), help: None }
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same message of something in a file, which `of` says. How to write it otherwise is no help there.
    pub(crate) fn within(mut self, of: &str) -> Self {
        self.help = None;
        self.text = format!("{of}: {}", self.text);
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl std::fmt::Display for Message {
    /// rustc indents the lines after the first, so that they stand where its own notes would.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)?;
        for note in &self.notes {
            write!(f, "\n= note: {note}")?;
        }
        match &self.help {
            Some(help) => write!(f, "\n= help: {help}"),
            None => Ok(()),
        }
    }
}

/// The one sink of errors. Stages push into it and go on; whoever owns it asks for the errors at the end.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    errors: Vec<(Extent, Message)>,
    /// Of which layer each error was reported, as far as that is known.
    layers: Vec<Option<usize>>,
    layer: Option<usize>,
    asked: bool,
}

impl Diagnostics {
    pub(crate) fn error(&mut self, at: impl Into<Extent>, message: Message) {
        self.errors.push((at.into(), message));
        self.layers.push(self.layer);
    }

    /// What is reported from here on is of the layer of that number, the first one's being 0.
    pub(crate) fn of_layer(&mut self, layer: Option<usize>) {
        self.layer = layer;
    }

    pub(crate) fn len(&self) -> usize {
        self.errors.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// What was reported first, where, and of which layer: the only error, where all layers have the same place. Ends
    /// the sink.
    #[cfg(any(test, feature = "keras"))]
    pub(crate) fn first(mut self) -> Option<(Extent, Option<usize>, Message)> {
        self.asked = true;
        let (extent, message) = std::mem::take(&mut self.errors).into_iter().next()?;
        Some((extent, self.layers.first().copied().flatten(), message))
    }

    /// What was reported, in the order of the source. Ends the sink.
    pub(crate) fn finish(mut self) -> Vec<(Extent, Message)> {
        self.asked = true;
        let mut errors = std::mem::take(&mut self.errors);
        errors.sort_by_key(|(extent, _)| extent.position());
        errors
    }
}

/// A sink that nobody asked would swallow its errors: a bug of ours, which tests must see and users must not.
impl Drop for Diagnostics {
    fn drop(&mut self) {
        let ours = !cfg!(test) || self.asked || std::thread::panicking();
        assert!(ours, "a sink of diagnostics was dropped unasked: {:?}", self.errors);
    }
}
