//! What was written: the network's text as a tree that keeps every token's place.
//!
//! Parsing never gives up. A layer that can't be read becomes a report and a hole, and reading goes on after the next
//! comma, so that one run names all mistakes. Nothing here knows which layers there are, nor what their arguments mean.

mod cursor;
mod value;

use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree};

use self::cursor::{Cursor, is_punct, split_commas};
pub(crate) use self::value::{Argument, Number, Value};
use crate::diag::{Diagnostics, Extent, catalogue};
use crate::suggest::closest;
use crate::text::text;

/// A network as it was written.
pub(crate) struct Network {
    pub(crate) form: Form,
    pub(crate) options: Options,
    pub(crate) layers: Vec<Layer>,
    /// Whether some layer could not be read, so that neighbours in `layers` may not have been neighbours in the text.
    pub(crate) holes: bool,
}

/// Which of its two forms a network was written in.
pub(crate) enum Form {
    /// `sequential![..]`: a value of a type that has no name.
    Expression,
    /// `sequential! { pub struct Name { .. } }`: a type.
    Named { attributes: Vec<TokenStream>, visibility: TokenStream, name: Ident },
}

/// The attributes that are ours.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) weights: Option<Argument>,
    pub(crate) dtype: Option<Argument>,
    pub(crate) seed: Option<Argument>,
    pub(crate) classes: Option<(Vec<Argument>, Extent)>,
}

/// One layer: `name: kind(arguments)`.
pub(crate) struct Layer {
    pub(crate) name: Option<Ident>,
    pub(crate) kind: Ident,
    pub(crate) arguments: Vec<Argument>,
    /// From the kind to the closing parenthesis.
    pub(crate) extent: Extent,
    /// The same as text.
    pub(crate) text: String,
}

/// Reads a network.
pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Network {
    let mut cursor = Cursor::new(tokens);
    let mut options = Options::default();
    let attributes = parse_attributes(&mut cursor, &mut options, diagnostics);
    let visibility = cursor.visibility();
    let item = cursor.peek_word().filter(|word| *word == "struct" || *word == "enum" || *word == "type").cloned();
    let form = match item {
        Some(keyword) => {
            cursor.next();
            if keyword != "struct" {
                diagnostics.error(keyword.span(), catalogue::not_a_struct(&keyword));
            }
            parse_named(&mut cursor, attributes, visibility, &keyword, diagnostics)
        }
        None => {
            for attribute in &attributes {
                diagnostics.error(Extent::of(attribute), catalogue::attribute_on_expression(&text(attribute)));
            }
            if !visibility.is_empty() {
                diagnostics.error(Extent::of(&visibility), catalogue::visibility_without_struct());
            }
            Form::Expression
        }
    };
    let before = diagnostics.len();
    let mut layers = Vec::new();
    for segment in cursor.split_commas() {
        parse_segment(segment, &mut layers, diagnostics);
    }
    let holes = diagnostics.len() > before;
    if layers.is_empty() && diagnostics.is_empty() {
        let at = match &form {
            Form::Named { name, .. } => name.span(),
            Form::Expression => proc_macro2::Span::call_site(),
        };
        diagnostics.error(at, catalogue::no_layers());
    }
    Network { form, options, layers, holes }
}

/// The name and the body of `struct Name { .. }`; the cursor is left with the layers.
fn parse_named(
    cursor: &mut Cursor,
    attributes: Vec<TokenStream>,
    visibility: TokenStream,
    keyword: &Ident,
    diagnostics: &mut Diagnostics,
) -> Form {
    let name = if let Some(name) = cursor.peek_word().cloned() {
        cursor.next();
        name
    } else {
        diagnostics.error(keyword.span(), catalogue::struct_without_name());
        Ident::new("Network", keyword.span())
    };
    match cursor.next() {
        Some(TokenTree::Group(group)) if group.delimiter() != Delimiter::None => {
            if group.delimiter() != Delimiter::Brace {
                diagnostics.error(group.span_open(), catalogue::struct_body(&name));
            }
            let body = Cursor::new(group.stream());
            if let Some(extra) = cursor.next().filter(|tree| !is_punct(tree, ';') || cursor.next().is_some()) {
                diagnostics.error(extra.span(), catalogue::after_struct(&extra));
            }
            *cursor = body;
        }
        Some(tree) if is_punct(&tree, '<') => {
            diagnostics.error(tree.span(), catalogue::generic_network());
            let body = cursor.find_map(|tree| match tree {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
                _ => None,
            });
            *cursor = Cursor::new(body.unwrap_or_default());
        }
        other => {
            let at = other.map_or(name.span(), |tree| tree.span());
            diagnostics.error(at, catalogue::struct_body(&name));
            *cursor = Cursor::new(TokenStream::new());
        }
    }
    Form::Named { attributes, visibility, name }
}

/// Takes the attributes that are ours into `options`; returns the others.
fn parse_attributes(cursor: &mut Cursor, options: &mut Options, diagnostics: &mut Diagnostics) -> Vec<TokenStream> {
    const OURS: [&str; 4] = ["weights", "dtype", "seed", "classes"];
    let mut others = Vec::new();
    while let Some(attribute) = cursor.attribute() {
        let name = attribute.name.as_ref().map(ToString::to_string).unwrap_or_default();
        let extent = Extent::of(&attribute.tokens);
        if !OURS.contains(&name.as_str()) {
            match (closest(&name, OURS), &attribute.name) {
                (Some(ours), Some(name)) if *name != "class" => {
                    diagnostics.error(name.span(), catalogue::misspelt_attribute(name, ours));
                }
                _ => others.push(attribute.tokens),
            }
            continue;
        }
        let Some(list) = attribute.arguments else {
            diagnostics.error(extent, catalogue::attribute_form(&name));
            continue;
        };
        let mut arguments: Vec<_> = split_commas(list).map(|trees| Argument::parse(trees, diagnostics)).collect();
        let twice = match name.as_str() {
            "classes" => options.classes.replace((arguments, extent)).is_some(),
            _ if arguments.len() != 1 => {
                diagnostics.error(extent, catalogue::attribute_form(&name));
                false
            }
            "weights" => std::mem::replace(&mut options.weights, arguments.pop()).is_some(),
            "dtype" => std::mem::replace(&mut options.dtype, arguments.pop()).is_some(),
            _ => std::mem::replace(&mut options.seed, arguments.pop()).is_some(),
        };
        if twice {
            diagnostics.error(extent, catalogue::attribute_twice(&name));
        }
    }
    others
}

/// What stands between two commas: one layer, or several where commas are missing.
fn parse_segment(trees: Vec<TokenTree>, layers: &mut Vec<Layer>, diagnostics: &mut Diagnostics) {
    let mut cursor = Cursor::from(trees);
    cursor.open_invisible();
    loop {
        layers.extend(parse_layer(&mut cursor, diagnostics));
        let Some(found) = cursor.peek().cloned() else { return };
        diagnostics.error(found.span(), catalogue::expected_comma(&found));
        let another = matches!(found, TokenTree::Ident(_)) && cursor.rest_has_parentheses();
        if !another {
            return;
        }
    }
}

fn parse_layer(cursor: &mut Cursor, diagnostics: &mut Diagnostics) -> Option<Layer> {
    for attribute in std::iter::from_fn(|| cursor.attribute()) {
        diagnostics.error(Extent::of(&attribute.tokens), catalogue::attribute_on_layer());
    }
    let mut name = None;
    if cursor.second_is(':') && !cursor.third_is(':') {
        match cursor.next() {
            Some(TokenTree::Ident(ident)) => name = Some(ident),
            Some(TokenTree::Literal(literal)) => {
                diagnostics.error(literal.span(), catalogue::quoted_name(&literal));
            }
            Some(other) => diagnostics.error(other.span(), catalogue::expected_layer(&other)),
            None => {}
        }
        cursor.next();
    }
    let Some(first) = cursor.next() else {
        match name {
            Some(name) => diagnostics.error(name.span(), catalogue::name_without_layer(&name)),
            None => diagnostics.error(proc_macro2::Span::call_site(), catalogue::empty_layer()),
        }
        return None;
    };
    let TokenTree::Ident(mut kind) = first else {
        diagnostics.error(first.span(), expected_layer(&first));
        cursor.clear();
        return None;
    };
    // `keras.layers.Dense(..)`, `nn::Linear(..)`: what counts is the last word.
    let whole = kind.clone();
    let mut path = TokenStream::from(TokenTree::from(kind.clone()));
    while cursor.path_separator(&mut path) {
        let Some(word) = cursor.peek_word().cloned() else { break };
        cursor.next();
        path.extend([TokenTree::from(word.clone())]);
        kind = word;
    }
    if kind != whole {
        let extent = Extent { first: whole.span(), last: kind.span() };
        diagnostics.error(extent, catalogue::path_to_layer(&text(&path), &kind));
    }
    let group = match cursor.peek() {
        Some(TokenTree::Group(group)) if group.delimiter() != Delimiter::None => group.clone(),
        _ => {
            diagnostics.error(kind.span(), catalogue::layer_without_arguments(&kind));
            return None;
        }
    };
    cursor.next();
    if group.delimiter() != Delimiter::Parenthesis {
        diagnostics.error(group.span_open(), catalogue::arguments_in_parentheses(&kind));
    }
    let extent = Extent { first: kind.span(), last: group.span_close() };
    let tokens = TokenStream::from_iter([TokenTree::from(kind.clone()), TokenTree::from(group.clone())]);
    let text = text(&tokens);
    let arguments = Argument::list(group.stream(), diagnostics);
    Some(Layer { name, kind, arguments, extent, text })
}

/// What to say of a token that can't start a layer.
fn expected_layer(found: &TokenTree) -> crate::diag::Message {
    let units = |literal: &Literal| literal.to_string().parse::<usize>().ok();
    match found {
        TokenTree::Literal(literal) if units(literal).is_some() => catalogue::number_as_layer(literal),
        _ => catalogue::expected_layer(found),
    }
}
