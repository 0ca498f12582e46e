//! Sizes: integer literals, and constant expressions of type `usize`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{Positional, Reader};
use crate::activation;
use crate::constants::Constants;
use crate::diag::catalogue;
use crate::shape::Size;
use crate::syntax::{Argument, Value};
use crate::text::text;

impl Reader<'_> {
    /// Takes a size that must be there, and be at least one; `noun` is what it counts.
    pub(crate) fn size(&mut self, position: &Positional, noun: &str) -> Option<Size> {
        let mut argument = self.needed(position)?;
        if let Some(size) = self.swapped(&argument, position) {
            self.rest.insert(0, argument);
            argument = size;
        }
        let size = self.read_size(&argument, position.what)?;
        if size.known() == Some(0) {
            self.error(argument.value_extent(), catalogue::zero(self.kind, noun));
            return None;
        }
        Some(size)
    }

    /// The size of `dense(relu, 3)`, which should stand before the activation.
    fn swapped(&mut self, argument: &Argument, position: &Positional) -> Option<Argument> {
        let Value::Word(word) = &argument.value else { return None };
        activation::find(&word.to_string())?;
        let is_size = |other: &Argument| other.name.is_none() && matches!(other.value, Value::Number(_));
        let at = self.rest.iter().position(is_size)?;
        let size = self.rest.remove(at);
        let message = catalogue::activation_for_size(self.kind, position.what, word, Some(&size.text()));
        self.error(argument.value_extent(), message);
        Some(size)
    }

    /// A size: an integer literal, or a constant expression.
    pub(crate) fn read_size(&mut self, argument: &Argument, what: &str) -> Option<Size> {
        let message = match &argument.value {
            Value::Number(number) if number.is_integer() && !number.negative => match number.suffix() {
                "" | "usize" => match number.digits().parse() {
                    Ok(size) => return Some(Size::Known(size)),
                    Err(_) => catalogue::size_too_large(number.digits()),
                },
                suffix => catalogue::size_suffix(suffix, number.digits()),
            },
            Value::Word(word) if activation::find(&word.to_string()).is_some() => {
                catalogue::activation_for_size(self.kind, what, word, None)
            }
            Value::Word(word) if word == "None" => catalogue::none_for_size(),
            Value::Word(word) if ["true", "false", "True", "False"].iter().any(|flag| word == flag) => {
                catalogue::expected_size(what, argument)
            }
            Value::Word(_) | Value::Call(..) | Value::Constant => {
                return Some(constant_size(argument, &mut self.model.constants));
            }
            Value::Invalid => return None,
            _ => catalogue::expected_size(what, argument),
        };
        self.error(argument.value_extent(), message);
        None
    }
}

/// A size that only rustc knows; but what is plainly arithmetic on literals is known here.
fn constant_size(argument: &Argument, constants: &mut Constants) -> Size {
    let tokens = strip_block(argument.tokens.clone());
    match fold(&tokens) {
        Some(size) => Size::Known(size),
        None => {
            let text = text(&tokens);
            constants.size(tokens, text)
        }
    }
}

/// `2 * N` of `{ 2 * N }`; a block of statements stays a block.
fn strip_block(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(group)), None)
            if matches!(group.delimiter(), Delimiter::Brace | Delimiter::None)
                && syn::parse2::<syn::Expr>(group.stream()).is_ok() =>
        {
            strip_block(group.stream())
        }
        _ => tokens,
    }
}

/// The value of `28 * 28`: literals joined by one kind of operator.
fn fold(tokens: &TokenStream) -> Option<usize> {
    let mut trees = tokens.clone().into_iter();
    let literal = |tree: TokenTree| match tree {
        TokenTree::Literal(literal) => literal.to_string().replace('_', "").parse::<usize>().ok(),
        _ => None,
    };
    let mut value = literal(trees.next()?)?;
    let mut operator = None;
    loop {
        let c = match trees.next() {
            None => return Some(value),
            Some(TokenTree::Punct(punct)) => punct.as_char(),
            Some(_) => return None,
        };
        if *operator.get_or_insert(c) != c {
            return None;
        }
        let next = literal(trees.next()?)?;
        value = match c {
            '*' => value.checked_mul(next)?,
            '+' => value.checked_add(next)?,
            '-' => value.checked_sub(next)?,
            _ => return None,
        };
    }
}
