//! Each layer's name: its own, or Keras's for a layer without one: `dense`, `dense_1`, ...

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};

use crate::diag::{Diagnostics, catalogue};
use crate::syntax::{Direction, Layer, is_keyword};

/// Gives each layer a name, each another. A name that can't be one is reported, and replaced. Returns them all, in the
/// order in which Keras makes the layers: those that a layer is made of before it.
pub(super) fn name(layers: &mut [Option<Layer>], diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let mut taken: HashSet<String> = HashSet::new();
    each(layers, &mut |layer| {
        let name = layer.name.take().map(|name| match layer.direction {
            Some(direction) => directed(direction, &name.to_string(), name.span()),
            None => name,
        });
        layer.name = name.filter(|name| {
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
    // The name that the two directions of a layer share.
    let mut pair = String::new();
    each(layers, &mut |layer| {
        let name = layer.name.get_or_insert_with(|| match layer.direction {
            None => free(&layer.kind, &mut used, |name| !taken.contains(name)),
            Some(Direction::Forward) => {
                let is_free =
                    |direction: Direction, name: &str| !taken.contains(&format!("{}{name}", prefix(direction)));
                let both = |name: &str| [Direction::Forward, Direction::Backward].iter().all(|way| is_free(*way, name));
                pair = free(&layer.kind, &mut used, both).to_string();
                directed(Direction::Forward, &pair, layer.kind.span())
            }
            Some(Direction::Backward) => directed(Direction::Backward, &pair, layer.kind.span()),
        });
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

/// Keras's name for one direction of a layer of that name.
fn directed(direction: Direction, name: &str, span: Span) -> Ident {
    let name = name.strip_prefix("r#").unwrap_or(name);
    let stem = [direction, Direction::Forward].iter().find_map(|direction| name.strip_prefix(prefix(*direction)));
    Ident::new(&format!("{}{}", prefix(direction), stem.unwrap_or(name)), span)
}

fn prefix(direction: Direction) -> &'static str {
    match direction {
        Direction::Forward => "forward_",
        Direction::Backward => "backward_",
    }
}

/// The next name of this kind that nobody has.
fn free(word: &Ident, used: &mut HashMap<String, usize>, is_free: impl Fn(&str) -> bool) -> Ident {
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
        if is_free(&free) {
            break free;
        }
    };
    Ident::new(&free, word.span())
}
