//! One layer: `name: kind(arguments)`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;

use super::attributes::is_attribute;
use super::body::{self, Branch};
use super::cursor::{Cursor, Run, quoted};
use super::{Argument, HoldsLayers, Value};
use crate::diag::{Diagnostics, Extent, Message, catalogue};
use crate::text::text;

/// The direction of one of two layers that stand for one, by which they are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Forward,
    /// That of a layer that nobody wrote: it was made of the one before it, and what is wrong is told of that.
    Backward,
}

/// A layer as it was written.
#[derive(Clone)]
pub(crate) struct Layer {
    /// Doc comments: the documentation of the layer's field.
    pub(crate) docs: Vec<TokenStream>,
    /// Its own name; later each layer has one.
    pub(crate) name: Option<Ident>,
    /// Whether that was written.
    #[cfg_attr(not(any(test, feature = "keras")), expect(dead_code, reason = "files of Keras's are told apart by it"))]
    pub(crate) has_own_name: bool,
    /// The kind: the last word of what stands before the parentheses.
    pub(crate) kind: Ident,
    /// All of what stands there: `keras.layers.Dense`.
    pub(crate) word: (String, Extent),
    /// What stands in its parentheses; where layers stand there, what is no layer.
    pub(crate) arguments: Vec<Argument>,
    /// The layers that stand there.
    pub(crate) body: Vec<Branch>,
    /// Which of two directions it takes, if it was not written by itself.
    pub(crate) direction: Option<Direction>,
    /// Whether it is a word without parentheses.
    pub(crate) is_bare: bool,
    /// Whether something in the parentheses could not be read, and was reported.
    pub(crate) is_broken: bool,
    /// From the kind to the closing parenthesis.
    pub(crate) extent: Extent,
    /// The same as text.
    pub(crate) text: String,
}

impl Layer {
    /// The layer's text with `input = size` where it belongs: after the sizes that come without a name.
    pub(crate) fn with_input(&self, kind: &str, size: &str) -> String {
        let is_size = |argument: &Argument| {
            argument.name.is_none() && matches!(argument.value, Value::Number(_) | Value::Constant)
        };
        let arguments = &self.arguments;
        let first = usize::from(arguments.first().is_some_and(|argument| argument.name.is_none()));
        let sizes = arguments.iter().skip(first).take_while(|argument| first == 1 && is_size(argument)).count();
        let mut texts: Vec<String> = arguments.iter().map(Argument::whole_text).collect();
        texts.insert(first + sizes, format!("input = {size}"));
        format!("{kind}({})", texts.join(", "))
    }
}

/// How deep layers may be nested in layers. Reading them takes stack.
const DEPTH: usize = 16;

/// Which layer it is: the second, or the first of those that the second is made of, which is 2.1.
#[derive(Clone, Copy)]
pub(crate) struct Ordinal {
    numbers: [usize; DEPTH + 1],
    length: usize,
}

impl Ordinal {
    /// What stands before the first.
    pub(crate) fn start() -> Self {
        Self { numbers: [0; DEPTH + 1], length: 1 }
    }

    /// The layer after this one.
    pub(crate) fn next(mut self) -> Self {
        if let Some(number) = self.numbers.get_mut(self.length - 1) {
            *number += 1;
        }
        self
    }

    /// What stands before the first of the layers that this one is made of.
    pub(crate) fn inside(mut self) -> Self {
        self.length += 1;
        self
    }
}

impl std::fmt::Display for Ordinal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, number) in self.numbers.iter().take(self.length).enumerate() {
            let point = if index > 0 { "." } else { "" };
            write!(f, "{point}{number}")?;
        }
        Ok(())
    }
}

/// Where layers are read.
#[derive(Clone, Copy)]
pub(super) struct Level {
    holds_layers: HoldsLayers,
    /// How many layers they stand in.
    depth: usize,
}

impl Level {
    /// The network's own.
    pub(super) fn outermost(holds_layers: HoldsLayers) -> Self {
        Self { holds_layers, depth: 0 }
    }
}

/// What stands between two commas: one layer, or several where commas are missing.
pub(super) fn parse_run(run: Run, level: Level, layers: &mut Vec<Option<Layer>>, diagnostics: &mut Diagnostics) {
    let mut cursor = Cursor::from(run.trees);
    cursor.open_invisible();
    if cursor.peek().is_none() {
        if let Some(comma) = run.comma {
            diagnostics.error(comma.span(), catalogue::empty_layer());
        }
        return;
    }
    loop {
        layers.push(parse(&mut cursor, level, diagnostics));
        cursor.open_invisible();
        let Some((found, extent)) = cursor.found() else { return };
        let message = match level.depth {
            0 => catalogue::expected_comma(&found),
            _ => catalogue::expected_comma_in_layer(&found),
        };
        diagnostics.error(extent, message);
        cursor.skip_punctuation();
        if !(cursor.peek_word().is_some() && cursor.rest_has_parentheses()) {
            return;
        }
    }
}

fn parse(cursor: &mut Cursor, level: Level, diagnostics: &mut Diagnostics) -> Option<Layer> {
    let docs = parse_docs(cursor, diagnostics);
    let visibility = cursor.visibility();
    if !visibility.is_empty() {
        diagnostics.error(Extent::of(&visibility), catalogue::visibility_of_layer());
    }
    let name = parse_name(cursor, diagnostics);
    cursor.open_invisible();
    let first = match cursor.next() {
        Some(TokenTree::Ident(first)) => first,
        Some(other) => {
            diagnostics.error(other.span(), expected_layer(&other));
            cursor.clear();
            return None;
        }
        None => {
            if let Some(name) = &name {
                diagnostics.error(name, catalogue::name_without_layer(name));
            }
            return None;
        }
    };
    // `keras.layers.Dense(..)`, `nn::Linear(..)`: what counts is the last word.
    let mut kind = first.clone();
    let mut path = TokenStream::from(TokenTree::from(first.clone()));
    while cursor.path_separator(&mut path) {
        let Some(word) = cursor.peek_word().cloned() else { break };
        cursor.next();
        word.to_tokens(&mut path);
        kind = word;
    }
    let word = (text(&path), Extent { first: first.span(), last: kind.span() });
    cursor.open_invisible();
    let group = match cursor.peek() {
        Some(TokenTree::Group(group)) => group.clone(),
        Some(TokenTree::Punct(punct)) if punct.as_char() == '<' => {
            diagnostics.error(word.1, catalogue::type_as_layer(&kind));
            cursor.clear();
            return None;
        }
        // Where arguments stand, `relu` is one.
        _ if level.depth > 0 => {
            let (extent, text) = (word.1, word.0.clone());
            let (arguments, body) = (Vec::new(), Vec::new());
            return Some(Layer {
                docs,
                has_own_name: name.is_some(),
                name,
                kind,
                word,
                arguments,
                body,
                direction: None,
                is_bare: true,
                is_broken: false,
                extent,
                text,
            });
        }
        // An activation, most likely: what it means does not depend on arguments.
        _ => {
            diagnostics.error(word.1, catalogue::layer_without_arguments(&kind));
            return None;
        }
    };
    cursor.next();
    if group.delimiter() != Delimiter::Parenthesis {
        let inside = text(&group.stream());
        diagnostics.error(group.span_open(), catalogue::arguments_in_parentheses(&kind, &inside));
    }
    let extent = Extent { first: first.span(), last: group.span_close() };
    let text = format!("{}({})", word.0, text(&group.stream()));
    let before = diagnostics.len();
    let (mut arguments, mut body) = (Vec::new(), Vec::new());
    match (level.holds_layers)(&kind.to_string()) {
        None => arguments = Argument::list(group.stream(), diagnostics),
        Some(_) if level.depth == DEPTH => {
            diagnostics.error(word.1, catalogue::nested_too_deeply(&kind, DEPTH));
        }
        Some(options) => {
            let inside = Level { depth: level.depth + 1, ..level };
            (body, arguments) = body::parse(group.stream(), inside, options, diagnostics);
        }
    }
    let is_broken = diagnostics.len() > before;
    let (has_own_name, direction) = (name.is_some(), None);
    Some(Layer {
        docs,
        name,
        has_own_name,
        kind,
        word,
        arguments,
        body,
        direction,
        is_bare: false,
        is_broken,
        extent,
        text,
    })
}

/// Takes the attributes before a layer, which must be doc comments.
fn parse_docs(cursor: &mut Cursor, diagnostics: &mut Diagnostics) -> Vec<TokenStream> {
    let mut docs = Vec::new();
    while let Some(attribute) = cursor.attribute() {
        if attribute.name.as_ref().is_some_and(|name| name == "doc") && is_attribute(&attribute.tokens) {
            docs.push(attribute.tokens);
        } else {
            diagnostics.error(Extent::of(&attribute.tokens), catalogue::attribute_of_layer());
        }
    }
    docs
}

/// Takes `name:`, if it stands next.
fn parse_name(cursor: &mut Cursor, diagnostics: &mut Diagnostics) -> Option<Ident> {
    let is_assigned = cursor.peek_word().is_some() && cursor.second_is('=') && !cursor.third_is('=');
    if !(is_assigned || cursor.second_is(':') && !cursor.third_is(':')) {
        return None;
    }
    let name = cursor.next();
    let sign = cursor.next();
    match name? {
        TokenTree::Ident(name) => {
            if let Some(sign) = sign.filter(|_| is_assigned) {
                diagnostics.error(sign.span(), catalogue::equals_for_colon(&name));
            }
            Some(name)
        }
        TokenTree::Literal(literal) => {
            let name = literal.to_string();
            let name = name.trim_matches('"');
            diagnostics.error(literal.span(), catalogue::quoted_name(name));
            syn::parse_str(name).ok().map(|mut ident: Ident| {
                ident.set_span(literal.span());
                ident
            })
        }
        other => {
            diagnostics.error(other.span(), catalogue::expected_name(&quoted(&other)));
            None
        }
    }
}

/// What to say of a token that can't start a layer.
fn expected_layer(found: &TokenTree) -> Message {
    let is_number = |text: &str| text.parse::<usize>().is_ok();
    match found {
        TokenTree::Literal(literal) if is_number(&literal.to_string()) => {
            catalogue::number_as_layer(&literal.to_string())
        }
        _ => catalogue::expected_layer(&quoted(found)),
    }
}
