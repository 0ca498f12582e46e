//! Each layer's name: its own, or Keras's for a layer without one: `dense`, `dense_1`, ...

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;

use crate::diag::{Diagnostics, catalogue};
use crate::syntax::{Layer, is_keyword};

/// Gives each layer a name, each another. A name that can't be one is reported, and replaced. Returns them all, in the
/// order in which Keras makes the layers: those that a layer is made of before it.
pub(super) fn name(layers: &mut [Option<Layer>], diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let mut taken: HashSet<String> = HashSet::new();
    each(layers, &mut |layer| {
        layer.name = layer.name.take().filter(|name| {
            let text = name.to_string();
            if is_keyword(name) {
                diagnostics.error(name, catalogue::keyword_as_name(&text));
                return false;
            }
            let is_new = taken.insert(text.clone());
            if !is_new {
                diagnostics.error(name, catalogue::name_twice(&text));
            }
            is_new
        });
    });
    let mut used: HashMap<String, usize> = HashMap::new();
    let mut names = Vec::new();
    each(layers, &mut |layer| {
        let name = layer.name.get_or_insert_with(|| free(&layer.kind, &taken, &mut used));
        names.push(name.clone());
    });
    names
}

/// Calls `visit` for each layer.
fn each(layers: &mut [Option<Layer>], visit: &mut dyn FnMut(&mut Layer)) {
    for layer in layers.iter_mut().flatten() {
        for branch in &mut layer.body {
            each(&mut branch.layers, visit);
        }
        visit(layer);
    }
}

/// The next name of this kind that nobody has.
fn free(word: &Ident, taken: &HashSet<String>, used: &mut HashMap<String, usize>) -> Ident {
    let kind = word.to_string();
    let kind = match kind.strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_"),
        None if is_keyword(word) => format!("{kind}_"),
        None => kind,
    };
    let next = used.entry(kind.clone()).or_default();
    let free = loop {
        let free = if *next == 0 { kind.clone() } else { format!("{kind}_{next}") };
        *next += 1;
        if !taken.contains(&free) {
            break free;
        }
    };
    Ident::new(&free, word.span())
}
