//! What stands in a layer's parentheses.
//!
//! A small grammar of our own, and not rustc's expressions: words, numbers, calls, tuples and arrays are told apart;
//! all else is a constant expression, which is kept as it is for rustc to judge.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

use super::cursor::{invisible, is_punct, split_commas};
use crate::diag::{Diagnostics, Extent, catalogue};
use crate::text::text;

/// How deep brackets are read. What is nested deeper is no shape and no kernel; rustc reads it, and has its own limit.
const DEPTH: usize = 16;

/// How many tokens a constant expression may have, those within brackets included. Checking an expression takes stack in
/// the order of its length, and macros must not exhaust rustc's.
const LONGEST: usize = 256;

/// `value`, or `name = value`.
#[derive(Clone)]
pub(crate) struct Argument {
    pub(crate) name: Option<Ident>,
    pub(crate) value: Value,
    /// The value's tokens.
    pub(crate) tokens: TokenStream,
    /// From the name, if there is one, to the end of the value.
    pub(crate) extent: Extent,
}

/// What a value looks like, before anybody asks what it means.
#[derive(Clone)]
pub(crate) enum Value {
    Number(Number),
    /// A name: of an activation, of a constant, or `true`.
    Word(Ident),
    /// `leaky_relu(0.1)`.
    Call(Ident, Vec<Argument>),
    Tuple(Vec<Argument>),
    Array(Vec<Argument>),
    /// A string.
    Text(syn::LitStr),
    /// A literal of another type: `'a'`, `b"bytes"`.
    OtherLiteral,
    /// A constant expression for rustc.
    Constant,
    /// Nothing: `input =`, or two commas.
    Missing,
    /// No value; it has been reported.
    Invalid,
}

/// A literal number with its sign.
#[derive(Clone)]
pub(crate) struct Number {
    pub(crate) negative: bool,
    pub(crate) literal: syn::Lit,
}

impl Number {
    pub(crate) fn is_integer(&self) -> bool {
        matches!(self.literal, syn::Lit::Int(_))
    }

    pub(crate) fn suffix(&self) -> &str {
        match &self.literal {
            syn::Lit::Int(int) => int.suffix(),
            syn::Lit::Float(float) => float.suffix(),
            _ => "",
        }
    }

    /// The number as digits, without separators or suffix, and in base ten.
    pub(crate) fn digits(&self) -> &str {
        match &self.literal {
            syn::Lit::Int(int) => int.base10_digits(),
            syn::Lit::Float(float) => float.base10_digits(),
            _ => "0",
        }
    }

    pub(crate) fn to_f64(&self) -> f64 {
        let magnitude = self.digits().parse().unwrap_or(f64::NAN);
        if self.negative { -magnitude } else { magnitude }
    }
}

impl Argument {
    /// The arguments in a layer's parentheses.
    pub(super) fn list(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Vec<Self> {
        Self::nested(tokens, DEPTH, diagnostics)
    }

    pub(super) fn parse(trees: Vec<TokenTree>, diagnostics: &mut Diagnostics) -> Self {
        Self::parse_at(trees, DEPTH, diagnostics)
    }

    fn nested(tokens: TokenStream, depth: usize, diagnostics: &mut Diagnostics) -> Vec<Self> {
        split_commas(tokens).map(|trees| Self::parse_at(trees, depth, diagnostics)).collect()
    }

    fn parse_at(mut trees: Vec<TokenTree>, depth: usize, diagnostics: &mut Diagnostics) -> Self {
        // A fragment of `macro_rules!` may hold the whole argument, with its name.
        while let ([_], Some(group)) = (trees.as_slice(), invisible(trees.first())) {
            trees = group.stream().into_iter().collect();
        }
        let extent = Extent::of(&trees.iter().cloned().collect::<TokenStream>());
        let mut name = None;
        if let [TokenTree::Ident(word), second, rest @ ..] = trees.as_slice() {
            let assigned = is_punct(second, '=') && !rest.first().is_some_and(|tree| is_punct(tree, '='));
            let colon = is_punct(second, ':') && !rest.first().is_some_and(|tree| is_punct(tree, ':'));
            if colon {
                diagnostics.error(second.span(), catalogue::colon_for_equals(word, &tokens_text(rest)));
            }
            if assigned || colon {
                name = Some(word.clone());
                trees.drain(..2);
                while let ([_], Some(group)) = (trees.as_slice(), invisible(trees.first())) {
                    trees = group.stream().into_iter().collect();
                }
            }
        }
        let tokens: TokenStream = trees.iter().cloned().collect();
        let mut value = Value::parse(&trees, depth, diagnostics);
        if matches!(value, Value::Missing) {
            let at = name.as_ref().map_or(extent, |name| name.span().into());
            diagnostics.error(at, catalogue::missing_value(name.as_ref()));
            value = Value::Invalid;
        }
        Self { name, value, tokens, extent }
    }

    /// The value's own place, without the name.
    pub(crate) fn value_extent(&self) -> Extent {
        if self.tokens.is_empty() { self.extent } else { Extent::of(&self.tokens) }
    }

    /// The value as text.
    pub(crate) fn text(&self) -> String {
        text(&self.tokens)
    }
}

impl ToTokens for Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.tokens.to_tokens(tokens);
    }
}

/// What is left of `limit` when each token has been counted; 0 where they don't fit. It looks no deeper than `limit`.
fn tokens_left(tokens: &TokenStream, limit: usize) -> usize {
    tokens.clone().into_iter().fold(limit, |left, tree| match tree {
        _ if left <= 1 => 0,
        TokenTree::Group(group) => tokens_left(&group.stream(), left - 1),
        _ => left - 1,
    })
}

fn tokens_text(trees: &[TokenTree]) -> String {
    text(&trees.iter().cloned().collect::<TokenStream>())
}

impl Value {
    fn parse(trees: &[TokenTree], depth: usize, diagnostics: &mut Diagnostics) -> Self {
        let deeper = depth.saturating_sub(1);
        match trees {
            [] => Self::Missing,
            [TokenTree::Literal(literal)] => match syn::Lit::new(literal.clone()) {
                syn::Lit::Str(string) => Self::Text(string),
                literal @ (syn::Lit::Int(_) | syn::Lit::Float(_)) => Self::Number(Number { negative: false, literal }),
                _ => Self::OtherLiteral,
            },
            [minus, TokenTree::Literal(literal)] if is_punct(minus, '-') => match syn::Lit::new(literal.clone()) {
                literal @ (syn::Lit::Int(_) | syn::Lit::Float(_)) => Self::Number(Number { negative: true, literal }),
                _ => Self::constant(trees, diagnostics),
            },
            [TokenTree::Ident(word)] => Self::Word(word.clone()),
            [_, _, ..] | [TokenTree::Group(_)] if depth == 0 => Self::constant(trees, diagnostics),
            [TokenTree::Ident(word), TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
                Self::Call(word.clone(), Argument::nested(group.stream(), deeper, diagnostics))
            }
            [TokenTree::Group(group)] => Self::parse_group(group, deeper, diagnostics),
            _ => Self::constant(trees, diagnostics),
        }
    }

    /// An expression that rustc evaluates. Whether it is one at all is checked here, since what is not would make
    /// rustc refuse all that the macro returns.
    fn constant(trees: &[TokenTree], diagnostics: &mut Diagnostics) -> Self {
        let tokens: TokenStream = trees.iter().cloned().collect();
        let extent = Extent::of(&tokens);
        if tokens_left(&tokens, LONGEST) == 0 {
            diagnostics.error(extent, catalogue::expression_too_long());
            return Self::Invalid;
        }
        // Whether the expression ends early tells a missing comma from a mistake within it.
        let start = |input: syn::parse::ParseStream| {
            let whole = input.parse::<syn::Expr>().map(|_| ());
            let rest: TokenStream = input.parse()?;
            Ok((whole, rest.into_iter().next()))
        };
        match syn::parse::Parser::parse2(start, tokens) {
            Ok((Ok(()), None)) => return Self::Constant,
            Ok((Ok(()), Some(found))) => {
                diagnostics.error(found.span(), catalogue::expected_comma_in_arguments(&found));
            }
            Ok((Err(_), Some(found))) => diagnostics.error(found.span(), catalogue::expected_argument(&found)),
            _ => diagnostics.error(extent, catalogue::unfinished_expression()),
        }
        Self::Invalid
    }

    fn parse_group(group: &proc_macro2::Group, depth: usize, diagnostics: &mut Diagnostics) -> Self {
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        match group.delimiter() {
            Delimiter::Parenthesis if inner.iter().any(|tree| is_punct(tree, ',')) => {
                Self::Tuple(Argument::nested(group.stream(), depth, diagnostics))
            }
            Delimiter::Parenthesis if inner.is_empty() => Self::Tuple(Vec::new()),
            Delimiter::Parenthesis | Delimiter::None => Self::parse(&inner, depth, diagnostics),
            // `[0.0; 3]` repeats a number: a constant expression like any other.
            Delimiter::Bracket if !inner.iter().any(|tree| is_punct(tree, ';')) => {
                Self::Array(Argument::nested(group.stream(), depth, diagnostics))
            }
            Delimiter::Bracket | Delimiter::Brace => Self::constant(&[TokenTree::from(group.clone())], diagnostics),
        }
    }

    /// What this is, for `expected .., found ..`.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Number(number) if number.is_integer() => "an integer".into(),
            Self::Number(_) => "a floating-point number".into(),
            Self::Word(word) => format!("`{word}`"),
            Self::Call(word, _) => format!("`{word}(..)`"),
            Self::Tuple(_) => "a tuple".into(),
            Self::Array(_) => "an array".into(),
            Self::Text(_) => "a string literal".into(),
            Self::OtherLiteral => "a literal".into(),
            Self::Constant => "an expression".into(),
            Self::Missing | Self::Invalid => "nothing".into(),
        }
    }
}

/// For the places that have a word's span only.
impl From<&Ident> for Extent {
    fn from(ident: &Ident) -> Self {
        Span::into(ident.span())
    }
}
