//! Each layer's name: its own, or Keras's for a layer without one: `dense`, `dense_1`, ...

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;

use crate::diag::{Diagnostics, catalogue};
use crate::syntax::{Layer, is_keyword};

/// The names of the layers, each another. A name that can't be one is reported, and replaced.
pub(super) fn names(layers: &[Option<Layer>], diagnostics: &mut Diagnostics) -> Vec<Option<Ident>> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut names = Vec::new();
    for layer in layers {
        let name = layer.as_ref().and_then(|layer| layer.name.as_ref());
        names.push(name.and_then(|name| {
            let text = name.to_string();
            if is_keyword(name) {
                diagnostics.error(name, catalogue::keyword_as_name(&text));
                return None;
            }
            if !taken.insert(text.clone()) {
                diagnostics.error(name, catalogue::name_twice(&text));
                return None;
            }
            Some(name.clone())
        }));
    }
    let mut used: HashMap<String, usize> = HashMap::new();
    for (name, layer) in names.iter_mut().zip(layers) {
        let Some(layer) = layer.as_ref().filter(|_| name.is_none()) else { continue };
        let kind = layer.kind.to_string();
        let kind = match kind.strip_prefix("r#") {
            Some(keyword) => format!("{keyword}_"),
            None if is_keyword(&layer.kind) => format!("{kind}_"),
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
        *name = Some(Ident::new(&free, layer.kind.span()));
    }
    names
}
