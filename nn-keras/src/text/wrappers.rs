//! Layers that wrap others.

use super::names::Names;
use super::options::{Arguments, word};
use super::{Part, Writer};
use crate::{Error, Layer};

/// Our word for what applies a layer to each step.
pub(super) const EACH: &str = "time_distributed";

impl Writer {
    /// A layer that wraps others, under this name; nothing if it is another one.
    pub(super) fn wrapper(
        &self,
        layer: &Layer,
        name: &str,
        rank: &mut usize,
        names: &mut Names,
    ) -> Result<Option<Part>, Error> {
        match (layer.class.as_str(), layer.layers.as_slice()) {
            ("TimeDistributed", [inner]) => {
                let mut inner_rank = rank.saturating_sub(1);
                let inner = self.part(inner, &mut inner_rank, names)?;
                *rank = inner_rank + 1;
                Ok(Some(Part::around(name.to_owned(), &inner)))
            }
            ("Bidirectional", [forward, backward]) => {
                self.bidirectional(layer, [forward, backward], name, rank, names).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Where both directions are of one layer's kind and options, but for the direction, the text has one of them.
    fn bidirectional(
        &self,
        layer: &Layer,
        [forward, backward]: [&Layer; 2],
        name: &str,
        rank: &mut usize,
        names: &mut Names,
    ) -> Result<Part, Error> {
        let mode = merge_mode(layer)?;
        let goes_backwards = forward.config.peek_boolean("go_backwards", false)?;
        let mut backward_rank = *rank;
        let mut forward = self.part(forward, rank, names)?;
        let backward = self.part(backward, &mut backward_rank, names)?;
        if !forward.name.starts_with(FORWARD) {
            forward.name = names.name(&format!("{FORWARD}{}", forward.name));
        }
        let call = forward.arguments.call(forward.word);
        let other = backward.arguments.call(backward.word);
        // The compiler names the two as Keras does.
        let stem = forward.name.strip_prefix(FORWARD).unwrap_or(&forward.name);
        let is_name = stem.starts_with(|c: char| c.is_ascii_alphabetic());
        let mut arguments = Arguments::of(vec![format!("{}: {call}", if is_name { stem } else { &forward.name })]);
        let is_pair = !goes_backwards
            && backward.name.strip_prefix("backward_") == Some(stem)
            && other.replace(", go_backwards = true", "") == call;
        if !is_pair {
            arguments.push(format!("backward_layer = {}: {other}", backward.name));
        }
        if let Some(mode) = mode {
            arguments.push(format!("merge_mode = {mode}"));
        }
        let holders = vec![forward.name, backward.name];
        Ok(Part { name: name.to_owned(), holders, word: "bidirectional", arguments })
    }
}

/// How the names of forward layers begin.
const FORWARD: &str = "forward_";

/// What becomes of the two outputs, if they are not joined.
fn merge_mode(layer: &Layer) -> Result<Option<&str>, Error> {
    const MODE: &str = "merge_mode";
    match layer.config.get(MODE) {
        Some(value) => match word(value)? {
            "concat" => Ok(None),
            other @ ("sum" | "mul" | "ave") => Ok(Some(other)),
            _ => Err(value.error("concat, sum, mul or ave")),
        },
        None if layer.config.peek(MODE).is_some() => {
            let (key, value) = (MODE.to_owned(), "null".to_owned());
            Err(Error::UnsupportedOption { layer: layer.describe(), key, value })
        }
        None => Ok(None),
    }
}
