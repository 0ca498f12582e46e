//! What the text says of a layer's tensors: their numbers, or how they are drawn.

use proc_macro2::TokenStream;

use super::arguments::Reader;
use crate::diag::{Extent, catalogue};
use crate::function::{CONSTRAINTS, Function, REGULARIZERS};
use crate::model::{GenericArgument, Initial, Initializer, Role, Tensor};
use crate::shape::{Shape, Size};
use crate::syntax::{Argument, Value};

/// More weights than this in one layer are a typing error: they would fill sixteen gigabytes.
pub(super) const MOST_WEIGHTS: usize = u32::MAX as usize;

/// The options of one tensor, besides its numbers.
pub(super) struct Options {
    pub(super) initializer: &'static str,
    pub(super) regularizer: &'static str,
    pub(super) constraint: &'static str,
}

/// Keras's names of them, `kernel_initializer` and so on.
macro_rules! options {
    ($tensor:literal) => {
        &$crate::layer::tensors::Options {
            initializer: concat!($tensor, "_initializer"),
            regularizer: concat!($tensor, "_regularizer"),
            constraint: concat!($tensor, "_constraint"),
        }
    };
}
pub(super) use options;

/// What the text says of one tensor.
pub(super) struct Weights {
    /// Its numbers, and where the option stands.
    pub(super) given: Option<(Argument, Extent)>,
    initializer: Initializer,
    role: Role,
    regularizer: Option<Function>,
    constraint: Option<Function>,
}

impl Weights {
    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, options: &Options, default: &'static str) -> Self {
        let drawn = reader.option(options.initializer);
        let given = reader.option(name);
        if let (Some(drawn), Some(_)) = (&drawn, &given) {
            reader.error(drawn.extent, catalogue::without_effect(options.initializer, name));
        }
        let initializer = reader.initializer(drawn.as_ref(), default);
        let given = given.map(|argument| (argument.clone(), argument.extent));
        Self { given, ..Self::of(initializer) }.training(reader, options)
    }

    /// With nothing but this.
    fn of(initializer: Initializer) -> Self {
        Self { given: None, initializer, role: Role::Trainable, regularizer: None, constraint: None }
    }

    /// With what is said of training.
    fn training(self, reader: &mut Reader<'_>, options: &Options) -> Self {
        let regularizer = reader.function(options.regularizer, &REGULARIZERS);
        let constraint = reader.function(options.constraint, &CONSTRAINTS);
        Self { regularizer, constraint, ..self }
    }

    /// As [`read`](Self::read), of a statistic of what the layer was given in training, which no gradient changes.
    pub(super) fn statistic(
        reader: &mut Reader<'_>,
        name: &'static str,
        initializer: &'static str,
        default: &'static str,
    ) -> Self {
        let drawn = reader.option(initializer);
        let numbers = Self::numbers(reader, name, default);
        if let (Some(drawn), Some(_)) = (&drawn, &numbers.given) {
            reader.error(drawn.extent, catalogue::without_effect(initializer, name));
        }
        Self { initializer: reader.initializer(drawn.as_ref(), default), role: Role::Statistic, ..numbers }
    }

    /// As [`read`](Self::read), of a tensor that can't be written as numbers here.
    pub(super) fn drawn(reader: &mut Reader<'_>, options: &Options, default: &'static str) -> Self {
        let drawn = reader.option(options.initializer);
        Self::of(reader.initializer(drawn.as_ref(), default)).training(reader, options)
    }

    /// As [`read`](Self::read), of a tensor that Keras takes no initialiser for.
    pub(super) fn numbers(reader: &mut Reader<'_>, name: &'static str, default: &'static str) -> Self {
        let given = reader.option(name);
        let initializer = reader.initializer(None, default);
        Self { given: given.map(|argument| (argument.clone(), argument.extent)), ..Self::of(initializer) }
    }

    /// As [`read`](Self::read), of a bias. PyTorch's `bias = False` is reported.
    pub(super) fn bias(reader: &mut Reader<'_>) -> Self {
        let mut bias = Self::read(reader, "bias", options!("bias"), "zeros");
        bias.given.take_if(|(argument, _)| {
            let Value::Word(word) = &argument.value else { return false };
            let is_flag = ["true", "false", "True", "False"].iter().any(|flag| word == flag);
            if is_flag {
                reader.error(argument.extent, catalogue::bias_as_flag(argument));
            }
            is_flag
        });
        bias
    }

    /// Adds a bias to a layer's tensors, with a number for each of its units, or says to the layer's struct that there is
    /// none.
    pub(super) fn add_bias(
        self,
        reader: &mut Reader<'_>,
        is_there: bool,
        (units, per): (&Size, &str),
        tensors: &mut Vec<Tensor>,
        arguments: &mut Vec<GenericArgument>,
    ) {
        if is_there {
            // Keras draws a bias with the bias's own size for both fans.
            let fans = (units.clone(), units.clone());
            tensors.push(self.tensor(reader, "bias", std::slice::from_ref(units), &[per], fans));
            return;
        }
        if let Some((_, extent)) = self.given {
            reader.error(extent, catalogue::tensor_left_out("bias", "use_bias = false"));
        }
        arguments.push(GenericArgument::Absent { name: "NoBias", at: tensors.len() });
    }

    pub(super) fn tensor(
        self,
        reader: &mut Reader<'_>,
        name: &'static str,
        shape: &[Size],
        per: &[&str],
        (fan_in, fan_out): (Size, Size),
    ) -> Tensor {
        let given: Option<(TokenStream, Extent)> =
            self.given.and_then(|(argument, extent)| Some((reader.array(&argument, name, shape, per)?, extent)));
        let initial = match given {
            Some((value, extent)) => Initial::Given { value, extent },
            None => Initial::Drawn { initializer: self.initializer, fan_in, fan_out, ones: None },
        };
        let (role, regularizer, constraint) = (self.role, self.regularizer, self.constraint);
        Tensor { name, initial, shape: Shape::new(shape.to_vec()), in_gates: false, role, regularizer, constraint }
    }
}

/// The fans that Keras counts of a tensor of these axes: those of a kernel, if it has more than one.
pub(super) fn fans(shape: &[Size]) -> (Size, Size) {
    match shape {
        [places @ .., fan_in, fan_out] => {
            let places = places.iter().fold(Size::Known(1), |places, axis| places.times(axis));
            (places.times(fan_in), places.times(fan_out))
        }
        [size] => (size.clone(), size.clone()),
        [] => (Size::Known(1), Size::Known(1)),
    }
}
