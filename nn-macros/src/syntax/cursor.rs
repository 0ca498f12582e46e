//! Steps through tokens. Nothing here recurses, so no text can exhaust the stack.

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};

/// A place in a list of tokens, all of them on one level of brackets.
pub(super) struct Cursor {
    rest: std::collections::VecDeque<TokenTree>,
}

/// `#[name(arguments)]`, `#[name]`, or any other attribute.
pub(super) struct Attribute {
    pub(super) tokens: TokenStream,
    pub(super) name: Option<Ident>,
    pub(super) arguments: Option<Vec<TokenTree>>,
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

    pub(super) fn second_is(&self, punct: char) -> bool {
        self.rest.get(1).is_some_and(|tree| is_punct(tree, punct))
    }

    pub(super) fn third_is(&self, punct: char) -> bool {
        self.rest.get(2).is_some_and(|tree| is_punct(tree, punct))
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

    /// Takes the attribute that stands next, if one does.
    pub(super) fn attribute(&mut self) -> Option<Attribute> {
        self.open_invisible();
        if !self.peek().is_some_and(|tree| is_punct(tree, '#')) {
            return None;
        }
        let Some(TokenTree::Group(group)) = self.rest.get(1).cloned() else { return None };
        let tokens = TokenStream::from_iter([self.next()?, self.next()?]);
        let mut inner = Cursor::new(group.stream());
        inner.open_invisible();
        let name = inner.peek_word().cloned();
        inner.next();
        let arguments = match inner.next() {
            Some(TokenTree::Group(list)) if list.delimiter() == Delimiter::Parenthesis && inner.peek().is_none() => {
                Some(list.stream().into_iter().collect())
            }
            _ => None,
        };
        Some(Attribute { tokens, name, arguments })
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

    pub(super) fn split_commas(self) -> impl Iterator<Item = Vec<TokenTree>> {
        split_commas(self.rest)
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

/// The runs of tokens between commas. A comma in the generic arguments of a path (`size_of::<(A, B)>()` has none,
/// `f::<A, B>()` has one) separates nothing; a comma at the end is allowed.
pub(super) fn split_commas(trees: impl IntoIterator<Item = TokenTree>) -> impl Iterator<Item = Vec<TokenTree>> {
    let mut trees = trees.into_iter().peekable();
    std::iter::from_fn(move || {
        trees.peek()?;
        let mut run = Vec::new();
        let (mut angles, mut arrow) = (0_usize, false);
        for tree in trees.by_ref() {
            if let TokenTree::Punct(punct) = &tree {
                let after_path = matches!(run.as_slice(), [.., a, b] if is_punct(a, ':') && is_punct(b, ':'));
                match punct.as_char() {
                    ',' if angles == 0 => break,
                    '<' if after_path || angles > 0 => angles += 1,
                    '>' if angles > 0 && !arrow => angles -= 1,
                    _ => {}
                }
                arrow = matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint;
            }
            run.push(tree);
        }
        Some(run)
    })
}
