//! What was written: the network's text as a tree that keeps every token's place.
//!
//! Parsing never gives up. A layer that can't be read becomes a report and a hole, and reading goes on after the next
//! comma, so that one run names all mistakes. Nothing here knows which layers there are, nor what their arguments mean.

mod attributes;
mod body;
mod cursor;
mod layer;
mod value;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

pub(crate) use self::attributes::Options;
pub(crate) use self::body::Branch;
use self::cursor::{Cursor, is_punct, quoted};
use self::layer::Level;
pub(crate) use self::layer::{Direction, Layer, Ordinal};
pub(crate) use self::value::{Argument, Number, Value};
use crate::diag::{Diagnostics, Extent, catalogue};
use crate::text::text;

/// A network as it was written.
pub(crate) struct Network {
    pub(crate) form: Form,
    pub(crate) options: Options,
    /// Nothing stands for a layer that could not be read, so that its neighbours are not taken for each other's.
    pub(crate) layers: Vec<Option<Layer>>,
}

#[cfg(any(test, feature = "keras"))]
impl Network {
    /// One that has no layers yet.
    pub(crate) fn without_layers() -> Self {
        Self { form: Form::Expression, options: Options::default(), layers: Vec::new() }
    }

    /// The layers, those that a layer is made of before it, as the model has them.
    pub(crate) fn all_layers(&self) -> Vec<&Layer> {
        fn each<'a>(layers: &'a [Option<Layer>], all: &mut Vec<&'a Layer>) {
            for layer in layers.iter().flatten() {
                layer.body.iter().for_each(|branch| each(&branch.layers, all));
                all.push(layer);
            }
        }
        let mut all = Vec::new();
        each(&self.layers, &mut all);
        all
    }
}

/// Which of its two forms a network was written in.
pub(crate) enum Form {
    /// `sequential![..]`: a value of a type that has no name.
    Expression,
    /// `sequential! { pub struct Name { .. } }`: a type.
    Named { attributes: Vec<TokenStream>, visibility: TokenStream, name: Ident },
}

/// The words that start an item of Rust. A network is none of them but `struct`.
const ITEMS: [&str; 11] = ["struct", "enum", "union", "type", "fn", "mod", "trait", "impl", "const", "static", "let"];

/// Whether layers stand in the parentheses of a layer of that name; if so, which of its options are layers too.
pub(crate) type HoldsLayers = fn(&str) -> Option<&'static [&'static str]>;

/// Reads a network.
pub(crate) fn parse(tokens: TokenStream, holds_layers: HoldsLayers, diagnostics: &mut Diagnostics) -> Network {
    let mut cursor = Cursor::new(tokens);
    let mut options = Options::default();
    let attributes = attributes::parse(&mut cursor, &mut options, diagnostics);
    let before = diagnostics.len();
    let visibility = parse_visibility(&mut cursor, diagnostics);
    let form = if let Some(keyword) = item(&cursor) {
        cursor.next();
        parse_named(&mut cursor, attributes, visibility, &keyword, options.has_file, diagnostics)
    } else if let Some(name) = nameless_item(&cursor, &visibility) {
        diagnostics.error(&name, catalogue::network_without_struct(&name));
        parse_named(&mut cursor, attributes, visibility, &name, options.has_file, diagnostics)
    } else {
        for attribute in &attributes {
            diagnostics.error(Extent::of(attribute), catalogue::attribute_on_expression(&text(attribute)));
        }
        if !visibility.is_empty() {
            diagnostics.error(Extent::of(&visibility), catalogue::visibility_without_struct());
        }
        Form::Expression
    };
    if let Some(group) = cursor.only_group().cloned() {
        // Keras's `Sequential([..])`, in the macro's own brackets.
        diagnostics.error(group.span_open(), catalogue::list_of_layers(&quoted(&group.clone().into())));
        cursor = Cursor::new(group.stream());
    }
    let layers = parse_layers(cursor, holds_layers, diagnostics);
    if options.has_file {
        if let Some(extent) = extent(&layers) {
            diagnostics.error(extent, catalogue::layers_beside_file());
        }
    } else if layers.is_empty() && diagnostics.len() == before {
        let at = match &form {
            Form::Named { name, .. } => name.span(),
            Form::Expression => Span::call_site(),
        };
        diagnostics.error(at, catalogue::no_layers());
    }
    Network { form, options, layers }
}

/// Reads the layers that are left.
fn parse_layers(cursor: Cursor, holds_layers: HoldsLayers, diagnostics: &mut Diagnostics) -> Vec<Option<Layer>> {
    let mut layers = Vec::new();
    for run in cursor.split_layers() {
        layer::parse_run(run, Level::outermost(holds_layers), &mut layers, diagnostics);
    }
    layers
}

/// From the first layer to the last, if there are any.
fn extent(layers: &[Option<Layer>]) -> Option<Extent> {
    let mut extents = layers.iter().flatten().map(|layer| layer.extent);
    let first = extents.next()?;
    Some(extents.next_back().map_or(first, |last| first.to(last)))
}

/// Reads layers that a file has: text that was made, and not written by a person.
#[cfg(any(test, feature = "keras"))]
pub(crate) fn layers(
    tokens: TokenStream,
    holds_layers: HoldsLayers,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<Layer>> {
    parse_layers(Cursor::new(tokens), holds_layers, diagnostics)
}

/// Takes `pub` or the like. What rustc would not read is reported, and left out.
fn parse_visibility(cursor: &mut Cursor, diagnostics: &mut Diagnostics) -> TokenStream {
    let visibility = cursor.visibility();
    if syn::parse2::<syn::Visibility>(visibility.clone()).is_ok() {
        return visibility;
    }
    diagnostics.error(Extent::of(&visibility), catalogue::visibility_form());
    TokenStream::new()
}

/// The keyword of an item, if one stands next.
fn item(cursor: &Cursor) -> Option<Ident> {
    let word = cursor.peek_word()?;
    let is_item = ITEMS.iter().any(|item| word == item);
    // `union` is a keyword only before a name.
    (is_item && (word != "union" || cursor.second_is_word())).then(|| word.clone())
}

/// The name of `pub Name { .. }` or `Name { layer: .. }`, which lack their `struct`.
fn nameless_item(cursor: &Cursor, visibility: &TokenStream) -> Option<Ident> {
    let (word, body) = (cursor.peek_word()?, cursor.second_body()?);
    let names_layers = Cursor::new(body.stream()).second_is(':');
    (names_layers || !visibility.is_empty()).then(|| word.clone())
}

/// Whether Rust keeps the word for itself, so that it can be no field and no variant.
pub(crate) fn is_keyword(word: &Ident) -> bool {
    syn::parse_str::<Ident>(&word.to_string()).is_err()
}

/// The name and the body of `struct Name { .. }`; the cursor is left with the layers. `keyword` is where a name should
/// have been, if there is none. Where a file has the layers, there is no body: `struct Name;`.
fn parse_named(
    cursor: &mut Cursor,
    attributes: Vec<TokenStream>,
    visibility: TokenStream,
    keyword: &Ident,
    has_file: bool,
    diagnostics: &mut Diagnostics,
) -> Form {
    let is_item = ITEMS.iter().any(|item| keyword == item);
    cursor.open_invisible();
    let name = if let Some(name) = cursor.peek_word().cloned() {
        cursor.next();
        if is_keyword(&name) {
            diagnostics.error(&name, catalogue::keyword_as_name(&name.to_string()));
            Ident::new("Network", name.span())
        } else {
            name
        }
    } else {
        if keyword == "struct" {
            diagnostics.error(keyword.span(), catalogue::struct_without_name());
        }
        Ident::new("Network", keyword.span())
    };
    if is_item && keyword != "struct" {
        diagnostics.error(keyword.span(), catalogue::not_a_struct(keyword, &name));
        *cursor = Cursor::new(cursor.body().map(|body| body.stream()).unwrap_or_default());
        return Form::Named { attributes, visibility, name };
    }
    if cursor.peek().is_some_and(|tree| is_punct(tree, '<')) {
        diagnostics
            .error(Extent::from(cursor.peek().map_or(name.span(), TokenTree::span)), catalogue::generic_network());
        *cursor = Cursor::new(cursor.body().map(|body| body.stream()).unwrap_or_default());
        return Form::Named { attributes, visibility, name };
    }
    match cursor.next() {
        None if has_file => {}
        Some(tree) if has_file && is_punct(&tree, ';') => {
            if let Some(extra) = cursor.next() {
                diagnostics.error(extra.span(), catalogue::after_struct(&quoted(&extra)));
            }
            cursor.clear();
        }
        Some(TokenTree::Group(group)) => {
            if group.delimiter() != Delimiter::Brace {
                diagnostics.error(group.span_open(), catalogue::struct_body(&name));
            }
            let body = Cursor::new(group.stream());
            if let Some(extra) = cursor.next().filter(|tree| !is_punct(tree, ';') || cursor.next().is_some()) {
                diagnostics.error(extra.span(), catalogue::after_struct(&quoted(&extra)));
            }
            *cursor = body;
        }
        other => {
            let at = other.map_or(name.span(), |tree| tree.span());
            diagnostics.error(at, catalogue::struct_body(&name));
            cursor.clear();
        }
    }
    Form::Named { attributes, visibility, name }
}
