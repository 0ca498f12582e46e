//! Steps through tokens. Nothing here recurses, so no text can exhaust the stack.

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};

use crate::diag::Extent;
use crate::text::text;

/// A place in a list of tokens, all of them on one level of brackets.
pub(super) struct Cursor {
    rest: std::collections::VecDeque<TokenTree>,
}

/// `#[name(arguments)]`, `#[name]`, or any other attribute.
pub(super) struct Attribute {
    pub(super) tokens: TokenStream,
    pub(super) name: Option<Ident>,
    pub(super) arguments: Option<Vec<TokenTree>>,
    /// `#![..]`
    pub(super) is_inner: bool,
}

/// What stands between two commas.
pub(super) struct Run {
    pub(super) trees: Vec<TokenTree>,
    /// The comma that ends it: the culprit where there is nothing before it.
    pub(super) comma: Option<TokenTree>,
}

impl From<Vec<TokenTree>> for Cursor {
    fn from(trees: Vec<TokenTree>) -> Self {
        Self { rest: trees.into() }
    }
}

impl Iterator for Cursor {
    type Item = TokenTree;

    fn next(&mut self) -> Option<TokenTree> {
        self.rest.pop_front()
    }
}

impl Cursor {
    pub(super) fn new(tokens: TokenStream) -> Self {
        Self { rest: tokens.into_iter().collect() }
    }

    pub(super) fn peek(&self) -> Option<&TokenTree> {
        self.rest.front()
    }

    pub(super) fn peek_word(&self) -> Option<&Ident> {
        match self.peek() {
            Some(TokenTree::Ident(ident)) => Some(ident),
            _ => None,
        }
    }

    pub(super) fn second_is_word(&self) -> bool {
        matches!(self.rest.get(1), Some(TokenTree::Ident(_)))
    }

    /// The braces after the next word, if nothing but a `;` follows them.
    pub(super) fn second_body(&self) -> Option<&Group> {
        match (self.rest.get(1), self.rest.get(2), self.rest.len()) {
            (Some(TokenTree::Group(group)), None, 2) if group.delimiter() == Delimiter::Brace => Some(group),
            (Some(TokenTree::Group(group)), Some(end), 3)
                if group.delimiter() == Delimiter::Brace && is_punct(end, ';') =>
            {
                Some(group)
            }
            _ => None,
        }
    }

    /// The first braces, wherever they stand.
    pub(super) fn body(&mut self) -> Option<Group> {
        self.find_map(|tree| match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
            _ => None,
        })
    }

    pub(super) fn second_is(&self, punct: char) -> bool {
        self.rest.get(1).is_some_and(|tree| is_punct(tree, punct))
    }

    pub(super) fn third_is(&self, punct: char) -> bool {
        self.rest.get(2).is_some_and(|tree| is_punct(tree, punct))
    }

    /// The only thing left, if it is a group that can be seen.
    pub(super) fn only_group(&self) -> Option<&Group> {
        match (self.rest.len(), self.peek()) {
            (1, Some(TokenTree::Group(group))) if group.delimiter() != Delimiter::None => Some(group),
            _ => None,
        }
    }

    /// What stands next, as one would quote it, and where: `->` is one thing.
    pub(super) fn found(&self) -> Option<(String, Extent)> {
        let first = self.peek()?;
        let mut joined = Vec::new();
        for tree in &self.rest {
            let TokenTree::Punct(punct) = tree else { break };
            joined.push(punct);
            if punct.spacing() == Spacing::Alone {
                break;
            }
        }
        Some(match joined.as_slice() {
            [] => (quoted(first), first.span().into()),
            [one] => (quoted(first), one.span().into()),
            [start, .., end] => {
                (joined.iter().map(|punct| punct.as_char()).collect(), Extent { first: start.span(), last: end.span() })
            }
        })
    }

    /// Steps over punctuation, to where a word may stand.
    pub(super) fn skip_punctuation(&mut self) {
        while matches!(self.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() != '#') {
            self.rest.pop_front();
        }
    }

    pub(super) fn clear(&mut self) {
        self.rest.clear();
    }

    pub(super) fn rest_has_parentheses(&self) -> bool {
        self.rest.iter().any(|tree| matches!(tree, TokenTree::Group(g) if g.delimiter() == Delimiter::Parenthesis))
    }

    /// Replaces the invisible brackets that stand next by what they hold: they are what a `macro_rules!` fragment
    /// such as `$layer:expr` leaves around its tokens.
    pub(super) fn open_invisible(&mut self) {
        while let Some(group) = invisible(self.peek()) {
            self.rest.pop_front();
            for tree in group.stream().into_iter().collect::<Vec<_>>().into_iter().rev() {
                self.rest.push_front(tree);
            }
        }
    }

    /// Takes `pub`, `pub(crate)` or the like, if it stands next.
    pub(super) fn visibility(&mut self) -> TokenStream {
        self.open_invisible();
        if self.peek_word().is_none_or(|word| word != "pub") {
            return TokenStream::new();
        }
        let mut tokens = TokenStream::from_iter(self.next());
        if matches!(self.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis) {
            tokens.extend(self.next());
        }
        tokens
    }

    /// Takes the attribute that stands next, if one does; an inner one, `#![..]`, too.
    pub(super) fn attribute(&mut self) -> Option<Attribute> {
        self.open_invisible();
        if !self.peek().is_some_and(|tree| is_punct(tree, '#')) {
            return None;
        }
        let length = if self.second_is('!') { 3 } else { 2 };
        let Some(TokenTree::Group(group)) = self.rest.get(length - 1) else { return None };
        let mut inner = Cursor::new(group.stream());
        let tokens = self.rest.drain(..length).collect();
        inner.open_invisible();
        let name = inner.peek_word().cloned();
        inner.next();
        let arguments = match inner.next() {
            Some(TokenTree::Group(list)) if list.delimiter() == Delimiter::Parenthesis && inner.peek().is_none() => {
                Some(list.stream().into_iter().collect())
            }
            _ => None,
        };
        Some(Attribute { tokens, name, arguments, is_inner: length == 3 })
    }

    /// Takes `.` or `::` into `path`, if one stands next.
    pub(super) fn path_separator(&mut self, path: &mut TokenStream) -> bool {
        let length = match self.peek() {
            Some(tree) if is_punct(tree, '.') => 1,
            Some(tree) if is_punct(tree, ':') && self.second_is(':') => 2,
            _ => return false,
        };
        path.extend(self.rest.drain(..length));
        true
    }

    /// The runs between commas. In a list of layers every `<` after a word opens a bracket: nothing is compared there.
    pub(super) fn split_layers(self) -> impl Iterator<Item = Run> {
        split(self.rest, |run| matches!(run.last(), Some(TokenTree::Ident(_))))
    }
}

pub(super) fn is_punct(tree: &TokenTree, expected: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == expected)
}

/// The brackets that a `macro_rules!` fragment leaves, if that is what `tree` is.
pub(super) fn invisible(tree: Option<&TokenTree>) -> Option<Group> {
    match tree {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => Some(group.clone()),
        _ => None,
    }
}

/// The runs between the commas of a list of arguments. A comma in the generic arguments of a path (`size_of::<(A, B)>()`
/// has none, `f::<A, B>()` has one) separates nothing; a comma at the end is allowed.
pub(super) fn split_commas(trees: impl IntoIterator<Item = TokenTree>) -> impl Iterator<Item = Run> {
    split(trees, |run| matches!(run, [.., a, b] if is_punct(a, ':') && is_punct(b, ':')))
}

/// The runs between the commas of a list of layers and options.
pub(super) fn split_body(trees: impl IntoIterator<Item = TokenTree>) -> impl Iterator<Item = Run> {
    split(trees, |run| match run {
        [.., a, b] => is_punct(a, ':') && is_punct(b, ':') || run.len() < 4 && matches!(b, TokenTree::Ident(_)),
        run => matches!(run.last(), Some(TokenTree::Ident(_))),
    })
}

/// The runs between commas, where `<` opens a bracket if `opens` says so of what stands before it.
fn split(
    trees: impl IntoIterator<Item = TokenTree>,
    opens: impl Fn(&[TokenTree]) -> bool,
) -> impl Iterator<Item = Run> {
    let mut rest = trees.into_iter().peekable();
    std::iter::from_fn(move || {
        rest.peek()?;
        let mut trees = Vec::new();
        let (mut angles, mut arrow) = (0_usize, false);
        for tree in rest.by_ref() {
            if let TokenTree::Punct(punct) = &tree {
                match punct.as_char() {
                    ',' if angles == 0 => return Some(Run { trees, comma: Some(tree) }),
                    '<' if angles > 0 || opens(&trees) => angles += 1,
                    '>' if angles > 0 && !arrow => angles -= 1,
                    _ => {}
                }
                arrow = matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint;
            }
            trees.push(tree);
        }
        Some(Run { trees, comma: None })
    })
}

/// A token as a message quotes it: of a group, the bracket that opens it.
pub(super) fn quoted(tree: &TokenTree) -> String {
    match tree {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "(".into(),
            Delimiter::Bracket => "[".into(),
            Delimiter::Brace => "{".into(),
            Delimiter::None => text(tree),
        },
        other => text(other),
    }
}
