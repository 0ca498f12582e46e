//! Tokens as a person would write them, for messages and for rustdoc.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// `tokens` with a person's spacing: `dense(3, input = 2)`.
///
/// rustc can print tokens with the spacing of the source, but only inside rustc; this reads the same everywhere.
pub(crate) fn text(tokens: &impl ToTokens) -> String {
    let mut out = String::new();
    write(tokens.to_token_stream(), DEPTH, &mut out);
    out
}

/// How deep brackets are written out. Nobody reads what is deeper, and it would take stack.
const DEPTH: usize = 64;

/// What a space may stand between.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Word,
    Group,
    /// Binds to what follows: a path's `::`, a unary `-`, a joint punctuation.
    Tight,
    Loose,
}

fn write(tokens: TokenStream, depth: usize, out: &mut String) {
    let mut last = Last::Nothing;
    // Brackets of generic arguments that are open.
    let mut angles = 0;
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                if last == Last::Loose || (open == "{ " && matches!(last, Last::Word | Last::Group)) {
                    out.push(' ');
                }
                out.push_str(open);
                match depth {
                    0 => out.push_str(".."),
                    _ => write(group.stream(), depth - 1, out),
                }
                out.push_str(close);
                last = Last::Group;
            }
            TokenTree::Punct(punct) => {
                let unary = matches!(last, Last::Nothing | Last::Loose | Last::Tight);
                let c = punct.as_char();
                let continues = last == Last::Tight;
                let joint = punct.spacing() == Spacing::Joint && matches!(trees.peek(), Some(TokenTree::Punct(_)));
                match c {
                    '<' if out.ends_with("::") => {
                        out.push(c);
                        angles += 1;
                        last = Last::Tight;
                    }
                    '>' if angles > 0 && !continues => {
                        out.push(c);
                        angles -= 1;
                        last = Last::Group;
                    }
                    ',' | ';' => {
                        out.push(c);
                        last = Last::Loose;
                    }
                    '.' | '\'' | '#' | '!' | '?' => {
                        if last == Last::Loose {
                            out.push(' ');
                        }
                        out.push(c);
                        last = Last::Tight;
                    }
                    ':' if joint || continues => {
                        out.push(c);
                        last = Last::Tight;
                    }
                    '-' | '&' | '*' if unary && !joint => {
                        if last == Last::Loose {
                            out.push(' ');
                        }
                        out.push(c);
                        last = Last::Tight;
                    }
                    ':' => {
                        out.push(c);
                        last = Last::Loose;
                    }
                    _ => {
                        if !continues && last != Last::Nothing {
                            out.push(' ');
                        }
                        out.push(c);
                        last = if joint { Last::Tight } else { Last::Loose };
                    }
                }
            }
            word => {
                if matches!(last, Last::Word | Last::Loose | Last::Group) {
                    out.push(' ');
                }
                out.push_str(&word.to_string());
                last = Last::Word;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn tokens_read_as_written() {
        for source in [
            "dense(3, input = 2, relu)",
            "reshape(-1, 3)",
            "leaky_relu(negative_slope = 0.3)",
            "dense({ 2 * N }, kernel = [[1.0, -1.0], [-1.0, 1.0]])",
            "hidden: dense(config::HIDDEN, input = size_of::<u8>() - 1)",
        ] {
            let tokens: proc_macro2::TokenStream = source.parse().unwrap();
            assert_eq!(text(&tokens), source);
        }
    }
}
