//! The attributes before a network: ours are taken, the others belong to the struct.

use proc_macro2::TokenStream;

use super::Argument;
use super::cursor::{Attribute, Cursor, split_commas};
use crate::diag::{Diagnostics, Extent, catalogue};
use crate::suggest::closest;

/// The attributes that are ours.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) keras: Option<Argument>,
    /// The shape that the file's input is to have.
    pub(crate) keras_input: Option<Argument>,
    /// Whether it is there, in whatever form: the layers come from a file then.
    pub(crate) has_file: bool,
    pub(crate) weights: Option<Argument>,
    pub(crate) dtype: Option<Argument>,
    pub(crate) seed: Option<Argument>,
    pub(crate) classes: Option<(Vec<Argument>, Extent)>,
    /// Where it is asked for the network step by step.
    pub(crate) streaming: Option<Extent>,
}

/// `input = (80, 1)`.
fn is_input(argument: &Argument) -> bool {
    argument.name.as_ref().is_some_and(|name| name == "input")
}

/// Takes the attributes that are ours into `options`; returns the others.
pub(super) fn parse(cursor: &mut Cursor, options: &mut Options, diagnostics: &mut Diagnostics) -> Vec<TokenStream> {
    let mut others = Vec::new();
    while let Some(attribute) = cursor.attribute() {
        match ours(&attribute, diagnostics) {
            Some(name) => take(name, attribute, options, diagnostics),
            None if attribute.is_inner => {
                diagnostics.error(Extent::of(&attribute.tokens), catalogue::inner_attribute());
            }
            None if is_attribute(&attribute.tokens) => others.push(attribute.tokens),
            None => diagnostics.error(Extent::of(&attribute.tokens), catalogue::not_an_attribute()),
        }
    }
    others
}

/// Whether rustc would read it: what it would not, must not get there.
pub(super) fn is_attribute(tokens: &TokenStream) -> bool {
    syn::parse::Parser::parse2(syn::Attribute::parse_outer, tokens.clone()).is_ok()
}

/// Which of ours the attribute is, or was meant to be.
fn ours(attribute: &Attribute, diagnostics: &mut Diagnostics) -> Option<&'static str> {
    const OURS: [&str; 6] = ["keras", "weights", "dtype", "seed", "classes", "streaming"];
    // Rust's own, or widely used, and yet not far from ours.
    const THEIRS: [&str; 1] = ["deprecated"];
    let word = attribute.name.as_ref()?;
    let name = word.to_string();
    if let Some(ours) = OURS.into_iter().find(|ours| *ours == name) {
        if attribute.is_inner {
            diagnostics.error(Extent::of(&attribute.tokens), catalogue::inner_attribute());
        }
        return Some(ours);
    }
    if THEIRS.contains(&name.as_str()) {
        return None;
    }
    let ours = closest(&name, OURS)?;
    diagnostics.error(word, catalogue::misspelt_attribute(&name, ours));
    Some(ours)
}

fn take(name: &str, attribute: Attribute, options: &mut Options, diagnostics: &mut Diagnostics) {
    let extent = Extent::of(&attribute.tokens);
    let before = diagnostics.len();
    options.has_file |= name == "keras";
    if name == "streaming" {
        if attribute.arguments.is_some() {
            diagnostics.error(extent, catalogue::streaming_arguments());
        } else if options.streaming.is_some() {
            diagnostics.error(extent, catalogue::streaming_twice());
        }
        options.streaming.get_or_insert(extent);
        return;
    }
    let mut arguments = Vec::new();
    match attribute.arguments {
        Some(list) => split_commas(list).for_each(|run| Argument::parse(run, &mut arguments, diagnostics)),
        None => diagnostics.error(extent, catalogue::attribute_form(name)),
    }
    if name == "classes" {
        if options.classes.is_some() {
            diagnostics.error(extent, catalogue::attribute_twice(name));
        } else if arguments.is_empty() && diagnostics.len() == before {
            diagnostics.error(extent, catalogue::attribute_form(name));
        }
        options.classes.get_or_insert((arguments, extent));
        return;
    }
    if name == "keras"
        && let Some(at) = arguments.iter().position(is_input)
    {
        options.keras_input = Some(arguments.remove(at));
    }
    let place = match name {
        "keras" => &mut options.keras,
        "weights" => &mut options.weights,
        "dtype" => &mut options.dtype,
        _ => &mut options.seed,
    };
    match arguments.pop() {
        Some(argument) if arguments.is_empty() => {
            if place.is_some() {
                diagnostics.error(extent, catalogue::attribute_twice(name));
            }
            place.get_or_insert(argument);
        }
        Some(_) => diagnostics.error(extent, catalogue::attribute_form(name)),
        None if diagnostics.len() == before => diagnostics.error(extent, catalogue::attribute_form(name)),
        None => {}
    }
}
