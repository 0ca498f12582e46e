//! `lstm`: long short-term memory.

use super::arguments::Reader;
use super::recurrent::{Options, remember_at_first};
use super::{Input, Kind, Layout, Lowered, recurrent};
use crate::ops::Cell;

pub(super) const KIND: Kind = Kind {
    name: "lstm",
    layout: Layout::Steps,
    keras: &[recurrent::class(
        &["LSTM", "CuDNNLSTM"],
        4,
        recurrent::keras_options!(recurrent::GATE_ACTIVATION, ("unit_forget_bias", Take::Nothing)),
    )],
    foreign: &[],
    usage: "lstm(units, [activation], [recurrent_activation = ..], [return_sequences = true], [go_backwards = true], [use_bias = false], [unit_forget_bias = false], ..)",
    example: "lstm(3)",
    about: "long short-term memory, with the gates i, f, c, o; the last step's output, or every step's",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let options = Options::read(KIND.name, true, reader);
    let remembers = reader.flag("unit_forget_bias", true);
    let mut lowered = options.lower(KIND.name, Cell::Lstm, "Lstm", reader, input)?;
    if remembers {
        remember_at_first(&mut lowered);
    }
    Some(lowered)
}
