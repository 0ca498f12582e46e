//! `gru`: a gated recurrent unit.

use super::arguments::Reader;
use super::recurrent::Options;
use super::{Input, Kind, Layout, Lowered, recurrent};
use crate::ops::Cell;

pub(super) const KIND: Kind = Kind {
    name: "gru",
    layout: Layout::Steps,
    keras: &[
        recurrent::class(
            &["GRU"],
            3,
            recurrent::keras_options!(
                recurrent::GATE_ACTIVATION,
                ("reset_after", Take::FlagSince { default: true, before: false }),
            ),
        ),
        // Always resets after the product.
        recurrent::class(&["CuDNNGRU"], 3, recurrent::keras_options!()),
    ],
    foreign: &[],
    usage: "gru(units, [activation], [recurrent_activation = ..], [return_sequences = true], [go_backwards = true], [use_bias = false], [reset_after = false], ..)",
    example: "gru(3)",
    about: "a gated recurrent unit, with the gates z, r, h; the last step's output, or every step's",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let options = Options::read(KIND.name, true, reader);
    let reset_after = reader.flag("reset_after", true);
    options.lower(KIND.name, Cell::Gru { reset_after }, "Gru", reader, input)
}
