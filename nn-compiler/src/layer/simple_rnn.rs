//! `simple_rnn`: each step's output is an activation of a sum of the input and of the last output.

use super::arguments::Reader;
use super::recurrent::{Options, from_pytorch};
use super::{Foreign, Input, Kind, Layout, Lowered, recurrent};
use crate::ops::Cell;

pub(super) const KIND: Kind = Kind {
    name: "simple_rnn",
    layout: Layout::Steps,
    keras: &[recurrent::class(&["SimpleRNN"], 1, recurrent::keras_options!())],
    foreign: &[Foreign { framework: "PyTorch", class: "RNN", rewrite: |arguments| from_pytorch(KIND.name, arguments) }],
    usage: "simple_rnn(units, [activation], [return_sequences = true], [go_backwards = true], [use_bias = false], [kernel_initializer = ..], [recurrent_initializer = ..], [bias_initializer = ..])",
    example: "simple_rnn(3)",
    about: "of each step: activation(x * kernel + last output * recurrent_kernel + bias); the last step's output, or every step's",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let options = Options::read(KIND.name, false, reader);
    options.lower(KIND.name, Cell::SimpleRnn, "SimpleRnn", reader, input)
}
