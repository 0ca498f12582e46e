//! What stands in a layer's parentheses.
//!
//! A small grammar of our own, and not rustc's expressions: words, numbers, calls, tuples and arrays are told apart;
//! all else is a constant expression, which is kept as it is for rustc to judge.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

use super::cursor::{Run, invisible, is_punct, quoted, split_commas};
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

    /// What stands between two commas: one argument, or several where commas are missing.
    pub(super) fn parse(run: Run, arguments: &mut Vec<Self>, diagnostics: &mut Diagnostics) {
        Self::parse_at(run, DEPTH, arguments, diagnostics);
    }

    fn nested(tokens: TokenStream, depth: usize, diagnostics: &mut Diagnostics) -> Vec<Self> {
        let mut arguments = Vec::new();
        for run in split_commas(tokens) {
            Self::parse_at(run, depth, &mut arguments, diagnostics);
        }
        for argument in &mut arguments {
            if let Value::Word(word) | Value::Call(word, _) = &argument.value
                && !is_value(word)
            {
                diagnostics.error(word, catalogue::expected_expression(&word.to_string()));
                argument.value = Value::Invalid;
            }
        }
        arguments
    }

    fn parse_at(run: Run, depth: usize, arguments: &mut Vec<Self>, diagnostics: &mut Diagnostics) {
        let Run { mut trees, comma } = run;
        loop {
            // A fragment of `macro_rules!` may hold the whole argument, with its name.
            open(&mut trees);
            let mut extent = Extent::of(&trees.iter().cloned().collect::<TokenStream>());
            let name = take_name(&mut trees, diagnostics);
            open(&mut trees);
            let mut rest = Vec::new();
            let value = if trees.is_empty() {
                match (&name, &comma) {
                    (Some(name), _) => diagnostics.error(name, catalogue::value_missing(name)),
                    (None, Some(comma)) => diagnostics.error(comma.span(), catalogue::empty_argument()),
                    (None, None) => return,
                }
                Value::Invalid
            } else {
                Value::parse(&mut trees, &mut rest, depth, diagnostics)
            };
            let tokens: TokenStream = trees.into_iter().collect();
            if !rest.is_empty() {
                extent.last = Extent::of(&tokens).last;
            }
            arguments.push(Self { name, value, tokens, extent });
            if rest.is_empty() {
                return;
            }
            trees = rest;
        }
    }

    /// The value's own place, without the name.
    pub(crate) fn value_extent(&self) -> Extent {
        if self.tokens.is_empty() { self.extent } else { Extent::of(&self.tokens) }
    }

    /// The value as text.
    pub(crate) fn text(&self) -> String {
        text(&self.tokens)
    }

    /// The value as text, with its name.
    pub(crate) fn whole_text(&self) -> String {
        match &self.name {
            Some(name) => format!("{name} = {}", self.text()),
            None => self.text(),
        }
    }

    /// `relu` of `keras.activations.relu` and of `nn::relu(..)`: the last word, if nothing but a path is before it and
    /// nothing but arguments after.
    pub(crate) fn last_word(&self) -> Option<Ident> {
        let mut last = None;
        for tree in self.tokens.clone() {
            match tree {
                TokenTree::Ident(word) => last = Some(word),
                TokenTree::Punct(punct) if matches!(punct.as_char(), '.' | ':') && last.is_some() => {}
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && last.is_some() => {}
                _ => return None,
            }
        }
        last
    }
}

impl ToTokens for Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.tokens.to_tokens(tokens);
    }
}

/// Whether the word can stand where a value is wanted, as `struct` can't.
fn is_value(word: &Ident) -> bool {
    syn::parse2::<syn::Expr>(word.to_token_stream()).is_ok()
}

/// Replaces invisible brackets around everything by what they hold.
fn open(trees: &mut Vec<TokenTree>) {
    while let ([_], Some(group)) = (trees.as_slice(), invisible(trees.first())) {
        *trees = group.stream().into_iter().collect();
    }
}

/// Takes `name =`, if the argument starts so.
fn take_name(trees: &mut Vec<TokenTree>, diagnostics: &mut Diagnostics) -> Option<Ident> {
    let [TokenTree::Ident(word), sign, rest @ ..] = trees.as_slice() else { return None };
    let word = word.clone();
    let doubled = |c| rest.first().is_some_and(|tree| is_punct(tree, c));
    let length = match sign {
        TokenTree::Punct(equals) if equals.as_char() == '=' && doubled('=') => {
            let extent = Extent { first: equals.span(), last: rest.first().map_or(equals.span(), TokenTree::span) };
            diagnostics.error(extent, catalogue::double_equals(&word, &tokens_text(&rest[1..])));
            3
        }
        sign if is_punct(sign, '=') => 2,
        sign if is_punct(sign, ':') && !doubled(':') => {
            diagnostics.error(sign.span(), catalogue::colon_for_equals(&word, &tokens_text(rest)));
            2
        }
        _ => return None,
    };
    trees.drain(..length);
    Some(word)
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

/// Whether `tokens` start with an expression, and how many of them are left after it.
fn first_expression(tokens: TokenStream) -> Option<(bool, usize)> {
    let parser = |input: syn::parse::ParseStream<'_>| {
        let is_expression = input.parse::<syn::Expr>().is_ok();
        let rest: TokenStream = input.parse()?;
        Ok((is_expression, rest.into_iter().count()))
    };
    syn::parse::Parser::parse2(parser, tokens).ok()
}

impl Value {
    /// The value that `trees` are. Where they are two, for lack of a comma, the second is moved to `rest`.
    fn parse(
        trees: &mut Vec<TokenTree>,
        rest: &mut Vec<TokenTree>,
        depth: usize,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        if let Some(value) = Self::plain(trees, depth, diagnostics) {
            return value;
        }
        let tokens: TokenStream = trees.iter().cloned().collect();
        let extent = Extent::of(&tokens);
        if tokens_left(&tokens, LONGEST) == 0 {
            diagnostics.error(extent, catalogue::expression_too_long());
            return Self::Invalid;
        }
        // Invisible brackets can end an expression within a token; then nobody can say which token is the next.
        let (is_expression, left) = first_expression(tokens).unwrap_or((false, 0));
        let next = trees.len().checked_sub(left).filter(|&at| left > 0 && (at > 0 || !is_expression));
        match next {
            // An expression that rustc evaluates. What is none would make rustc refuse all that the macro returns.
            None if is_expression && left == 0 => return Self::Constant,
            None => diagnostics.error(extent, catalogue::unfinished_expression()),
            Some(at) if is_expression => {
                let found = &trees[at];
                diagnostics.error(found.span(), catalogue::expected_comma_in_arguments(&quoted(found)));
                let next = trees.split_off(at);
                // A word after a value is the next argument; of anything else nobody knows.
                if matches!(next.first(), Some(TokenTree::Ident(_))) {
                    *rest = next;
                    return Self::plain(trees, depth, diagnostics).unwrap_or(Self::Constant);
                }
            }
            Some(at) => {
                let found = &trees[at];
                diagnostics.error(found.span(), catalogue::expected_expression(&quoted(found)));
            }
        }
        Self::Invalid
    }

    /// The value, if it is one of the few that mean something here.
    fn plain(trees: &[TokenTree], depth: usize, diagnostics: &mut Diagnostics) -> Option<Self> {
        let deeper = depth.saturating_sub(1);
        Some(match trees {
            [TokenTree::Literal(literal)] => match syn::Lit::new(literal.clone()) {
                syn::Lit::Str(string) => Self::Text(string),
                literal @ (syn::Lit::Int(_) | syn::Lit::Float(_)) => Self::Number(Number { negative: false, literal }),
                _ => Self::OtherLiteral,
            },
            [minus, TokenTree::Literal(literal)] if is_punct(minus, '-') => match syn::Lit::new(literal.clone()) {
                literal @ (syn::Lit::Int(_) | syn::Lit::Float(_)) => Self::Number(Number { negative: true, literal }),
                _ => return None,
            },
            [TokenTree::Ident(word)] => Self::Word(word.clone()),
            [_, ..] if depth == 0 => return None,
            [TokenTree::Ident(word), TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
                Self::Call(word.clone(), Argument::nested(group.stream(), deeper, diagnostics))
            }
            [TokenTree::Group(group)] => return Self::group(group, deeper, diagnostics),
            _ => return None,
        })
    }

    fn group(group: &proc_macro2::Group, depth: usize, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut inner: Vec<TokenTree> = group.stream().into_iter().collect();
        let has = |c| inner.iter().any(|tree| is_punct(tree, c));
        match group.delimiter() {
            Delimiter::Parenthesis if has(',') => {
                Some(Self::Tuple(Argument::nested(group.stream(), depth, diagnostics)))
            }
            Delimiter::Parenthesis if inner.is_empty() => Some(Self::Tuple(Vec::new())),
            Delimiter::Parenthesis | Delimiter::None => {
                open(&mut inner);
                Self::plain(&inner, depth, diagnostics)
            }
            // `[0.0; 3]` repeats a number: a constant expression like any other.
            Delimiter::Bracket if !has(';') => Some(Self::Array(Argument::nested(group.stream(), depth, diagnostics))),
            Delimiter::Bracket | Delimiter::Brace => None,
        }
    }

    /// What this is, for `expected .., found ..`.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Number(number) if number.negative => "a negative number".into(),
            Self::Number(number) if number.is_integer() => "an integer".into(),
            Self::Number(_) => "a floating-point number".into(),
            Self::Word(word) => format!("`{word}`"),
            Self::Call(word, _) => format!("`{word}(..)`"),
            Self::Tuple(_) => "a tuple".into(),
            Self::Array(_) => "an array".into(),
            Self::Text(_) => "a string literal".into(),
            Self::OtherLiteral => "a literal".into(),
            Self::Constant => "an expression".into(),
            Self::Invalid => "nothing".into(),
        }
    }
}

/// For the places that have a word's span only.
impl From<&Ident> for Extent {
    fn from(ident: &Ident) -> Self {
        Span::into(ident.span())
    }
}
