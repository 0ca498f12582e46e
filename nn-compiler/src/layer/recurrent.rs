//! What the recurrent layers share: their arguments, their tensors, and the sequence that they go through.

use quote::quote;

use super::arguments::{Positional, Reader};
use super::channels::theirs;
use super::tensors::{Weights, options};
use super::{Input, Lowered, bidirectional};
use crate::activation;
use crate::diag::catalogue;
use crate::keras::class::{Class, Rank, Take, Variables, with_bias};
use crate::model::{GenericArgument, Initial, Number, Parameters, Tensor};
use crate::ops::{Activation, Cell, Op, Recurrent};
use crate::shape::{Shape, Size};
use crate::syntax::Argument;

/// More weights than this in one layer are a typing error: they would fill sixteen gigabytes.
const MOST_WEIGHTS: usize = u32::MAX as usize;

const UNITS: Positional =
    Positional { name: "units", what: "the number of units", foreign: &[("PyTorch", "hidden_size")] };

/// Keras's options of a recurrent layer: those that not all have come early.
macro_rules! keras_options {
    ($($option:expr),* $(,)?) => {{
        use $crate::keras::class::{Take, USE_BIAS};
        &[
            ("units", Take::Size),
            ("activation", Take::Activation { default: "tanh" }),
            $($option,)*
            USE_BIAS,
            ("return_sequences", Take::Flag { default: false }),
            ("go_backwards", Take::Flag { default: false }),
            ("return_state", Take::MustBeFalse),
            // A state that stays from one batch to the next: here a pass begins without, and steps are handed one.
            ("stateful", Take::Nothing),
            ("time_major", Take::MustBeFalse),
            ("unroll", Take::Nothing),
            ("implementation", Take::Nothing),
            ("use_cudnn", Take::Nothing),
            // Without a mask, which no layer before it makes.
            ("zero_output_for_mask", Take::Nothing),
            ("dropout", Take::Trains { default: 0.0 }),
            ("recurrent_dropout", Take::Trains { default: 0.0 }),
        ]
    }};
}
pub(super) use keras_options;

/// The activation of the gates.
pub(super) const GATE_ACTIVATION: (&str, Take) = ("recurrent_activation", Take::NamedActivation { default: "sigmoid" });

/// A recurrent layer of Keras.
pub(super) const fn class(
    names: &'static [&'static str],
    gates: usize,
    options: &'static [(&'static str, Take)],
) -> Class {
    let variables = Variables {
        names: |given| with_bias(given, &["kernel", "recurrent_kernel"]),
        in_cell: true,
        gates: Some(gates),
        ..Variables::NONE
    };
    Class { variables: Some(variables), ..Class::new(names, options).of_rank(Rank::Steps) }
}

/// The options of a recurrent layer besides its cell's own.
pub(super) struct Options {
    units: Option<Size>,
    activation: Activation,
    recurrent_activation: Activation,
    sequences: bool,
    reverse: bool,
    has_bias: bool,
    kernel: Weights,
    recurrent_kernel: Weights,
    bias: Weights,
    /// What is dropped of the inputs, and of what is remembered.
    dropouts: [Option<Number>; 2],
}

impl Options {
    /// Takes them; `has_gates` says whether there is an activation of the gates.
    pub(super) fn read(kind: &str, has_gates: bool, reader: &mut Reader<'_>) -> Self {
        let units = reader.size(&UNITS, "unit");
        if let (Some(features), Some(second)) = (&units, reader.second_size()) {
            reader.says_input = true;
            let message = catalogue::features_before_units(kind, &features.to_string(), &second.text());
            reader.error(second.value_extent(), message);
        }
        let activation = reader.activation_or(units.as_ref(), || activation::default("tanh"));
        let recurrent_activation = if has_gates { reader.option("recurrent_activation") } else { None };
        let recurrent_activation = match recurrent_activation {
            Some(argument) => activation::read(&argument, reader),
            None => activation::default("sigmoid"),
        };
        let sequences = reader.option("return_sequences").is_some_and(|argument| {
            // What is neither true nor false was meant to be true, since it was written.
            reader.flag_value(&argument) || !argument.text().eq_ignore_ascii_case("false")
        });
        let reverse = reader.flag("go_backwards", false);
        let has_bias = reader.flag("use_bias", true);
        let kernel = Weights::read(reader, "kernel", options!("kernel"), "glorot_uniform");
        let recurrent_kernel = Weights::read(reader, "recurrent_kernel", options!("recurrent"), "orthogonal");
        let bias = Weights::read(reader, "bias", options!("bias"), "zeros");
        let dropouts = while_training(kind, reader);
        Self {
            units,
            activation,
            recurrent_activation,
            sequences,
            reverse,
            has_bias,
            kernel,
            recurrent_kernel,
            bias,
            dropouts,
        }
    }

    /// The layer, with a struct of that name for its tensors.
    pub(super) fn lower(
        self,
        kind: &str,
        cell: Cell,
        struct_name: &'static str,
        reader: &mut Reader<'_>,
        input: &Input,
    ) -> Option<Lowered> {
        let has_axes = input.has_axes(kind, &["steps", "features"], reader);
        let units = self.units.clone().filter(|_| has_axes)?;
        let (steps, features) = match input.shape.axes() {
            [steps, features] if input.is_known => (steps.clone(), features.clone()),
            _ => {
                let is_fixed = !self.sequences;
                return Some(Lowered { is_fixed, ends_sequence: is_fixed, ..Lowered::identity(Shape::vector(units)) });
            }
        };
        let output = Shape::new(if self.sequences { vec![steps.clone(), units.clone()] } else { vec![units.clone()] });
        let mut checks = Vec::new();
        if units.known().is_none() {
            checks.push((quote!(#units > 0), catalogue::zero(kind, "unit").to_string()));
        }
        let recurrent = Recurrent {
            cell,
            steps,
            features,
            units,
            activation: self.activation.clone(),
            gate_activation: self.recurrent_activation.clone(),
            reverse: self.reverse,
            sequences: self.sequences,
            reverse_output: false,
            dropouts: self.dropouts.clone(),
            state: None,
        };
        if recurrent.weights().known().is_some_and(|weights| weights > MOST_WEIGHTS) {
            let inputs = recurrent.features.plus(&recurrent.units);
            reader.error(reader.extent(), catalogue::too_many_weights(&inputs, &recurrent.sums()));
            return Some(Lowered::identity(output));
        }
        let activation = self.activation.text.clone();
        let parameters = Some(self.parameters(struct_name, &recurrent, reader));
        let ends_sequence = !recurrent.sequences;
        Some(Lowered { activation, parameters, checks, ends_sequence, ..Lowered::op(output, recurrent) })
    }

    /// The tensors and their struct.
    fn parameters(self, struct_name: &'static str, recurrent: &Recurrent, reader: &mut Reader<'_>) -> Parameters {
        let Recurrent { cell, features, units, .. } = recurrent;
        let sums = recurrent.sums();
        let column = if cell.gates() == 1 { "unit" } else { "unit of each gate" };
        let in_gates = |tensor: Tensor| Tensor { in_gates: true, ..tensor };
        let kernel = |weights: Weights, name, inputs: &Size, what, reader: &mut Reader<'_>| {
            let fans = (inputs.clone(), sums.clone());
            in_gates(weights.tensor(reader, name, &[inputs.clone(), sums.clone()], &[what, column], fans))
        };
        let mut tensors = vec![
            kernel(self.kernel, "kernel", features, "feature", reader),
            kernel(self.recurrent_kernel, "recurrent_kernel", units, "unit", reader),
        ];
        let mut arguments = vec![GenericArgument::Size(features.clone()), GenericArgument::Size(units.clone())];
        if !self.has_bias {
            if let Some((_, extent)) = self.bias.given {
                reader.error(extent, catalogue::tensor_left_out("bias", "use_bias = false"));
            }
            arguments.push(GenericArgument::Absent { name: "NoBias", at: 2 });
            return Parameters { struct_name, arguments, tensors };
        }
        let bias = match cell {
            Cell::Gru { reset_after: true } => {
                let (shape, fans) = ([Size::Known(2), sums.clone()], (Size::Known(2), sums.clone()));
                self.bias.tensor(reader, "bias", &shape, &["kernel", column], fans)
            }
            Cell::Gru { reset_after: false } => {
                let gates = Size::Known(cell.gates());
                arguments.push(GenericArgument::Tensor(Shape::new(vec![gates, units.clone()])));
                let fans = (sums.clone(), sums.clone());
                self.bias.tensor(reader, "bias", std::slice::from_ref(&sums), &[column], fans)
            }
            Cell::SimpleRnn | Cell::Lstm => {
                let fans = (sums.clone(), sums.clone());
                self.bias.tensor(reader, "bias", std::slice::from_ref(&sums), &[column], fans)
            }
        };
        tensors.push(in_gates(bias));
        Parameters { struct_name, arguments, tensors }
    }
}

/// Lets the forget gates' bias be one at first, if nothing else is said: Keras's `unit_forget_bias`.
pub(super) fn remember_at_first(lowered: &mut Lowered) {
    let Some(Op::Recurrent(recurrent)) = lowered.ops.first() else { return };
    let tensors = lowered.parameters.as_mut().map_or(&mut [][..], |parameters| &mut parameters.tensors);
    if let Some(Tensor { initial: Initial::Drawn { ones, .. }, .. }) =
        tensors.iter_mut().find(|tensor| tensor.name == "bias")
    {
        *ones = Some((recurrent.units.clone(), recurrent.units.clone()));
    }
}

/// Takes what Keras has and a forward pass over a whole sequence has not; returns the parts that are dropped while training.
fn while_training(kind: &str, reader: &mut Reader<'_>) -> [Option<Number>; 2] {
    let dropouts = ["dropout", "recurrent_dropout"].map(|name| {
        let argument = reader.option(name)?;
        let number = reader.number(&argument, &format!("a number for `{name}`"))?;
        if let Number::Literal { value, .. } = number
            && !(0.0..=1.0).contains(&value)
        {
            let note = "it is the part of the inputs that is dropped while training";
            let message = catalogue::strength(kind, &format!("`{name}`"), &argument.text(), note);
            reader.error(argument.value_extent(), message);
        }
        let drops_nothing = matches!(number, Number::Literal { value, .. } if value.abs() <= 0.0);
        Some(number).filter(|_| !drops_nothing)
    });
    if let Some(argument) = reader.take_named(bidirectional::KIND.name) {
        reader.error(argument.extent, catalogue::both_directions(kind, bidirectional::KIND.name, &argument));
    }
    // How Keras goes through the steps; it makes no difference.
    reader.flag("unroll", false);
    for name in ["stateful", "return_state"] {
        let Some(argument) = reader.option(name) else { continue };
        if reader.flag_value(&argument) {
            reader.error(argument.extent, catalogue::state_outside(name));
        }
    }
    dropouts
}

/// PyTorch's `RNN(1, 32)` as ours of that kind.
pub(super) fn from_pytorch(kind: &str, arguments: &[Argument]) -> Option<String> {
    let sizes: Vec<String> =
        arguments.iter().filter(|argument| argument.name.is_none()).take(2).map(Argument::text).collect();
    let features = sizes.first().cloned().unwrap_or_else(|| theirs(arguments, "input_size", ""));
    let units = sizes.get(1).cloned().unwrap_or_else(|| theirs(arguments, "hidden_size", ""));
    let is_stacked = |argument: &Argument| {
        let name = argument.name.as_ref().map(ToString::to_string).unwrap_or_default();
        name == "num_layers" && argument.text() != "1"
    };
    if features.is_empty() || units.is_empty() || arguments.iter().any(is_stacked) {
        return None;
    }
    let bias = if theirs(arguments, "bias", "True") == "False" { ", use_bias = false" } else { "" };
    let layer = format!("{kind}({units}, return_sequences = true{bias}");
    Some(match theirs(arguments, bidirectional::KIND.name, "False").as_str() {
        "False" => format!("{layer}, input = (<steps>, {features}))"),
        _ => format!("{}({layer}), input = (<steps>, {features}))", bidirectional::KIND.name),
    })
}
