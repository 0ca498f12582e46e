//! Layers that wrap others.

use nn_keras::{Error, Layer};

use super::names::Names;
use super::options::Arguments;
use super::{Part, Writer};
use crate::keras::class::{Class, Rank, Wrapped};

impl Writer {
    /// A layer that wraps others, under this name.
    pub(super) fn wrapped(
        &self,
        layer: &Layer,
        (word, class): (&'static str, &'static Class),
        name: String,
        rank: &mut usize,
        names: &mut Names,
    ) -> Result<Part, Error> {
        if let (Rank::Each, [inner]) = (class.rank, layer.layers.as_slice()) {
            let mut inner_rank = rank.saturating_sub(1);
            let inner = self.parts(inner, &mut inner_rank, names)?;
            *rank = inner_rank + 1;
            return Ok(Part::around(name, word, &inner));
        }
        let mut inner = Vec::new();
        let before = *rank;
        for layer in &layer.layers {
            *rank = before;
            inner.push(self.part(layer, rank, names)?);
        }
        let mut arguments = Arguments::of(Vec::new());
        for (place, wrapped) in class.wraps.iter().enumerate() {
            let Some(part) = inner.get(place) else { break };
            match (wrapped.mirrors, place.checked_sub(1)) {
                (Some(option), Some(before)) => {
                    let goes_so = layer.layers[before].config.peek_boolean(option, false)?;
                    let is_implied =
                        !goes_so && is_mirrored(&inner[before], part, &class.wraps[before..=place], option);
                    if !is_implied {
                        arguments.push(format!("{} = {}: {}", wrapped.key, part.name, part.call()));
                    }
                }
                _ => {
                    let stem = inner[place].take_name(wrapped, names);
                    arguments.push(format!("{stem}: {}", inner[place].call()));
                }
            }
        }
        self.options(layer, class, before, &mut arguments)?;
        Ok(Part { name, owners: inner.into_iter().flat_map(|part| part.owners).collect(), word, arguments })
    }
}

/// Whether the second of two wrapped layers is named and written as the first, but for an option.
fn is_mirrored(first: &Part, second: &Part, wraps: &[Wrapped], option: &str) -> bool {
    let [of_first, of_second] = wraps else { return false };
    second.name.strip_prefix(of_second.prefix) == Some(first.stem(of_first))
        && second.call().replace(&format!(", {option} = true"), "") == first.call()
}

impl Part {
    /// Takes the name that the compiler gives an inner layer as Keras does, with a prefix; returns how it is written: without
    /// that.
    fn take_name(&mut self, wrapped: &Wrapped, names: &mut Names) -> String {
        if !self.name.starts_with(wrapped.prefix) {
            self.name = names.name(&format!("{}{}", wrapped.prefix, self.name));
            self.owners = vec![self.name.clone()];
        }
        let stem = self.stem(wrapped);
        let is_name = stem.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_name { stem.to_owned() } else { self.name.clone() }
    }

    /// The name without its prefix.
    fn stem(&self, wrapped: &Wrapped) -> &str {
        self.name.strip_prefix(wrapped.prefix).unwrap_or(&self.name)
    }
}
