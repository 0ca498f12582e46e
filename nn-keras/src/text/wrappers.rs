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
                if let (Some(_), Some(value)) = (inner.arguments.turn, layer.layers[0].config.get("axis")) {
                    return Err(value.error("the last axis, inside of another layer"));
                }
                Ok(Some(Part::around(name.to_owned(), &inner)))
            }
            ("Bidirectional", [forward, backward]) => {
                let arguments = self.bidirectional(layer, [forward, backward], rank)?;
                Ok(Some(Part { name: name.to_owned(), holder: name.to_owned(), word: "bidirectional", arguments }))
            }
            _ => Ok(None),
        }
    }

    /// Both directions are of one layer's kind and options, but for the direction.
    fn bidirectional(
        &self,
        layer: &Layer,
        [forward, backward]: [&Layer; 2],
        rank: &mut usize,
    ) -> Result<Arguments, Error> {
        let mut mode = None;
        if let Some(value) = layer.config.get("merge_mode") {
            match word(value)? {
                "concat" => {}
                other @ ("sum" | "mul" | "ave") => mode = Some(other),
                _ => return Err(value.error("concat, sum, mul or ave")),
            }
        } else if layer.config.peek("merge_mode").is_some() {
            let (key, value) = ("merge_mode".to_owned(), "null".to_owned());
            return Err(Error::UnsupportedOption { layer: layer.describe(), key, value });
        }
        let (there, back) =
            (forward.config.peek_boolean("go_backwards", false)?, backward.config.peek_boolean("go_backwards", false)?);
        let mut backward_rank = *rank;
        let mut names = Names::default();
        let forward_part = self.part(forward, rank, &mut names)?;
        let backward_part = self.part(backward, &mut backward_rank, &mut names)?;
        let call = forward_part.arguments.call(forward_part.word);
        let turned = |call: &str| call.replace(", go_backwards = true", "");
        let other = backward_part.arguments.call(backward_part.word);
        if there || !back || turned(&call) != turned(&other) {
            return Err(Error::UnsupportedBackward { layer: layer.describe(), forward: call, backward: other });
        }
        let mut arguments = Arguments::of(vec![call]);
        if let Some(mode) = mode {
            arguments.push(format!("merge_mode = {mode}"));
        }
        Ok(arguments)
    }
}
